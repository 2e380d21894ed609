// YAML byte for byte as the three encoders write it that Mattermost has used: yaml.v2 to 10.4, yaml.v3 to 11.2, goccy since 11.3.
import { goccyText, v2Text, v3Text } from './yaml-scalars.js'
import type { YamlMap, YamlValue } from './yaml-value.js'

export type YamlStyle = 'yaml.v2' | 'yaml.v3' | 'goccy'

interface Style {
  /** What is inside begins at the next multiple of so many columns. */
  readonly indent: number
  /** Whether the dashes of a list move to the right of its key. */
  readonly listsMove: boolean
  text(value: string): string
}

const styles: Readonly<Record<YamlStyle, Style>> = {
  'yaml.v2': { indent: 2, listsMove: false, text: v2Text },
  'yaml.v3': { indent: 4, listsMove: true, text: v3Text },
  goccy: { indent: 2, listsMove: false, text: goccyText },
}

/** A map as a whole document, with a newline at its end. */
export function encodeYaml(map: YamlMap, style: YamlStyle): string {
  const pairs = pairsOf(map)
  return pairs.length === 0 ? '{}\n' : `${mapLines(pairs, 0, styles[style]).join('\n')}\n`
}

const inner = (column: number, { indent }: Style): number => indent * Math.floor((column + indent) / indent)

type Pairs = readonly (readonly [string, YamlValue])[]

const pairsOf = (map: YamlMap): Pairs =>
  Object.entries(map).filter((pair): pair is [string, YamlValue] => pair[1] !== undefined)

function mapLines(pairs: Pairs, column: number, style: Style): readonly string[] {
  return pairs.flatMap(([key, value]) => pairLines(style.text(key), value, column, style))
}

function pairLines(key: string, value: YamlValue, column: number, style: Style): readonly string[] {
  const lead = `${' '.repeat(column)}${key}:`
  if (isList(value)) {
    if (value.length === 0) return [`${lead} []`]
    return [
      lead,
      ...value.flatMap(item => itemLines(item, style.listsMove ? inner(column, style) : column, style)),
    ]
  }
  if (isMap(value)) {
    const pairs = pairsOf(value)
    if (pairs.length === 0) return [`${lead} {}`]
    return [lead, ...mapLines(pairs, inner(column, style), style)]
  }
  return scalarLines(lead, value, inner(column, style), style)
}

/** An item of a list: what it holds begins two columns right of its dash, in every style. */
function itemLines(item: YamlValue, column: number, style: Style): readonly string[] {
  const dash = `${' '.repeat(column)}-`
  if (isMap(item)) {
    const lines = mapLines(pairsOf(item), column + 2, style)
    return lines.length === 0 ? [`${dash} {}`] : [`${dash} ${lines[0]?.trimStart() ?? ''}`, ...lines.slice(1)]
  }
  if (isList(item)) return [`${dash} []`]
  return scalarLines(dash, item, column + 2, style)
}

function scalarLines(
  lead: string,
  value: string | number | boolean | null,
  column: number,
  style: Style,
): readonly string[] {
  if (typeof value === 'string' && fitsBlock(value)) return blockLines(lead, value, column)
  return [`${lead} ${typeof value === 'string' ? style.text(value) : String(value)}`]
}

/** Texts of several lines stand as they are, below a bar that tells whether a newline ends them. */
function blockLines(lead: string, value: string, column: number): readonly string[] {
  const lines = value.replace(/\n$/, '').split('\n')
  const indented = lines.map(line => (line === '' ? '' : `${' '.repeat(column)}${line}`))
  return [`${lead} |${value.endsWith('\n') ? '' : '-'}`, ...indented]
}

/**
 * A block cannot hold control characters; and one that begins with white space or ends in empty lines would need hints that
 * the encoders do not agree on. Those stand on one line, with escapes.
 */
const fitsBlock = (text: string): boolean =>
  text.includes('\n') &&
  /^\S/.test(text) &&
  !text.endsWith('\n\n') &&
  !/[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text)

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value)

function isMap(value: YamlValue): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
