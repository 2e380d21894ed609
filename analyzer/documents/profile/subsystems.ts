// Parts of the server by the functions that do their work: the one table behind "95 % of the processor went into passwords".
import type { Profile } from './types.js'

/** A part of the server, in words that complete "… took 40 % of the processor time". */
export interface Subsystem {
  /** Lower case with underscores: rules read it as `facts.profile.cpu.share.<id>`. */
  readonly id: string
  readonly words: string
  /** Starts of function names that belong to it, wherever in a stack they are. */
  readonly starts: readonly string[]
  /** Parts of function names, for what has no package of its own. */
  readonly parts?: readonly string[]
}

export const subsystems: readonly Subsystem[] = [
  {
    id: 'password_hashing',
    words: 'checking passwords',
    starts: ['crypto/pbkdf2.', 'crypto/internal/fips140/pbkdf2.'],
    parts: ['/bcrypt.', '/pbkdf2.', '/scrypt.', '/argon2.', '/password/hashers.'],
  },
  {
    id: 'garbage_collection',
    words: 'collecting unused memory (garbage collection)',
    starts: [
      'runtime.gcBgMarkWorker',
      'runtime.gcAssistAlloc',
      'runtime.gcDrain',
      'runtime.gcStart',
      'runtime.gcMarkDone',
      'runtime.gcMarkTermination',
      'runtime.gcSweep',
      'runtime.bgsweep',
      'runtime.bgscavenge',
      'runtime.sweepone',
      'runtime.deductSweepCredit',
      'runtime.(*sweepLocked).',
    ],
  },
  {
    id: 'allocation',
    words: 'allocating memory',
    starts: ['runtime.mallocgc', 'runtime.newobject', 'runtime.makeslice', 'runtime.growslice'],
  },
  {
    id: 'scheduling',
    words: 'switching between tasks',
    starts: ['runtime.schedule', 'runtime.findRunnable', 'runtime.mcall', 'runtime.futex', 'runtime.sysmon'],
  },
  {
    id: 'system_calls',
    words: 'calling the operating system (network, files)',
    starts: [
      'syscall.',
      'internal/runtime/syscall',
      'runtime/internal/syscall',
      'golang.org/x/sys/',
      'internal/poll.',
    ],
  },
  {
    id: 'images',
    words: 'making and reading images',
    starts: [
      'image.',
      'image/',
      'golang.org/x/image/',
      'github.com/disintegration/imaging.',
      'github.com/anthonynsimon/bild',
      'github.com/oov/psd',
    ],
    parts: ['/app/imaging.'],
  },
  {
    id: 'json',
    words: 'reading and writing JSON',
    starts: [
      'encoding/json.',
      'encoding/json/',
      'github.com/json-iterator/',
      'github.com/mailru/easyjson',
      'github.com/francoispqt/gojay',
    ],
  },
  { id: 'regular_expressions', words: 'matching text patterns', starts: ['regexp.', 'regexp/'] },
  {
    id: 'database_driver',
    words: 'talking to the database',
    starts: [
      'database/sql.',
      'github.com/lib/pq.',
      'github.com/lib/pq/',
      'github.com/jackc/pgx',
      'github.com/go-sql-driver/mysql.',
      'github.com/jmoiron/sqlx',
      'github.com/mattermost/squirrel.',
    ],
    parts: ['/store/sqlstore.'],
  },
  {
    id: 'plugin_calls',
    words: 'talking to plugins',
    starts: ['net/rpc.', 'encoding/gob.', 'github.com/hashicorp/go-plugin', 'github.com/hashicorp/yamux.'],
    parts: ['/server/public/plugin.'],
  },
  {
    id: 'tls',
    words: 'encrypting connections (TLS)',
    starts: [
      'crypto/tls.',
      'crypto/x509.',
      'crypto/rsa.',
      'crypto/ecdsa.',
      'crypto/ecdh.',
      'crypto/internal/fips140/rsa.',
      'crypto/internal/fips140/ecdsa.',
    ],
  },
  {
    id: 'compression',
    words: 'compressing data',
    // Not gzhttp: that wraps every request, whether anything is compressed or not.
    starts: [
      'compress/',
      'github.com/klauspost/compress/flate.',
      'github.com/klauspost/compress/gzip.',
      'github.com/klauspost/compress/zstd.',
      'github.com/andybalholm/brotli',
    ],
  },
  {
    id: 'logging',
    words: 'writing logs',
    starts: ['github.com/mattermost/logr', 'gopkg.in/natefinch/lumberjack', 'go.uber.org/zap'],
    parts: ['/shared/mlog.', '/platform/shared/audit.'],
  },
  {
    id: 'websockets',
    words: 'sending updates to connected clients (websockets)',
    starts: ['github.com/gorilla/websocket.'],
    parts: ['/platform.(*Hub).', '/platform.(*WebConn).'],
  },
  {
    id: 'search',
    words: 'searching and indexing text',
    starts: ['github.com/blevesearch/', 'github.com/elastic/', 'github.com/opensearch-project/'],
    parts: ['/searchengine.', '/bleveengine.'],
  },
  {
    id: 'text_extraction',
    words: 'extracting text from uploaded files',
    starts: ['github.com/ledongthuc/pdf.', 'code.sajari.com/docconv', 'github.com/mattermost/docconv'],
    parts: ['/services/docextractor.'],
  },
  { id: 'markdown', words: 'formatting messages', starts: [], parts: ['/shared/markdown.', '/goldmark'] },
  { id: 'templates', words: 'filling e-mail and page templates', starts: ['text/template', 'html/template'] },
  {
    id: 'translations',
    words: 'loading translations',
    starts: ['github.com/mattermost/go-i18n/'],
    parts: ['/shared/i18n.'],
  },
  // Not localcachelayer: it wraps every access to the database.
  { id: 'caches', words: 'caches', starts: [], parts: ['/services/cache.'] },
  {
    id: 'metrics',
    words: 'collecting metrics',
    starts: ['github.com/prometheus/'],
  },
  {
    id: 'profiling',
    words: 'recording this very profile',
    starts: ['runtime/pprof.'],
  },
]

