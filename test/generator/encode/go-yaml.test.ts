// What real servers wrote is the oracle: each of their documents, read and written again, must be the same bytes.
import { openPackets, readWhole } from '../../../analyzer/index.js'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { encodeGoJson } from '../../../generator/encode/go-json.js'
import { encodeYaml, type YamlStyle } from '../../../generator/encode/go-yaml.js'
import type { YamlMap } from '../../../generator/encode/yaml-value.js'

const packets: readonly (readonly [string, YamlStyle])[] = [
  ['healthy-9-11', 'yaml.v2'],
  ['healthy-10-4', 'yaml.v2'],
  ['healthy-10-9', 'yaml.v3'],
  ['healthy-plain-logs', 'yaml.v3'],
  ['healthy-ha-3-nodes', 'yaml.v3'],
  ['healthy-11-6', 'goccy'],
  ['files-s3-unreachable', 'goccy'],
]

async function textsOf(name: string, pattern: RegExp): Promise<readonly (readonly [string, string])[]> {
  const texts: (readonly [string, string])[] = []
  for (const opened of await openPackets(`samples/${name}.zip`)) {
    if (opened.kind !== 'ok') throw new Error(opened.problem.message)
    for (const entry of opened.packet.entries) {
      if (!pattern.test(entry.name)) continue
      const read = await readWhole(opened.packet, entry, 2 ** 24)
      texts.push([entry.name, read.bytes.toString('utf8')])
    }
    await opened.packet.close()
  }
  return texts
}

describe('documents of real servers', () => {
  test.each(packets)('of %s are the same bytes when %s writes them', async (name, style) => {
    const texts = await textsOf(name, /^(?!com\.).*\.yaml$/)
    expect(texts.length).toBeGreaterThan(1)
    for (const [entry, text] of texts) expect(encodeYaml(load(text) as YamlMap, style), entry).toBe(text)
  })

  // The packet of a cluster was put together by hand, its configurations with another encoder.
  const single = packets.filter(([name]) => !name.includes('-ha-'))
  test.each(single)('of %s in JSON are the same bytes', async name => {
    const texts = await textsOf(name, /\.json$/)
    for (const [entry, text] of texts) expect(encodeGoJson(JSON.parse(text)), entry).toBe(text)
  })
})

describe('any text', () => {
  test.each(['yaml.v2', 'yaml.v3', 'goccy'] as const)('that %s writes is read as the same text', style => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...' :#-?*&!|>%@`\'"{}[],\\\n\t0123456789.eE+_~yn<='.split('')) }),
      fc.constantFrom(
        'yes',
        'No',
        'null',
        '0x1F',
        '1e3',
        '.5',
        '2026-11-21',
        '1:30',
        '---',
        '-{ ',
        '-1',
        '- a',
        'a: b',
        'a #b',
        '=',
        '<<',
      ),
    )
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (one, list) => {
        const map = { one, list, inside: { one } }
        expect(load(encodeYaml(map, style))).toEqual(map)
      }),
      { numRuns: 500 },
    )
  })
})
