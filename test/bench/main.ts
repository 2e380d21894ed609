// Prints one line a workload: the ratio to its reference, the seconds behind it, and the peak memory.
import { measure, type Result, type Spread } from './harness.js'
import { logsPageName, measureLogsPage } from './logs-page.js'
import { auditWorkloads } from './audit-workloads.js'
import { logsWorkloads } from './logs-workloads.js'
import { metricsWorkload } from './metrics-workload.js'
import { profileWorkloads } from './profile-workloads.js'
import { workloads as packetWorkloads } from './workloads.js'

const workloads = [
  ...packetWorkloads,
  ...logsWorkloads,
  ...auditWorkloads,
  ...profileWorkloads,
  metricsWorkload,
]

const args = process.argv.slice(2)
const names = args.filter(arg => !arg.startsWith('--'))
const wanted = workloads.filter(workload =>
  names.length > 0 ? names.includes(workload.name) : args.includes('--full') || workload.heavy !== true,
)

if (args.includes('--list')) {
  for (const workload of workloads)
    console.log(`${workload.name}${workload.heavy === true ? '  (heavy)' : ''}`)
  console.log(`${logsPageName}  (heavy)`)
} else {
  console.log(row(['workload', 'ratio min/median/max', 'target', 'seconds', 'reference', 'peak MB']))
  for (const workload of wanted) console.log(line(await measure(workload)))
  if (names.includes(logsPageName) || args.includes('--full')) await measureLogsPage(console.log)
}

function line(result: Result): string {
  return row([
    result.name,
    result.ratio === undefined
      ? '-'
      : `${times(result.ratio.min)} / ${times(result.ratio.median)} / ${times(result.ratio.max)}`,
    result.target,
    seconds(result.seconds),
    result.referenceSeconds === undefined ? '-' : seconds(result.referenceSeconds),
    String(Math.round(result.peakMegabytes)),
  ])
}

function row(cells: readonly string[]): string {
  const widths = [34, 24, 26, 10, 10, 8]
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(' ')
    .trimEnd()
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)}x`
}

function seconds(spread: Spread): string {
  return `${spread.median.toFixed(2)} s`
}
