// `npm run oracles`: records what `go tool pprof` says of the profiles in samples/, for tests to compare with. Needs Go
// (Debian: golang) and unzip; GO names another Go. lib/metrics-oracle.mjs does the same for metrics and needs Prometheus.
// Test runs need none of them.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './lib/setup.mjs'

const go = process.env.GO ?? 'go'
const recordings = join(root, 'test', 'fixtures', 'profiles')
const scratch = mkdtempSync(join(tmpdir(), 'oracles-'))

/** [packet, entry, what to record of it]; few, since each is kept in the repository. */
const profiles = [
  ['login-storm', 'cpu.prof', ['top', 'tree', 'peek', 'raw', 'focus', 'hide', 'cum']],
  ['login-storm', 'heap.prof', ['top', 'inuse_objects']],
  ['metrics-db-stall', 'cpu.prof', ['top', 'tree', 'ignore']],
  ['metrics-db-stall', 'heap.prof', ['top', 'alloc_space', 'diff', 'normalized']],
  ['healthy-10-4', 'heap.prof', ['top']],
]

const whole = ['-nodefraction=0', '-edgefraction=0']
/** Recording → arguments of pprof. `-unit` prints raw numbers. */
const ways = {
  top: ['-top', ...whole],
  cum: ['-top', '-cum', ...whole],
  tree: ['-tree'],
  peek: ['-peek=checkSum|memmove'],
  raw: ['-raw'],
  focus: ['-top', '-focus=runtime', ...whole],
  ignore: ['-top', '-ignore=runtime', ...whole],
  hide: ['-top', '-hide=^crypto/', ...whole],
  inuse_objects: ['-top', '-sample_index=inuse_objects', ...whole],
  alloc_space: ['-top', '-sample_index=alloc_space', ...whole],
  diff: ['-top', ...whole],
  normalized: ['-top', '-normalize', ...whole],
}

try {
  const extract = (packet, entry) => {
    const file = join(scratch, `${packet}-${entry}`)
    writeFileSync(file, execFileSync('unzip', ['-p', join(root, 'samples', `${packet}.zip`), entry]))
    return file
  }
  for (const [packet, entry, recorded] of profiles) {
    const file = extract(packet, entry)
    const base = extract('healthy-10-4', entry)
    for (const way of recorded) {
      const unit = way === 'inuse_objects' ? 'count' : entry === 'cpu.prof' ? 'ns' : 'B'
      const against = way === 'diff' || way === 'normalized' ? [`-diff_base=${base}`] : []
      const args = ['tool', 'pprof', ...ways[way], `-unit=${unit}`, ...against, file]
      const text = execFileSync(go, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1 << 28,
      })
      writeFileSync(join(recordings, `${packet}.${entry}.${way}.txt`), text)
      console.log(`${packet} ${entry} ${way}: ${text.length} characters`)
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

await import('./lib/metrics-oracle.mjs')
await import('./lib/sarif-oracle.mjs')
