// The list of problem codes for people and CI jobs names every code there is.
import { expect, test } from 'vitest'
import { problemCodes } from '../../analyzer/documents/problem-codes.js'
import { packetProblemCodes } from '../../analyzer/packet/problem-codes.js'

test('docs/problems.md lists every code; `npx vitest run test/docs -u` writes it', async () => {
  const all = { ...packetProblemCodes, ...problemCodes }
  const lines = Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { severity, title }]) => `| \`${code}\` | ${severity} | ${title.replace(/\.$/, '')} |`)
  const text = [
    '# Problems',
    '',
    'What can be wrong with a packet itself. Codes are stable; texts may be reworded. A problem of severity error makes the',
    'packet invalid for `validate`; the others do not, unless `--strict` or `--fail-on` asks for it. Whatever the problem, the',
    'rest of the packet is still read. Each belongs to one of the [checks](baselines.md#checks-of-validate).',
    '',
    '<!-- prettier-ignore-start -->',
    '| code | severity | what it means |',
    '| --- | --- | --- |',
    ...lines,
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n')
  await expect(text).toMatchFileSnapshot('../../docs/problems.md')
})

test('no code is in both tables with different meanings', () => {
  const shared = Object.keys(problemCodes).filter(code => code in packetProblemCodes)
  expect(shared).toEqual([])
})