/** What a subsystem took, of the values summed. */
export interface SubsystemCost {
  readonly subsystem: Subsystem
  /** Of samples with a function of it anywhere in the stack; a sample may count for several. */
  readonly value: number
}

/** Costs of all subsystems, in the order of the table. One pass over the samples, by bit sets of locations. */
export function subsystemCosts(profile: Profile, typeIndex: number): readonly SubsystemCost[] {
  const bits = locationBits(profile)
  const sums = new Float64Array(subsystems.length)
  const { samples, sampleTypes } = profile
  for (let sample = 0; sample < samples.count; sample++) {
    const weight = samples.values[sample * sampleTypes.length + typeIndex] ?? 0
    let set = 0
    for (let frame = samples.frameStart[sample] ?? 0; frame < (samples.frameEnd[sample] ?? 0); frame++)
      set |= bits[samples.frames[frame] ?? 0] ?? 0
    for (let index = 0; set !== 0; index++, set >>>= 1)
      if ((set & 1) === 1) sums[index] = (sums[index] ?? 0) + weight
  }
  return subsystems.map((subsystem, index) => ({ subsystem, value: sums[index] ?? 0 }))
}

/** Bit n of a location is set when one of its functions belongs to subsystem n. */
function locationBits({ functions, locations }: Profile): Int32Array {
  const ofFunction = functions.names.map(bitsOf)
  return Int32Array.from(locations.lineStart, (start, location) => {
    let set = 0
    for (let line = start; line < (locations.lineEnd[location] ?? 0); line++)
      set |= ofFunction[locations.lineFunction[line] ?? -1] ?? 0
    return set
  })
}

function bitsOf(name: string): number {
  return subsystems.reduce(
    (set, subsystem, index) => (belongsTo(name, subsystem) ? set | (1 << index) : set),
    0,
  )
}

/** Whether a function belongs to a subsystem by its name. */
export function belongsTo(name: string, { starts, parts = [] }: Subsystem): boolean {
  return starts.some(start => name.startsWith(start)) || parts.some(part => name.includes(part))
}
