// The list of facts for rule authors names every fact there is, with its title.
import { expect, test } from 'vitest'
import { factDefinitions } from '../../analyzer/facts/index.js'

test('docs/facts.md lists each fact with title and scope; `npx vitest run test/facts/docs -u` writes it', async () => {
  const lines = factDefinitions.map(
    ({ id, title, scope, reads }) =>
      `| \`${id}\` | ${title.replaceAll('|', '\\|')} | ${scope} | ${reads?.includes('logs') === true ? 'yes' : ''} |`,
  )
  const text = [
    '# Facts',
    '',
    'Derived values that rules read as `facts.<id>`. A fact that the packet does not say is absent, never zero: a rule',
    'that reads it skips. Scope `node` means one value for each node. Logs: reading it makes the log pass run.',
    '',
    '<!-- prettier-ignore-start -->',
    '| fact | what it is | scope | logs |',
    '| --- | --- | --- | --- |',
    ...lines,
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n')
  await expect(text).toMatchFileSnapshot('../../docs/facts.md')
})
