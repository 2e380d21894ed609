// Addresses of the page of logs. Every answer about a selection says how far its search is; the page asks again meanwhile.
import type { Context, Hono } from 'hono'
import { safeFileName } from '../shared/file-name.js'
import {
  logColumnsMost,
  logRowsPerRequest,
  type LogPlace,
  type LogReading,
  type LogRows,
  type LogSelection,
} from '../shared/logs.js'
import { parseQuery, queryLengthMost, textsOf } from '../shared/log-query.js'
import { failure } from './failure.js'
import { recordAtLine } from './log-columns.js'
import { exportRecords } from './log-export.js'
import { facetNamed } from './log-overview.js'
import { logWindows } from './log-windows.js'
import { createLogStore, type OpenLogs } from './log-store.js'
import type { PacketStore } from './packet-store.js'
import type { PrivateDirectory } from './private-directory.js'

/** So long an answer waits for a search to end: most do. What takes longer tells how far it is. */
const patienceMs = 250

export function addLogRoutes(app: Hono, store: PacketStore, directory: PrivateDirectory): void {
  const logStore = createLogStore(directory)
  store.onRelease(id => logStore.remove(id))

  /** Answers with what `answer` gives, or with how far the logs are read. */
  function route(path: string, answer: (logs: OpenLogs, context: Context) => Promise<object>): void {
    app.get(`/api/packets/:id/logs/${path}`, async context => {
      const id = context.req.param('id')
      const logs = await logStore.open(id, store.packet(id))
      if ('state' in logs) return context.json(logs satisfies LogReading)
      const given = await answer(logs, context)
      return given instanceof Response ? given : context.json(given)
    })
  }

  route('overview', async ({ overviews, selections }, context) => {
    const again = context.req.query('again') !== undefined
    return overviews.overview(await selections.select(selectionOf(context), patienceMs, again))
  })

  route('facet', async ({ data, named, selections }, context) => {
    const selected = await selections.select(selectionOf(context), patienceMs)
    const facet = facetNamed(data, named, selected, context.req.query('name') ?? '')
    if (facet === undefined) throw failure(404, 'NO_SUCH_FACET', 'Logs are not counted by this.')
    return facet
  })

  route('rows', async ({ rows, selections }, context): Promise<LogRows> => {
    const from = wholeNumber(context, 'from', 0)
    const count = Math.min(wholeNumber(context, 'count', 100), logRowsPerRequest)
    const fields = (context.req.queries('column') ?? []).slice(0, logColumnsMost)
    const selection = selectionOf(context)
    const { records, state } = await selections.select(selection, patienceMs)
    const searched = { texts: textsOf(parseQuery(selection.q)), ignoreCase: selection.ignoreCase }
    const shown = Array.from(records.subarray(from, from + count), record =>
      rows.row(record, fields, searched),
    )
    return { state, matched: records.length, from, rows: shown }
  })

  route('place', async ({ data, selections }, context): Promise<LogPlace> => {
    const record = recordOf(data, context)
    const { records } = await selections.select(selectionOf(context), patienceMs)
    const position = firstNotBelow(records, record)
    return { record, position, chosen: records[position] === record }
  })

  route('record', ({ data, rows }, context) => Promise.resolve(rows.whole(recordOf(data, context))))

  route('templates', async ({ templates, selections }, context) =>
    templates.templates(await selections.select(selectionOf(context), patienceMs)),
  )

  route('windows', ({ data }) => Promise.resolve(logWindows(data)))

  route('stop', async ({ selections }, context) => {
    await selections.stop(selectionOf(context))
    return {}
  })

  route('export', async ({ data, selections }, context) => {
    const format = context.req.query('format') === 'ndjson' ? 'ndjson' : 'text'
    const { records } = await selections.selectAll(selectionOf(context))
    const source = safeFileName(store.packet(context.req.param('id') ?? '').source, 'packet')
    const name = `${source.replace(/\.(?:zip|tar|tar\.gz|tgz)$/, '')}-logs.${format === 'text' ? 'log' : 'ndjson'}`
    return new Response(exportRecords(data, records, format), {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename="${name.replace(/[^\x20-\x7e]|["\\%]/g, '_')}"`,
      },
    })
  })
}

function selectionOf(context: Context): LogSelection {
  const sinceMs = time(context, 'since')
  const untilMs = time(context, 'until')
  return {
    q: (context.req.query('q') ?? '').slice(0, queryLengthMost),
    ignoreCase: context.req.query('ic') === '1',
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
  }
}

/** Epoch milliseconds. */
function time(context: Context, name: string): number | undefined {
  const text = context.req.query(name)
  if (text === undefined) return undefined
  const ms = Number(text)
  if (text === '' || !Number.isFinite(ms)) throw failure(400, 'BAD_NUMBER', `${name} must be a number.`)
  return ms
}

function wholeNumber(context: Context, name: string, fallback: number): number {
  const text = context.req.query(name)
  if (text === undefined) return fallback
  if (!/^\d{1,10}$/.test(text)) throw failure(400, 'BAD_NUMBER', `${name} must be a whole number.`)
  return Number(text)
}

function recordOf(data: OpenLogs['data'], context: Context): number {
  const entry = wholeNumber(context, 'entry', 0)
  const line = wholeNumber(context, 'line', 1)
  const file = data.files.findIndex(({ log }) => log.entry.index === entry)
  const record = file === -1 ? undefined : recordAtLine(data.columns, file, line)
  if (record === undefined) throw failure(404, 'NO_SUCH_RECORD', `The logs have no record at this line.`)
  return record
}

function firstNotBelow(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
