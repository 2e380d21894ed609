// What an audit log tells: events by outcome, logins that failed by address and account, changes of configuration and rights,
// and where the record has gaps. Two levels of it: every record counts, and only those of some events are looked into.
import { createHash } from 'node:crypto'
import type { AuditRecord } from '../audit-record.js'
import { auditRecord } from '../audit-record.js'
import type { CollectorHead, CollectorRecord, PartPlace } from '../collector.js'
import { defineCollector } from '../collector.js'
import type { AuditTopic, ChangedSetting } from './audit-changes.js'
import { changedSettings, newRoles, subjectOf, topicOf } from './audit-changes.js'
import type { Gap, GapRun } from './gaps.js'
import { createGapRun, joinGaps, passTime } from './gaps.js'
import type { LoginRun } from './login-runs.js'
import { failedLogin, joinLogins, noLogins, successfulLogin } from './login-runs.js'
import type { Seen, Sighting } from './sighting.js'
import { bySeen, joinSeen, seenIn, sight, sightingAt } from './sighting.js'

/** How often an event had an outcome. */
export interface AuditEventSeen extends Seen {
  readonly event: string
  readonly status: string
}

/** Logins of one account or from one address. */
export interface Logins {
  /** An address; a user id; or `name-1a2b3c4d` for a name that belongs to no known account, as people type passwords there. */
  readonly of: string
  readonly failures: number
  readonly successes: number
  readonly firstFailureMs?: number
  readonly lastFailureMs?: number
  /** Most failures in a row that a success ended, and when that came. */
  readonly longestRow: number
  readonly longestRowEndMs?: number
  /** Accounts tried from the address, addresses the account was tried from. */
  readonly others: number
}

/** An event that changed something or gave something away. */
export interface AuditChange {
  readonly topic: AuditTopic
  readonly event: string
  readonly status: string
  readonly timeMs?: number
  readonly userId?: string
  readonly ipAddress?: string
  readonly subject?: string
  readonly roles: readonly string[]
  /** Of events that change the configuration. */
  readonly settings: readonly ChangedSetting[]
  readonly entry: string
  readonly line: number
}

export interface AuditActivity {
  readonly records: number
  /** Most frequent first. */
  readonly events: readonly AuditEventSeen[]
  /** Most failures first. */
  readonly loginsByAddress: readonly Logins[]
  readonly loginsByAccount: readonly Logins[]
  readonly failedLogins: number
  /** The newest ones, in order. */
  readonly changes: readonly AuditChange[]
  /** Denied for want of a permission, by user; most first. */
  readonly denials: readonly { readonly userId: string; readonly count: number }[]
  /** Longest first. */
  readonly gaps: readonly Gap[]
  /** Records that the server says it lost. */
  readonly lost?: Seen
  /** What did not fit the bounds. */
  readonly dropped: number
}

/** Servers know some 300 events, each with two or three outcomes. */
const MOST_EVENTS = 1_000
const MOST_LOGINS_OF_PART = 5_000
const MOST_LOGINS = 20_000
const MOST_REPORTED = 50
/** Accounts of an address, and addresses of an account, that are told apart. */
const MOST_OTHERS = 100
const MOST_CHANGES = 500
const MOST_DENIED = 5_000
const LONGEST_NAME = 100

const loginEvents: ReadonlySet<string> = new Set([
  'login',
  'loginWithDesktopToken',
  'completeSaml',
  'completeOAuth',
])

interface LoginTally {
  readonly run: LoginRun
  readonly others: Set<string>
  /** Of an account, once a record told it. */
  userId: string | undefined
}

type LoginTallies = Map<string, LoginTally>
type PartChange = Omit<AuditChange, 'entry'>

export interface AuditPart {
  readonly records: number
  readonly failedLogins: number
  readonly events: ReadonlyMap<string, Sighting>
  readonly addresses: LoginTallies
  readonly accounts: LoginTallies
  readonly changes: readonly PartChange[]
  readonly denials: ReadonlyMap<string, number>
  readonly gaps: GapRun
  readonly lost: Sighting | undefined
  readonly dropped: number
}

const isLoss = ({ kind, msg }: CollectorHead): boolean =>
  kind === 'mattermost-log' && msg.startsWith('Audit queue full, dropping record')

export const audit = defineCollector<AuditPart, AuditActivity>({
  kinds: ['audit-log', 'mattermost-log'],
  wants: head => head.kind === 'audit-log' || isLoss(head),
  startPart,
  startFold,
})

