// Facts of background jobs as the log of a node tells them, over more runs than jobs.yaml lists.
import type { JobTypeActivity } from '../documents/log/collect/jobs.js'
import type { Seen } from '../documents/log/collect/sighting.js'
import { ofActivity } from './log-activity.js'
import type { FactInput } from './types.js'

/** Runs of one kind of job in the log of one node. */
export interface LoggedJobs {
  readonly type: string
  readonly finished: number
  /** With panics. */
  readonly failed: number
  readonly canceled: number
  /** Failures since the last run that finished. */
  readonly failing_streak: number
  /** Of runs whose beginning is logged, which is at DEBUG level only. */
  readonly mean_seconds?: number
  readonly longest_seconds?: number
  readonly overlapping: number
  readonly last_error?: string
  readonly first_seen_ms?: number
  readonly last_seen_ms?: number
}

/** So many failures in a row are no accident. */
const FAILING_RUNS = 3

/** Most kinds that a fact lists. */
const TOP = 50

function loggedJobs(jobs: JobTypeActivity): LoggedJobs {
  const { type, finished, failed, panicked, canceled, failingStreak, overlapping, durations } = jobs
  const error = jobs.failedRuns.at(-1)?.error
  return {
    type,
    finished,
    failed: failed + panicked,
    canceled,
    failing_streak: failingStreak,
    ...(durations.count === 0
      ? {}
      : {
          mean_seconds: seconds(durations.totalMs / durations.count),
          longest_seconds: seconds(durations.longestMs),
        }),
    overlapping,
    ...(error === undefined ? {} : { last_error: error }),
    ...(jobs.firstSeenMs === undefined ? {} : { first_seen_ms: jobs.firstSeenMs }),
    ...(jobs.lastSeenMs === undefined ? {} : { last_seen_ms: jobs.lastSeenMs }),
  }
}

const seconds = (ms: number): number => Math.round(ms) / 1000

/** Where the first failed run stands, else the first record. */
function placeOf({ failedRuns, entry, line }: JobTypeActivity): Seen {
  const place = failedRuns[0] ?? { entry, line }
  return { count: 1, entry: place.entry, line: place.line }
}

/** A fact that lists some kinds of job. */
function ofKinds<T>(
  id: string,
  title: string,
  keep: (jobs: JobTypeActivity, input: FactInput) => boolean,
  told: (jobs: JobTypeActivity) => T,
) {
  return ofActivity(id, title, (activity, input) => {
    const kept = (activity.jobs?.types ?? []).filter(jobs => keep(jobs, input)).slice(0, TOP)
    return { value: kept.map(told), seen: kept.map(placeOf) }
  })
}

export const loggedJobFacts = [
  ofKinds(
    'logs.jobs.kinds',
    'Kinds of job with runs in the log, each {type, finished, failed, canceled, failing_streak, mean_seconds, longest_seconds, overlapping, last_error, first_seen_ms, last_seen_ms}; servers from 10.x on log runs that finish at DEBUG level only',
    () => true,
    loggedJobs,
  ),
  ofKinds(
    'logs.jobs.failing',
    'Kinds of job whose last three runs in the log or more all failed, in the form of logs.jobs.kinds',
    jobs => jobs.failingStreak >= FAILING_RUNS,
    loggedJobs,
  ),
  ofKinds(
    'logs.jobs.overlapping',
    'Kinds of job of which two ran on this node at one time, in the form of logs.jobs.kinds',
    jobs => jobs.overlapping > 0,
    loggedJobs,
  ),
  ofActivity(
    'logs.jobs.interrupted',
    'Kinds of job whose runs a restart of the server broke off, each {type, interrupted, finished}; told for single servers only, and at DEBUG level',
    (activity, input) => {
      // In a cluster, what a node has taken up may be run by another.
      if (input.nodes.length > 1) return undefined
      const kept = (activity.jobs?.types ?? []).filter(({ interrupted }) => interrupted > 0).slice(0, TOP)
      const value = kept.map(({ type, interrupted, finished }) => ({ type, interrupted, finished }))
      return { value, seen: kept.map(placeOf) }
    },
  ),
]
