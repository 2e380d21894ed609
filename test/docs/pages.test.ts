// The documentation holds: its links lead somewhere, its commands print what it shows, the messages it explains exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli } from '../cli/run-cli.js'
import { allPages, anchorsOf, commandsOf, linksOf, type ShownCommand } from './pages.js'

const pages = allPages()

/** Hosts that pages and rules may link to: vendors of the products, and those who made what they stand on. A new one is added by hand. */
const hosts: readonly string[] = [
  'docs.mattermost.com',
  'developers.mattermost.com',
  'support.mattermost.com',
  'goteleport.com',
  'kubernetes.io',
  'etcd.io',
  'cert-manager.io',
  'www.postgresql.org',
  'www.pgbouncer.org',
  'pkg.go.dev',
  'tip.golang.org',
  'cel.dev',
  'github.com',
  'docs.github.com',
  'docs.gitlab.com',
  'www.npmjs.com',
  'nodejs.org',
]

describe.each(pages.map(page => [page.path, page] as const))('%s', (path, { text }) => {
  const links = linksOf(text)
  const inside = links.filter(link => !/^[a-z]+:/i.test(link))

  test('links to files and headings that are there', () => {
    const broken = inside.filter(link => {
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? path : posix.join(dirname(path), decodeURIComponent(file))
      if (!existsSync(target)) return true
      if (anchor === undefined || !target.endsWith('.md')) return false
      return !anchorsOf(readFileSync(target, 'utf8')).has(anchor)
    })
    expect(broken).toEqual([])
  })

  test('links outside by https, to hosts that are known', () => {
    const outside = links.filter(link => /^[a-z]+:/i.test(link))
    const odd = outside.filter(link => {
      const url = URL.canParse(link) ? new URL(link) : undefined
      return url?.protocol !== 'https:' || !hosts.includes(url.hostname)
    })
    expect([...new Set(odd)]).toEqual([])
  })
})

test('every page of docs/ is named in docs/README.md', () => {
  const index = linksOf(readFileSync('docs/README.md', 'utf8'))
  const files = readdirSync('docs').filter(name => name.endsWith('.md') && name !== 'README.md')
  expect(files.filter(name => !index.includes(name))).toEqual([])
})

/** Commands that need a server, an installation, or a file of the reader's own; those of `generate` have tests of their own. */
const needMore = /^(?:generate|sanitize|view|audit|baseline) /

const shown = pages.flatMap(commandsOf)
const runnable = shown.filter(({ line }) => !needMore.test(line))

describe('commands that pages show', () => {
  test('are there to be run', () => {
    expect(runnable.length).toBeGreaterThan(4)
    expect(shown.filter(({ line }) => !needMore.test(line) && !/samples\//.test(line))).toEqual([])
  })

  test.each(runnable.map(one => [`${one.page}: ${one.line}`, one] as const))('%s', async (_, one) => {
    const { stdout } = await cli(wordsOf(one))
    expectShown(stdout, one.output)
  })
})

const wordsOf = ({ line }: ShownCommand): readonly string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')

/** Each run of lines between two `…` stands in the output as it is, in this order; the first begins it. */
function expectShown(stdout: string, output: string): void {
  let rest = stdout
  output.split(/^…$\n?/m).forEach((part, index) => {
    const wanted = part.replace(/^\n+|\n+$/g, '')
    if (index === 0 && wanted !== '')
      expect(rest.startsWith(wanted), `begins with:\n${wanted}\nbut is:\n${rest}`).toBe(true)
    const at = rest.indexOf(wanted)
    expect(at, `has:\n${wanted}\nin:\n${rest}`).toBeGreaterThanOrEqual(0)
    rest = rest.slice(at + wanted.length)
  })
  if (!/^…$/m.test(output)) expect(rest.trim()).toBe('')
}

describe('docs/troubleshooting.md', () => {
  const text = readFileSync('docs/troubleshooting.md', 'utf8')
  const messages = [...text.matchAll(/^### `(.*)`$/gm)].map(([, message = '']) => message)
  const sources = ['cli', 'analyzer/packet', 'viewer/server', 'generator'].flatMap(folder =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
      .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  )

  test('explains messages', () => {
    expect(messages.length).toBeGreaterThan(12)
  })

  test.each(messages)('%s is a message of the sources', message => {
    const pieces = message.split('…').filter(piece => piece.trim() !== '')
    expect(sources.some(source => pieces.every(piece => source.includes(piece)))).toBe(true)
  })
})