function startPart() {
  const events = new Map<string, Sighting>()
  const addresses: LoginTallies = new Map()
  const accounts: LoginTallies = new Map()
  const changes: PartChange[] = []
  const denials = new Map<string, number>()
  const gaps = createGapRun()
  let lost: Sighting | undefined
  let records = 0
  let failedLogins = 0
  let dropped = 0

  function add(record: CollectorRecord): void {
    if (isLoss(record)) {
      sight((lost ??= sightingAt(record.line)), record.timeMs)
      return
    }
    const event = record.field('event_name')
    if (event === undefined || event === '') return
    const status = record.field('status') ?? ''
    records++
    passTime(gaps, record.timeMs)
    countEvent(record, event.slice(0, LONGEST_NAME), status.slice(0, LONGEST_NAME))
    // Posts and views are nearly all of a log; they are counted and not taken apart.
    if (isOfInterest(event, status)) lookInto(record)
  }

  function countEvent(record: CollectorRecord, event: string, status: string): void {
    const key = `${event}\n${status}`
    const known = events.get(key) ?? sightingAt(record.line)
    if (events.size >= MOST_EVENTS && !events.has(key)) {
      dropped++
      return
    }
    events.set(key, known)
    sight(known, record.timeMs)
  }

  function lookInto(record: CollectorRecord): void {
    const audited = auditRecord(name => record.field(name))
    if (audited === undefined) return
    if (loginEvents.has(audited.eventName)) addLogin(audited, record.timeMs)
    if (topicOf(audited.eventName) !== undefined) addChange(audited, record)
    if (audited.error.statusCode === 403) addDenial(audited)
  }

  function addLogin(audited: AuditRecord, timeMs: number): void {
    const run = loginRun(audited, timeMs)
    if (run === undefined) return
    failedLogins += run.failures
    const account = accountOf(audited)
    const address = audited.actor.ipAddress
    const tries = { run, userId: undefined }
    if (
      address !== undefined &&
      !tally(addresses, address.slice(0, LONGEST_NAME), { ...tries, others: [account?.key] })
    )
      dropped++
    if (account === undefined) return
    const added = { run, userId: account.userId, others: [address?.slice(0, LONGEST_NAME)] }
    if (!tally(accounts, account.key, added)) dropped++
  }

  function addChange(audited: AuditRecord, { line, timeMs }: CollectorRecord): void {
    if (keepNewest(changes, partChange(audited, line, timeMs))) dropped++
  }

  function addDenial({ actor }: AuditRecord): void {
    countDenials(denials, actor.userId?.slice(0, LONGEST_NAME) ?? '', 1)
  }

  function take(): AuditPart | undefined {
    if (records === 0 && lost === undefined) return undefined
    return { records, failedLogins, events, addresses, accounts, changes, denials, gaps, lost, dropped }
  }

  return { add, take }

  function tally(tallies: LoginTallies, key: string, added: AddedLogins): boolean {
    return joinTally(tallies, key, added, MOST_LOGINS_OF_PART)
  }
}

/** A refused or failed event of any kind may be a denial. */
function isOfInterest(event: string, status: string): boolean {
  return loginEvents.has(event) || topicOf(event) !== undefined || status === 'fail'
}

/** A login that the server could not judge (its database was gone) is neither. */
function loginRun({ status, error }: AuditRecord, timeMs: number): LoginRun | undefined {
  if (status === 'success') return successfulLogin(timeMs)
  if (status !== 'fail' || (error.statusCode ?? 401) >= 500) return undefined
  return failedLogin(timeMs)
}

interface Account {
  readonly key: string
  readonly userId: string | undefined
}

/** By the name that was typed, as a failed login has no other; told to people by the user's id. */
function accountOf({ actor, event, error }: AuditRecord): Account | undefined {
  const userId = actor.userId ?? /\buser_id=([a-z0-9]{26})\b/.exec(error.description ?? '')?.[1]
  const name = event.parameters.login_id
  if (typeof name === 'string' && name !== '')
    return { key: hiddenName(name), userId: userId?.slice(0, LONGEST_NAME) }
  return userId === undefined
    ? undefined
    : { key: userId.slice(0, LONGEST_NAME), userId: userId.slice(0, LONGEST_NAME) }
}

/** Stands for a name without telling it: it may be a mail address, or a password in the wrong field. */
function hiddenName(name: string): string {
  const hash = createHash('sha256').update(name.slice(0, 1_000).trim().toLowerCase())
  return `name-${hash.digest('hex').slice(0, 8)}`
}

interface AddedLogins {
  readonly run: LoginRun
  readonly userId: string | undefined
  readonly others: Iterable<string | undefined>
}

/** False when there is no room for another key. */
function joinTally(tallies: LoginTallies, key: string, added: AddedLogins, most: number): boolean {
  let known = tallies.get(key)
  if (known === undefined) {
    if (tallies.size >= most) return false
    known = { run: noLogins(), others: new Set(), userId: undefined }
    tallies.set(key, known)
  }
  joinLogins(known.run, added.run)
  known.userId ??= added.userId
  for (const other of added.others) {
    if (other !== undefined && known.others.size < MOST_OTHERS) known.others.add(other)
  }
  return true
}

