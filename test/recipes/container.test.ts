// The Containerfile is not built by tests, which have no container engine: what it says is checked against the package.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const text = readFileSync('recipes/container/Containerfile', 'utf8')
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly name: string
  readonly bin: Readonly<Record<string, string>>
  readonly engines: { readonly node: string }
}

test('installs the tarball that npm pack writes, and starts the command of the package', () => {
  expect(text).toContain(`/tmp/${manifest.name}-*.tgz`)
  const [, entry = ''] = /^ENTRYPOINT \["([^"]+)"\]$/m.exec(text) ?? []
  expect(Object.keys(manifest.bin)).toContain(entry)
})

test('has a Node that the package allows, and no root when packets are read', () => {
  const images = [...text.matchAll(/^FROM docker\.io\/library\/node:(\d+)-slim/gm)].map(([, major]) =>
    Number(major),
  )
  expect(images).toHaveLength(2)
  for (const major of images) expect(major).toBeGreaterThanOrEqual(20)
  const instructions = [...text.matchAll(/^([A-Z]+) /gm)].map(([, name]) => name)
  expect(instructions.indexOf('USER')).toBeLessThan(instructions.indexOf('ENTRYPOINT'))
  expect(instructions.slice(instructions.indexOf('USER'))).not.toContain('RUN')
})

test('leaves out of the build what it makes itself', () => {
  const ignored = readFileSync('recipes/container/Containerfile.containerignore', 'utf8').trim().split('\n')
  expect(ignored).toEqual(['.git', 'node_modules', 'dist', 'coverage'])
  expect(existsSync('package-lock.json')).toBe(true)
})
