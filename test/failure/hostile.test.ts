// Every hostile archive gives just its problems, and what is sound in it is read.
import { describe, expect, test } from 'vitest'
import { packetProblemCodes } from '../../analyzer/packet/problem-codes.js'
import { codesOf, openOnly, textOf } from '../packet/contents.js'
import { hostile } from './hostile.js'

describe('a hostile archive', () => {
  test.each(Object.entries(hostile))('%s', async (_name, { bytes, codes, sound = {} }) => {
    const packet = await openOnly(bytes())
    expect(await codesOf(packet)).toEqual([...codes].sort())
    for (const [name, content] of Object.entries(sound)) expect(await textOf(packet, name)).toBe(content)
  })

  test('gives problems whose codes and severities are in the table, each with its entry where it has one', async () => {
    for (const { bytes } of Object.values(hostile)) {
      const packet = await openOnly(bytes())
      for (const problem of packet.problems) {
        const known = packetProblemCodes[problem.code as keyof typeof packetProblemCodes]
        expect(problem.severity).toBe(known.severity)
        expect(problem.message).toMatch(/\.$/)
        if (problem.code.startsWith('ENTRY_')) expect(problem.entry).toBeTypeOf('string')
      }
    }
  })

  test('lists the damage of an entry among the problems of the packet as well', async () => {
    for (const { bytes } of Object.values(hostile)) {
      const packet = await openOnly(bytes())
      for (const { damage } of packet.entries)
        if (damage !== undefined) expect(packet.problems).toContainEqual(damage)
    }
  })
})
