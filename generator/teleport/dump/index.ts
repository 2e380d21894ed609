// A dump while it is made: entries, limits, attempts.
export type { Attempt, AttemptOutcome, Scope } from './attempt.js'
export { defaultCaps, type Caps } from './caps.js'
export {
  createDump,
  workPrefix,
  type Dump,
  type DumpDestination,
  type DumpEntry,
  type DumpOptions,
  type Finished,
  type Spool,
} from './dump.js'
export {
  unchanged,
  type Content,
  type EntrySink,
  type Kept,
  type NewEntry,
  type Source,
  type Transform,
} from './entry.js'