function partChange(audited: AuditRecord, line: number, timeMs: number): PartChange {
  const topic = topicOf(audited.eventName) ?? 'server'
  const subject = subjectOf(audited)
  const { userId, ipAddress } = audited.actor
  return {
    topic,
    event: audited.eventName,
    status: audited.status.slice(0, LONGEST_NAME),
    ...(Number.isNaN(timeMs) ? {} : { timeMs }),
    ...(userId === undefined ? {} : { userId: userId.slice(0, LONGEST_NAME) }),
    ...(ipAddress === undefined ? {} : { ipAddress: ipAddress.slice(0, LONGEST_NAME) }),
    ...(subject === undefined ? {} : { subject }),
    roles: newRoles(audited),
    settings: topic === 'configuration' ? changedSettings(audited.event) : [],
    line,
  }
}

/** True when an older one had to go. */
function keepNewest<T>(changes: T[], change: T): boolean {
  changes.push(change)
  if (changes.length <= MOST_CHANGES) return false
  changes.shift()
  return true
}

function countDenials(denials: Map<string, number>, userId: string, more: number): void {
  if (denials.has(userId) || denials.size < MOST_DENIED)
    denials.set(userId, (denials.get(userId) ?? 0) + more)
}

function startFold() {
  const events = new Map<string, Seen>()
  const addresses: LoginTallies = new Map()
  const accounts: LoginTallies = new Map()
  const changes: AuditChange[] = []
  const denials = new Map<string, number>()
  const gaps = createGapRun()
  let lost: Seen | undefined
  let records = 0
  let failedLogins = 0
  let dropped = 0

  function add(part: AuditPart, place: PartPlace): void {
    records += part.records
    failedLogins += part.failedLogins
    dropped += part.dropped
    for (const [key, sighting] of part.events) addEvent(key, seenIn(sighting, place))
    for (const [key, tally] of part.addresses) addLogins(addresses, key, tally)
    for (const [key, tally] of part.accounts) addLogins(accounts, key, tally)
    for (const change of part.changes) addChange(change, place)
    for (const [userId, count] of part.denials) countDenials(denials, userId, count)
    joinGaps(gaps, part.gaps)
    if (part.lost !== undefined) lost = joinSeen(lost, seenIn(part.lost, place))
  }

  function addEvent(key: string, seen: Seen): void {
    const before = events.get(key)
    if (before === undefined && events.size >= MOST_EVENTS) dropped += seen.count
    else events.set(key, joinSeen(before, seen))
  }

  function addLogins(tallies: LoginTallies, key: string, tally: LoginTally): void {
    if (!joinTally(tallies, key, tally, MOST_LOGINS)) dropped += tally.run.failures + tally.run.successes
  }

  function addChange(change: PartChange, { entry, firstLine }: PartPlace): void {
    if (keepNewest(changes, { ...change, entry, line: firstLine + change.line })) dropped++
  }

  function result(): AuditActivity | undefined {
    if (records === 0 && lost === undefined) return undefined
    return {
      records,
      events: [...events].map(([key, seen]) => eventSeen(key, seen)).sort(bySeen),
      loginsByAddress: mostFailures(addresses),
      loginsByAccount: mostFailures(accounts),
      failedLogins,
      changes,
      denials: mostDenials(denials),
      gaps: gaps.longest,
      ...(lost === undefined ? {} : { lost }),
      dropped,
    }
  }

  return { add, result }
}

function eventSeen(key: string, seen: Seen): AuditEventSeen {
  const [event = '', status = ''] = key.split('\n')
  return { event, status, ...seen }
}

/** Those that failed at all. */
function mostFailures(tallies: LoginTallies): readonly Logins[] {
  return [...tallies]
    .filter(([, { run }]) => run.failures > 0)
    .sort(([, a], [, b]) => b.run.failures - a.run.failures || b.run.longest - a.run.longest)
    .slice(0, MOST_REPORTED)
    .map(([key, tally]) => logins(tally.userId ?? key, tally))
}

function logins(of: string, { run, others }: LoginTally): Logins {
  const { failures, successes, firstFailureMs, lastFailureMs, longest, longestEndMs } = run
  return {
    of,
    failures,
    successes,
    ...(Number.isNaN(firstFailureMs) ? {} : { firstFailureMs, lastFailureMs }),
    longestRow: longest,
    ...(Number.isNaN(longestEndMs) ? {} : { longestRowEndMs: longestEndMs }),
    others: others.size,
  }
}

function mostDenials(denials: ReadonlyMap<string, number>): AuditActivity['denials'] {
  return [...denials]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_REPORTED)
    .map(([userId, count]) => ({ userId, count }))
}
