// Half a day of metrics, all samples printed, held against `promtool tsdb dump`, which also makes the blocks.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Workload } from './harness.js'

const promtool = process.env['PROMTOOL'] ?? 'promtool'
const hasPromtool = spawnSync(promtool, ['--version'], { stdio: 'ignore' }).status === 0

/** Bundled beside this. */
const ours = join(dirname(process.argv[1] ?? ''), 'metrics-dump.mjs')

const series = 1_366
const scrapes = 720
/** 2026-11-21 00:00 UTC. */
const startSeconds = 1_795_219_200

function openMetrics(): string {
  const lines = ['# TYPE load gauge']
  for (let one = 0; one < series; one++) {
    for (let at = 0; at < scrapes; at++) {
      const value = Math.round(1e6 * Math.sin(one + at * (one % 7))) / 1e3
      lines.push(
        `load{instance="127.0.0.1:8067",job="mattermost",handler="handler_${one}"} ${value} ${startSeconds + at * 60}`,
      )
    }
  }
  return `${lines.join('\n')}\n# EOF\n`
}

export const metricsWorkload: Workload = {
  name: 'metrics-1m-samples',
  target: hasPromtool ? '<= 0.5 x promtool tsdb dump' : 'not measured: promtool missing',
  prepare(folder) {
    const archive = join(folder, 'tsdb_dump.tar.gz')
    const command = [ours, archive]
    if (!hasPromtool) {
      const text = ['unzip', '-p', 'samples/metrics-db-stall.zip', 'tsdb_dump.tar.gz'] as const
      writeFileSync(archive, execFileSync(text[0], text.slice(1)))
      return Promise.resolve({ command, runs: 5 })
    }
    const [input, data] = [join(folder, 'metrics.txt'), join(folder, 'data')]
    writeFileSync(input, openMetrics())
    execFileSync(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', input, data], { stdio: 'ignore' })
    execFileSync('tar', ['-czf', archive, '-C', data, ...readdirSync(data)])
    // It looks for one.
    mkdirSync(join(data, 'wal'), { recursive: true })
    return Promise.resolve({ command, reference: [promtool, 'tsdb', 'dump', data], runs: 5 })
  },
}
