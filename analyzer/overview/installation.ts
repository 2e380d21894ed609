// What the packet tells of the installation as a whole: size, schema, roles, jobs, plugins, and how old the tables are it is held against.
import type { OverviewLine } from '../analysis.js'
import { counted, firstOf, grouped } from '../reports/text/words.js'
import { countIn, nameIn, type Item, type Values } from './values.js'
import { joined } from './sentence.js'

type Line = OverviewLine | undefined

export function installationLines(values: Values): readonly OverviewLine[] {
  const lines: readonly Line[] = [
    size(values),
    schema(values),
    roles(values),
    jobs(values),
    plugins(values),
    tables(values),
  ]
  return lines.filter(line => line !== undefined)
}

/** `small: 25 active users, 3 in the last 24 hours; 1,204 posts`. */
function size(values: Values): Line {
  const active = values.number('users.active')
  const sizeClass = values.text('users.size_class')
  if (active === undefined || sizeClass === undefined) return undefined
  const daily = values.number('users.daily')
  const posts = values.number('posts.total')
  const people = `${sizeClass}: ${counted(active, 'active user')}`
  const text = joined([
    daily === undefined ? people : `${people}, ${grouped(daily)} in the last 24 hours`,
    posts === undefined ? undefined : counted(posts, 'post'),
  ])
  return { topic: 'size', notable: true, text }
}

type Amount = readonly (readonly [fact: string, one: string, many: string])[]

const missing: Amount = [
  ['schema.missing_tables', 'table', 'tables'],
  ['schema.missing_columns', 'column', 'columns'],
  ['schema.missing_indexes', 'index', 'indexes'],
]
const besides: Amount = [
  ['schema.extra_indexes', 'index', 'indexes'],
  ['schema.extra_columns', 'column', 'columns'],
]
const otherwise: Amount = [
  ['schema.changed_indexes', 'index', 'indexes'],
  ['schema.type_differences', 'column of another type', 'columns of other types'],
  ['schema.nullability_differences', 'column in what may be empty', 'columns in what may be empty'],
  ['schema.missing_options', 'storage option', 'storage options'],
]

/** `migration 159, 73 tables; missing: 3 indexes; besides what the migrations make: 1 index`. */
function schema(values: Values): Line {
  const count = values.number('schema.tables')
  if (count === undefined) return undefined
  const level = values.number('database.schema_version')
  const lacks = amounts(values, missing)
  const more = amounts(values, besides)
  const others = amounts(values, otherwise)
  const foreign = values.list('schema.other_tables') ?? []
  const signs = values.list('schema.mysql_signs') ?? []
  const differs = [lacks, more, others].some(found => found !== undefined)
  const text = joined([
    level === undefined ? counted(count, 'table') : `migration ${grouped(level)}, ${counted(count, 'table')}`,
    lacks === undefined ? undefined : `missing: ${lacks}`,
    more === undefined ? undefined : `besides what the migrations make: ${more}`,
    others === undefined ? undefined : `other than the migrations make it: ${others}`,
    differs || !comparable(values) ? undefined : 'all as the migrations make it',
    foreign.length === 0 ? undefined : `tables of others: ${owners(foreign)}`,
    signs.length === 0 ? undefined : `${counted(signs.length, 'sign')} of a move from MySQL`,
  ])
  return { topic: 'schema', notable: differs || signs.length > 0 || foreign.some(isUnknown), text }
}

/** Levels that no table holds are compared with nothing. */
const comparable = (values: Values): boolean => values.list('schema.missing_indexes') !== undefined

function amounts(values: Values, rows: Amount): string | undefined {
  const parts = rows.flatMap(([fact, one, many]) => {
    const found = values.list(fact)?.length ?? 0
    return found === 0 ? [] : [counted(found, one, many)]
  })
  return parts.length === 0 ? undefined : parts.join(', ')
}

const isUnknown = (table: Item): boolean => table['owner'] === 'unknown'

function owners(tables: readonly Item[]): string {
  const counts = new Map<string, number>()
  for (const table of tables) {
    const owner = isUnknown(table) ? 'unknown' : nameIn(table, 'owner')
    counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  return firstOf(
    [...counts].map(([owner, count]) => `${owner} (${grouped(count)})`),
    4,
  )
}

/** `People with an account (system_user) may create_team besides; channel members may not delete_post`. */
function roles(values: Values): Line {
  const gained = values.list('permissions.gained')
  const lost = values.list('permissions.lost')
  if (gained === undefined || lost === undefined) return undefined
  if (gained.length + lost.length === 0) {
    return { topic: 'roles', notable: false, text: 'built-in roles have the permissions of this release' }
  }
  const text = joined([changes('have more than by default', gained), changes('have less', lost)])
  return { topic: 'roles', notable: true, text }
}

function changes(words: string, roles: readonly Item[]): string | undefined {
  if (roles.length === 0) return undefined
  const said = roles.map(role => `${nameIn(role, 'role')} (${permissionsOf(role)})`)
  return `${words}: ${firstOf(said, 4)}`
}

function permissionsOf(role: Item): string {
  const names = Array.isArray(role['permissions']) ? role['permissions'].filter(isText) : []
  return firstOf(
    names.map(name => name.slice(0, 60)),
    2,
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'

function jobs(values: Values): Line {
  const listed = values.record('jobs.listed')
  if (listed === undefined) return undefined
  const failing = values.list('jobs.failing') ?? []
  const stuck = values.list('jobs.stuck') ?? []
  const runs = Object.keys(listed).reduce((sum, kind) => sum + countIn(listed, kind), 0)
  const text = joined([
    `${counted(runs, 'run')} listed`,
    failing.length === 0 ? undefined : `failed when last run: ${kinds(failing)}`,
    stuck.length === 0 ? undefined : `without a sign of life: ${kinds(stuck)}`,
  ])
  return { topic: 'jobs', notable: failing.length + stuck.length > 0, text }
}

const kinds = (runs: readonly Item[]): string =>
  firstOf([...new Set(runs.map(run => nameIn(run, 'type')))], 5)

function plugins(values: Values): Line {
  const enabled = values.list('plugins.enabled')
  if (enabled === undefined) return undefined
  const idle = values.list('plugins.configured_not_active') ?? []
  const names = enabled.map(plugin => `${nameIn(plugin, 'id')} ${nameIn(plugin, 'version')}`.trim())
  const text = joined([
    names.length === 0 ? 'none active' : `active: ${firstOf(names, 6)}`,
    idle.length === 0
      ? undefined
      : `switched on and not active: ${firstOf(
          idle.map(plugin => nameIn(plugin, 'id')),
          6,
        )}`,
  ])
  return { topic: 'plugins', notable: idle.length > 0, text }
}

/** Every judgement on a version rests on these tables, so their age is always told. */
function tables(values: Values): Line {
  const dates = Object.values(values.record('lifecycle.as_of') ?? {}).filter(isText)
  const oldest = dates.toSorted()[0]
  if (oldest === undefined || values.text('server.version') === undefined) return undefined
  const days = values.number('lifecycle.age_days')
  const age =
    days === undefined || days === 0
      ? ''
      : `, ${counted(days, 'day')} before the packet: newer releases are not known`
  return { topic: 'tables', notable: true, text: `as of ${oldest}${age}` }
}
