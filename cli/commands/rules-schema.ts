// `rules schema`: the JSON Schema of rule files, for editors and other programs.
import { readFile } from 'node:fs/promises'
import { defineCommand } from '../command.js'
import { failure } from '../failure.js'

export const rulesSchema = defineCommand({
  name: 'rules schema',
  summary: 'print the JSON Schema of rule files, for editors',
  details: [
    'Editors with the YAML language server check rule files against it when their first line is',
    '# yaml-language-server: $schema=rule.schema.json',
  ],
  operands: [],
  options: {},
  examples: [{ run: 'support-packet rules schema > rule.schema.json', says: 'once, beside the rules' }],
  async run(_, context) {
    await context.write(await readSchema())
    return 0
  },
})

/** Lies beside the bundle; a checkout has it after a build. */
async function readSchema(): Promise<string> {
  for (const place of ['../schemas/rule.schema.json', '../../dist/schemas/rule.schema.json']) {
    try {
      return await readFile(new URL(place, import.meta.url), 'utf8')
    } catch {
      // The other place may have it.
    }
  }
  throw failure('The JSON Schema is not built yet: run npm run build.')
}
