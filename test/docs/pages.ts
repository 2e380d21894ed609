// The pages of the documentation as the tests read them: text, headings with their anchors, links, commands with their output.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Page {
  /** Path from the root of the project. */
  readonly path: string
  readonly text: string
}

/** README, CONTRIBUTING, and everything below docs/ and samples/. */
export function allPages(): readonly Page[] {
  const nested = ['docs', 'samples'].flatMap(folder =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.md'))
      .map(entry => join(entry.parentPath, entry.name).replaceAll('\\', '/')),
  )
  return ['README.md', 'CONTRIBUTING.md', ...nested.sort()].map(path => ({
    path,
    text: readFileSync(path, 'utf8'),
  }))
}

/** A page without fenced blocks, in which nothing is a link or a heading. */
export const prose = (text: string): string => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '')

/** Anchors as GitHub makes them: lower case, punctuation dropped, spaces as hyphens, repetitions numbered. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  for (const [, heading = ''] of prose(text).matchAll(/^#{1,6} +(.*)$/gm)) {
    const base = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
    const count = seen.get(base) ?? 0
    seen.set(base, count + 1)
    anchors.add(count === 0 ? base : `${base}-${count}`)
  }
  return anchors
}

/** Targets of links, as they are written. */
export function linksOf(text: string): readonly string[] {
  const plain = prose(text).replace(/`[^`\n]*`/g, '')
  const inline = [...plain.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  const bare = [...plain.matchAll(/<(https?:[^>\s]+)>/g)].map(([, target = '']) => target)
  return [...inline, ...bare]
}

export interface ShownCommand {
  readonly page: string
  /** Words behind `support-packet`. */
  readonly line: string
  /** What it is said to print; a line of `…` stands for any number of lines. */
  readonly output: string
}

/** Every `$ support-packet …` of blocks of `console`. */
export function commandsOf({ path, text }: Page): readonly ShownCommand[] {
  const blocks = [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
  return blocks.flatMap(block =>
    block
      .split(/^\$ /m)
      .slice(1)
      .flatMap(part => {
        const [first = '', ...output] = part.split('\n')
        const line = /^(?:npx )?support-packet (.*)$/.exec(first)?.[1]
        return line === undefined ? [] : [{ page: path, line, output: output.join('\n').trimEnd() }]
      }),
  )
}
