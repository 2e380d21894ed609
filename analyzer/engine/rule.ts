// A rule as authors write it (one YAML file) and as the engine uses it. The JSON Schema for editors is generated from RuleFile.
import type { Evidence, Severity } from '../analysis.js'
import type { DocumentKind, Product } from '../packet/layout-types.js'

/** CEL expression over the rule variables (see `docs/rules.md`). */
export type Expression = string

/** RE2 pattern, unanchored. */
export type Pattern = string

/** A duration such as `30s`, `10m`, `2h`, `1d`. */
export type DurationText = string

/** A share such as `20%` or `0.5%`. */
export type PercentText = string

/** One YAML file below `rules/<product>/<area>/`. Its name is `<id>.yaml`. */
export interface RuleFile {
  /** Kebab-case, reads after "this server has". Equal to the file's name. */
  id: string
  /** Short and plain; what a person would write as a heading. */
  title: string
  severity: Severity
  product: Product
  /** Area, equal to the folder: configuration, database, files, … */
  area?: string
  /** Semver range on the server version; the rule costs nothing outside it. */
  versions?: string
  /** True makes a finding. A path that does not exist makes the rule skip, unless asked with `has()`. */
  when?: Expression
  /** `<list expression> as <name>`: one outcome an item; the item is a variable of `when` and `message`. */
  each?: string
  /** With `each`: what names the item in the fingerprint. Default: the item itself, or its `id` or `name`. */
  key?: Expression
  /** Records that must be in the logs; holds together with `when`. */
  logs?: LogsBlock
  /** Sentence with the values; `{expression}` is replaced. */
  message: string
  /** What users feel, and why it is so. */
  why: string
  /** What a person does about it, with the exact setting, command or place. */
  fix: string
  /** Links. */
  docs?: string[]
  /** Findings of these rules are symptoms of this one, when both are found. */
  explains?: Explained[]
  /** Findings of this rule are symptoms of these ones, when both are found. */
  correlates?: Explained[]
  /** Overrides what evidence says: `false` for a mere possibility, `true` for something that was seen. */
  observed?: boolean
  /**
   * True for what holds of a server since it was set up and is never why somebody asks for help today: it stands after all other
   * findings of its severity, unless it explains one.
   */
  standing?: boolean
  /** Tests. At least one that finds and one that passes. */
  examples: RuleExample[]
}

/** A rule id, or an id with a condition. `*` at the end matches a prefix. */
export type Explained =
  | string
  | {
      rule: string
      /** Only symptoms seen within this time of the cause's span. */
      within?: DurationText
      /** Only symptoms of the same node. */
      node?: 'same'
      /** Only when this holds; `cause` and `symptom` have `match`, `first_seen_ms`, `last_seen_ms`, `count`. */
      when?: Expression
    }

/** What to look for in the logs. Compiled into one pass over all of them. */
export interface LogsBlock {
  /** Any of these. */
  match: RecordPattern | RecordPattern[]
  /** At least so many; default 1. */
  min?: number
  /** All `min` of them within this time: a burst. */
  within?: DurationText
  /** Then this, within `within`. */
  then?: RecordPattern
  /** And not this, within `within`. */
  without?: RecordPattern
  /** More than so many in a unit of time, on average: a stream that goes on. */
  rate?: RateBound
  /** At least this share of all records of the logs that were looked in. */
  share?: PercentText
  /** `nodes` (default): each node's records are counted alone. `all`: those of all nodes together. */
  over?: 'nodes' | 'all'
  /** Seen on at least so many nodes of the cluster. */
  nodes?: number
  /** Count per value of this field too; `match.by` has them. */
  by?: string
}

/**
 * An average over the time from the first to the last matching record, which counts as `during` when it is shorter: three
 * records in one second are no thousands an hour.
 */
export interface RateBound {
  above: number
  per: DurationText
  /** Default: `per`. */
  during?: DurationText
}

/** One kind of record; all parts given must match. */
export interface RecordPattern {
  /** Level or levels; default any. */
  level?: string | string[]
  message?: Pattern
  caller?: Pattern
  /** Searched in the message and in every field. Named groups become `match.groups.<name>`. */
  text?: Pattern
  fields?: Record<string, Pattern>
  /** Kinds of log to look in; default the server's own logs. */
  file?: DocumentKind | DocumentKind[]
}

/** A test inside the rule. */
export interface RuleExample {
  /** Says what is special about it. */
  name?: string
  given: RuleExampleInput
  expect: 'finding' | 'pass' | 'skip'
  /** The exact message it should give. */
  message?: string
}

/** Rule variables; those left out are absent as in a packet without that entry. */
export interface RuleExampleInput {
  config?: Record<string, unknown>
  diagnostics?: Record<string, unknown>
  facts?: Record<string, unknown>
  /** Lines exactly as the server writes them; parsed by the real reader as `mattermost.log`. */
  logs?: string[] | Record<string, string[]>
  /** Server version; default: one inside `versions`. */
  version?: string
  /** A cluster: what differs by node, under the node's name. Variables beside it are those of the whole packet. */
  nodes?: Record<string, RuleExampleInput>
  [variable: string]: unknown
}

/** A rule ready to be evaluated: checked, with its place for error messages. */
export interface Rule extends Omit<RuleFile, 'examples' | 'docs' | 'area'> {
  readonly area: string
  readonly docs: readonly string[]
  readonly examples: readonly RuleExample[]
  /** File it came from, relative to the rule directory. */
  readonly file: string
}

/** What came of one rule (and one item, with `each`) on one node. */
export type Outcome =
  | { readonly kind: 'finding'; readonly finding: FoundItem }
  | { readonly kind: 'pass' }
  | { readonly kind: 'skip'; readonly missing: readonly string[] }
  | { readonly kind: 'error'; readonly message: string }

/** A finding before nodes are merged and ranks are given. */
export interface FoundItem {
  readonly key: string
  readonly message: string
  readonly evidence: readonly Evidence[]
  readonly observed: boolean
  readonly count: number
  readonly firstSeenMs: number | undefined
  readonly lastSeenMs: number | undefined
  /** The item itself told how often it was seen: then nodes add up, as for log lines. */
  readonly counted?: true
  /** What the `logs:` block saw, for conditions of `explains`. */
  readonly match?: Readonly<Record<string, unknown>>
}
