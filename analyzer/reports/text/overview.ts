// What the packet tells besides what is wrong, a line a topic; what is as everywhere only with `--all`.
import type { OverviewLine, OverviewTopic } from '../../analysis.js'
import { visibleControls } from '../../lib/terminal-text.js'
import type { FindingLayout } from './finding.js'
import { grouped } from './words.js'
import { hangText, label } from './wrap.js'

/** A cluster of many busy nodes has more; the first ones show the picture. */
const shownAsLines = 12

const titles: Readonly<Record<OverviewTopic, string>> = {
  size: 'Size',
  processors: 'Processors',
  memory: 'Memory',
  tasks: 'Tasks',
  metrics: 'Metrics',
  schema: 'Schema',
  roles: 'Roles',
  jobs: 'Jobs',
  plugins: 'Plugins',
  tables: 'Releases',
}

/** Nothing when the packet tells nothing. */
export function overviewLines(
  lines: readonly OverviewLine[],
  { all, width }: FindingLayout,
): readonly string[] {
  const wanted = all ? lines : lines.filter(({ notable }) => notable)
  if (wanted.length === 0) return []
  const shown = all ? wanted : wanted.slice(0, shownAsLines)
  const beyond = wanted.length - shown.length
  return [
    'Also told by the packet:',
    ...shown.flatMap(line => lineOf(line, width)),
    ...(beyond > 0 ? [`  and ${grouped(beyond)} more; --all shows them`] : []),
  ]
}

function lineOf({ topic, node, text }: OverviewLine, width: number): readonly string[] {
  const place = node === undefined ? '' : `[${node}] `
  return hangText(label(`  ${titles[topic]}`, 14), visibleControls(`${place}${text}`), width)
}
