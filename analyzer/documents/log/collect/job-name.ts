// One name for one kind of job: servers named workers in the log differently from job types, and differently over versions.
//   "workername":"EnterpriseLdapSync" (to 9.x) · "worker":"ExpiryNotify" · "worker_name":"Plugins" (11.x) · "job_type":"plugins"

/** Workers whose name, written like a type, is not that of their type. */
const typeOfWorker: Readonly<Record<string, string>> = {
  elasticsearch_indexer: 'elasticsearch_post_indexing',
  elasticsearch_aggregator: 'elasticsearch_post_aggregation',
  bleve_indexer: 'bleve_post_indexing',
  install_notify_admin: 'install_plugin_notify_admin',
}

const LONGEST_NAME = 100

/** `EnterpriseLdapSync` → `ldap_sync`; a type stays as it is. */
export function jobTypeOfWorker(worker: string): string {
  const name = worker
    .slice(0, LONGEST_NAME)
    .replace(/^Enterprise(?=[A-Z])/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
  return Object.hasOwn(typeOfWorker, name) ? (typeOfWorker[name] ?? name) : name
}

/** What a record says of its job, by whatever names its server has for it. */
export interface NamedJob {
  readonly type: string
  readonly id: string | undefined
}

type ReadField = (name: string) => string | undefined

/** `undefined` when the record names neither a type nor a worker. */
export function namedJob(field: ReadField): NamedJob | undefined {
  const job = field('job') ?? ''
  const id = field('job_id') ?? quoted(job, 'id')
  const type = field('job_type') ?? quoted(job, 'type')
  if (type !== undefined) return { type: type.slice(0, LONGEST_NAME), id: shortId(id) }
  const worker = firstOf(field, ['worker', 'worker_name', 'workername', 'scheduler', 'scheduler_name'])
  if (worker !== undefined) return { type: jobTypeOfWorker(worker), id: shortId(id) }
  return id === undefined ? undefined : { type: '', id: shortId(id) }
}

function firstOf(field: ReadField, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = field(name)
    if (value !== undefined && value !== '') return value
  }
  return undefined
}

/** The value of a key in JSON text, which may be cut at the end: loggers shorten long fields. */
function quoted(json: string, key: string): string | undefined {
  return new RegExp(`"${key}":"([^"\\\\]{1,100})"`).exec(json.slice(0, 4_096))?.[1]
}

/** Ids have 26 characters; what is longer is none. */
function shortId(id: string | undefined): string | undefined {
  return id === undefined || id === '' || id.length > 64 ? undefined : id
}
