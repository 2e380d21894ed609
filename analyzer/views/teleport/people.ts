// Who may do what in a Teleport cluster: users, roles, locks.
import { timeOf } from '../../facts/teleport/resource-times.js'
import type { Facts } from '../../facts/index.js'
import type { Cell, TableColumn, TableView } from '../types.js'
import { emptyWords, labelWords, none, objectRow, objectsOf, tableOf, words, type ObjectOf } from './rows.js'

const userColumns: readonly TableColumn[] = [
  { id: 'name', title: 'User', kind: 'text', main: true },
  { id: 'roles', title: 'Roles', kind: 'text', main: true },
  { id: 'state', title: 'State', kind: 'text', choices: true },
  { id: 'origin', title: 'Comes from', kind: 'text', choices: true },
  { id: 'created', title: 'Created', kind: 'time' },
  { id: 'logins', title: 'Logins', kind: 'code' },
  { id: 'why', title: 'Why it is locked', kind: 'text', hidden: true },
]

export function usersTable(facts: Facts): TableView {
  const start = {
    id: 'users',
    title: 'Users',
    columns: userColumns,
    empty: emptyWords(facts, 'user', 'users'),
  }
  return tableOf(start, objectsOf(facts, 'user'), (user, position) => {
    const { spec, metadata } = user.value
    const isLocked = spec?.status?.is_locked
    return objectRow(
      user,
      [
        user.name,
        words(spec?.roles),
        isLocked === undefined ? null : isLocked ? 'locked' : 'not locked',
        originOf(spec?.created_by?.connector, metadata?.labels),
        timeOf(spec?.created_by?.time) ?? null,
        textList(spec?.traits?.['logins']),
        spec?.status?.locked_message || null,
      ],
      position,
      isLocked === true ? 'warning' : undefined,
    )
  })
}

function originOf(
  connector: { readonly id?: string; readonly type?: string } | undefined,
  labels: Readonly<Record<string, unknown>> | undefined,
): Cell {
  if (connector?.id) return `${connector.type ?? 'connector'} ${connector.id}`
  return labels !== undefined && 'teleport.internal/bot' in labels ? 'bot' : 'this cluster'
}

const textList = (value: unknown): Cell => (Array.isArray(value) ? words(value.map(String)) : none)

const roleColumns: readonly TableColumn[] = [
  { id: 'name', title: 'Role', kind: 'text', main: true },
  { id: 'logins', title: 'Logins', kind: 'code', main: true },
  { id: 'nodes', title: 'Node labels', kind: 'code' },
  { id: 'rules', title: 'Rules', kind: 'code' },
  { id: 'denies', title: 'Denies', kind: 'code' },
  { id: 'ttl', title: 'Longest session', kind: 'text' },
  { id: 'users', title: 'Users', kind: 'number' },
  { id: 'others', title: 'Other labels', kind: 'code', hidden: true },
  { id: 'about', title: 'Description', kind: 'text', hidden: true },
]

export function rolesTable(facts: Facts): TableView {
  const start = {
    id: 'roles',
    title: 'Roles',
    columns: roleColumns,
    empty: emptyWords(facts, 'role', 'roles'),
  }
  const users = objectsOf(facts, 'user')
  const holders = countBy(users.flatMap(({ value }) => [...new Set(value.spec?.roles)]))
  return tableOf(start, objectsOf(facts, 'role'), (role, position) => {
    const { allow, deny, options } = role.value.spec ?? {}
    return objectRow(
      role,
      [
        role.name,
        words(allow?.logins),
        allow?.node_labels_expression || labelWords(allow?.node_labels),
        rulesText(allow?.rules),
        deniesText(deny),
        options?.max_session_ttl ?? null,
        users.length === 0 ? null : (holders.get(role.name) ?? 0),
        otherLabels(allow),
        role.value.metadata?.description || null,
      ],
      position,
    )
  })
}

type Conditions = NonNullable<NonNullable<ObjectOf<'role'>['value']['spec']>['allow']>

function rulesText(rules: Conditions['rules']): Cell {
  const texts = (rules ?? []).map(
    ({ resources = [], verbs = [] }) => `${resources.join(', ')}: ${verbs.join(', ')}`,
  )
  return texts.join('\n') || none
}

function deniesText(deny: Conditions | undefined): Cell {
  const parts = [
    deny?.logins?.length ? `logins ${deny.logins.join(', ')}` : undefined,
    labelled('nodes', deny?.node_labels),
    rulesText(deny?.rules),
  ]
  return parts.filter(part => part !== undefined && part !== none).join('\n') || none
}

function otherLabels(allow: Conditions | undefined): Cell {
  const parts = [
    labelled('applications', allow?.app_labels),
    labelled('databases', allow?.db_labels),
    labelled('Kubernetes', allow?.kubernetes_labels),
    labelled('desktops', allow?.windows_desktop_labels),
  ]
  return parts.filter(part => part !== undefined && part !== none).join('\n') || none
}

function labelled(what: string, labels: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const text = labelWords(labels)
  return text === none ? undefined : `${what} ${text}`
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

const lockColumns: readonly TableColumn[] = [
  { id: 'target', title: 'Whom it keeps out', kind: 'text', main: true },
  { id: 'message', title: 'Message', kind: 'text', main: true },
  { id: 'until', title: 'Until', kind: 'time' },
  { id: 'name', title: 'Name', kind: 'code', hidden: true },
]

export function locksTable(facts: Facts): TableView {
  const start = {
    id: 'locks',
    title: 'Locks',
    columns: lockColumns,
    empty: emptyWords(facts, 'lock', 'locks'),
  }
  return tableOf(start, objectsOf(facts, 'lock'), (lock, position) => {
    const { target = {}, message = '', expires } = lock.value.spec ?? {}
    const whom = Object.entries(target).map(([what, who]) => `${what} ${String(who)}`)
    return objectRow(lock, [words(whom), message || null, timeOf(expires) ?? null, lock.name], position)
  })
}
