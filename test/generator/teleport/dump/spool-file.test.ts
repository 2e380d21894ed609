import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createBudget } from '../../../../generator/teleport/dump/caps.js'
import { spoolFile } from '../../../../generator/teleport/dump/spool-file.js'

const folder = mkdtempSync(join(tmpdir(), 'sp-spool-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function* chunks(texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text))
}

test('of a log longer than its limit the newest whole lines are kept, however it comes', async () => {
  const lines = fc.array(fc.stringMatching(/^[a-z]{0,30}$/), { minLength: 1, maxLength: 60 })
  const limits = fc.integer({ min: 40, max: 200 })
  await fc.assert(
    fc.asyncProperty(lines, limits, fc.integer({ min: 1, max: 250 }), async (texts, maxBytes, size) => {
      const whole = texts.map(text => `${text}\n`).join('')
      const parts = whole.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      const budget = createBudget(1000)
      const file = await spoolFile(join(folder, 'a'), chunks(parts), { keep: 'tail', maxBytes, budget })
      let text = ''
      for await (const chunk of file.read()) text += chunk.toString()
      expect(readdirSync(folder)).toEqual([])
      expect(whole.endsWith(text)).toBe(true)
      expect(file.kept.bytes).toBe(text.length)
      // What was not needed is there for others.
      expect(budget.take(1000)).toBe(1000 - text.length)
      if (whole.length <= maxBytes) expect(file.kept).toEqual({ bytes: whole.length })
      else {
        expect(file.kept).toMatchObject({ cut: 'entry', originalBytes: whole.length })
        expect(text.length).toBeLessThanOrEqual(maxBytes)
        // Nothing but the line that was cut is missing of what there was room for.
        expect(text.length).toBeGreaterThan(maxBytes - 32)
        expect(whole[whole.length - text.length - 1]).toBe('\n')
      }
    }),
    { numRuns: 200 },
  )
})
