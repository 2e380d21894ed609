// Writes dist/schemas/: the JSON Schemas of the analysis and of diffs (for scripts that read them) and of rule files (for editors), made from the types.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Schema name → the type it is made from. */
export const schemaSources = {
  analysis: { path: 'analyzer/analysis.ts', type: 'Analysis', title: 'Analysis of a support packet' },
  validation: {
    path: 'analyzer/analysis.ts',
    type: 'Validation',
    title: 'Validation of a support packet',
  },
  diff: { path: 'analyzer/diff/types.ts', type: 'PacketDiff', title: 'Differences of two support packets' },
  baseline: {
    path: 'analyzer/baseline/types.ts',
    type: 'BaselineFile',
    title: 'Baseline of support-packet',
  },
  config: {
    path: 'cli/config-file.ts',
    type: 'ConfigFile',
    title: 'Settings of a project for support-packet',
  },
  rule: { path: 'analyzer/engine/rule.ts', type: 'RuleFile', title: 'Rule of support-packet' },
}

/** The schema of one of `schemaSources`, as an object. */
export async function makeSchema(name) {
  const { createGenerator } = await import('ts-json-schema-generator')
  const { path, type, title } = schemaSources[name]
  const generator = createGenerator({
    path: join(root, path),
    tsconfig: join(root, 'tsconfig.json'),
    type,
    skipTypeCheck: true,
    topRef: false,
    additionalProperties: false,
    sortProps: false,
  })
  return { title, ...generator.createSchema(type) }
}

/** Writes all schemas into a directory. */
export async function writeSchemas(directory) {
  mkdirSync(directory, { recursive: true })
  for (const name of Object.keys(schemaSources)) {
    const schema = await makeSchema(name)
    writeFileSync(join(directory, `${name}.schema.json`), `${JSON.stringify(schema, undefined, 2)}\n`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeSchemas(join(root, 'dist', 'schemas'))
