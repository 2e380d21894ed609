// The package that `npm pack` gives installs into an empty project and runs there without a build.
import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examplesOf } from './examples-of.js'

const run = promisify(execFile)
const sample = resolve('samples/db-restart.zip')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'support-packet-package-'))
  // dist/ was built by `npm test`; scripts stay off so that packing does not build it again under the other tests.
  await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder])
  const [tarball] = (await readdir(folder)).filter(name => name.endsWith('.tgz'))
  await writeFile(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }')
  await run(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball ?? ''}`],
    {
      cwd: folder,
    },
  )
}, 240_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs the installed command; an exit code of 1 (findings) is an answer. */
async function installed(...args: readonly string[]): Promise<{ stdout: string; code: number }> {
  try {
    return { ...(await run('npx', ['--no-install', 'support-packet', ...args], { cwd: folder })), code: 0 }
  } catch (error) {
    const { stdout, code } = error as { stdout: string; code: number }
    return { stdout, code }
  }
}

test('the installed command analyzes a packet', async () => {
  const { stdout, code } = await installed('analyze', sample, '--format', 'json')
  expect(code).toBe(1)
  const { packet, findings } = JSON.parse(stdout) as {
    packet: { serverVersion: string }
    findings: unknown[]
  }
  expect(packet.serverVersion).toBe('11.0.0')
  expect(findings.length).toBeGreaterThan(0)
})

test('the installed library has types and analyzes a packet', async () => {
  const script = `import { analyzeFile } from 'support-packet'
const [analysis] = await analyzeFile(${JSON.stringify(sample)})
console.log(analysis.packet.product)`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
  expect(stdout.trim()).toBe('mattermost')
  const declarations = await readFile(
    join(folder, 'node_modules/support-packet/dist/types/analyzer/index.d.ts'),
    'utf8',
  )
  expect(declarations).toContain('analyzeFile')
})

test('the JSON Schemas of what it prints and of the files it reads are part of the package', async () => {
  for (const name of ['analysis', 'validation', 'diff', 'baseline', 'config', 'rule']) {
    const schema: unknown = JSON.parse(
      await readFile(join(folder, `node_modules/support-packet/dist/schemas/${name}.schema.json`), 'utf8'),
    )
    expect(schema).toHaveProperty('$schema')
  }
})

test('nothing in the package names a machine path or needs a native add-on', async () => {
  const { stdout } = await run('npm', ['ls', '--all', '--json'], { cwd: folder })
  expect(stdout).not.toContain('node-gyp')
  const files = await readdir(join(folder, 'node_modules'), { recursive: true })
  expect(files.filter(name => name.endsWith('.node'))).toEqual([])
})

describe('the examples of docs/library.md', async () => {
  const page = await readFile('docs/library.md', 'utf8')
  const examples = examplesOf(page, 'ts').map(({ title, ...rest }, index) => ({
    title: `${index + 1}: ${title}`,
    file: `example-${index + 1}`,
    ...rest,
  }))

  beforeAll(async () => {
    await copyFile('samples/smtp-refused.zip', join(folder, 'packet.zip'))
    await copyFile('samples/healthy-plain-logs.zip', join(folder, 'before.zip'))
    for (const { file, code } of examples) await writeFile(join(folder, `${file}.mts`), code)
    await mkdir(join(folder, 'node_modules/@types'), { recursive: true })
    for (const name of ['node', '../undici-types'])
      await symlink(
        resolve('node_modules/@types', name),
        join(folder, 'node_modules/@types', name),
        'junction',
      )
  })

  test('are all that the page has', () => {
    expect(examples).toHaveLength(page.match(/^```ts$/gm)?.length ?? 0)
    expect(examples.length).toBeGreaterThan(5)
  })

  test('fit the types of the package, which need no others than those of Node.js', async () => {
    const settings = {
      compilerOptions: {
        target: 'ES2022',
        module: 'NodeNext',
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        types: ['node'],
        outDir: 'out',
      },
      files: examples.map(({ file }) => `${file}.mts`),
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
    const compiler = resolve('node_modules/typescript/bin/tsc')
    const { stdout } = await run(process.execPath, [compiler, '-p', '.'], { cwd: folder }).catch(
      (error: unknown) => error as { stdout: string },
    )
    expect(stdout).toBe('')
  })

  test.each(examples)('$title', async ({ file, prints }) => {
    const { stdout } = await run(process.execPath, [join('out', `${file}.mjs`)], { cwd: folder })
    expect(stdout).toBe(prints)
  })
})
