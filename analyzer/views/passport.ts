// What a server is, in a few rows: whether its version still gets fixes, its licence, its database, what it runs on.
import type { ViewedPacket } from './read.js'
import type { PassportRow } from './types.js'

/** A row whose value the packet does not tell says so; rows that its product does not have are not there. */
export function passportRows(viewed: ViewedPacket): readonly PassportRow[] {
  const read = reader(viewed)
  const cluster = read.text('teleport.settings.name')
  if (cluster !== undefined) return [{ name: 'Cluster', says: cluster }]
  if (viewed.serverVersion === undefined && read.flag('license.present') === undefined) return []
  return [supportRow(read), licenceRow(read), databaseRow(read), machineRow(read)]
}

type Reader = ReturnType<typeof reader>

/** Of facts that differ by node, those of the first one. */
function reader({ facts, nodes }: ViewedPacket) {
  const value = (id: string) => facts.get(id, nodes[0] ?? '')?.value
  const only = <T>(id: string, type: string) => {
    const found = value(id)
    return typeof found === type ? (found as T) : undefined
  }
  return {
    text: (id: string) => only<string>(id, 'string') || undefined,
    number: (id: string) => only<number>(id, 'number'),
    flag: (id: string) => only<boolean>(id, 'boolean'),
  }
}

function supportRow(read: Reader): PassportRow {
  const name = 'Support'
  const end = read.text('server.release.end_of_support')
  if (end === undefined) return { name }
  const kind = read.flag('server.release.esr') === true ? 'extended support release, ' : ''
  if (read.flag('server.release.supported') === false)
    return { name, says: `${kind}fixes ended on ${end}`, light: 'warning' }
  return { name, says: `${kind}fixes until ${end}` }
}

function licenceRow(read: Reader): PassportRow {
  const name = 'Licence'
  if (read.flag('license.present') === false) return { name, says: 'none' }
  const users = read.number('license.users')
  const parts = [
    read.text('license.sku'),
    read.text('license.company'),
    read.flag('license.trial') === true ? 'trial' : undefined,
    users === undefined ? undefined : `${users.toLocaleString('en-US')} users`,
    untilWords(read.number('license.expires_ms')),
  ].filter(part => part !== undefined)
  if (parts.length > 0) return { name, says: parts.join(', ') }
  return read.flag('license.present') === true ? { name, says: 'there is one' } : { name }
}

function untilWords(ms: number | undefined): string | undefined {
  if (ms === undefined || Math.abs(ms) > 8.64e15) return undefined
  return `until ${new Date(ms).toISOString().slice(0, 10)}`
}

function databaseRow(read: Reader): PassportRow {
  const type = read.text('database.type')
  const version = read.text('database.version')
  const schema = read.text('database.schema_version') ?? read.number('database.schema_version')
  const parts = [
    [type, version].filter(part => part !== undefined).join(' ') || undefined,
    schema === undefined ? undefined : `schema ${schema}`,
  ].filter(part => part !== undefined)
  return { name: 'Database', ...(parts.length === 0 ? {} : { says: parts.join(', ') }) }
}

function machineRow(read: Reader): PassportRow {
  const cores = read.number('server.cpu_cores')
  const megabytes = read.number('server.memory_mb')
  const parts = [
    read.text('server.os'),
    read.text('server.architecture'),
    read.text('server.installation_type'),
    cores === undefined ? undefined : `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    megabytes === undefined ? undefined : `${megabytes.toLocaleString('en-US')} MB of memory`,
  ].filter(part => part !== undefined)
  return { name: 'Runs on', ...(parts.length === 0 ? {} : { says: parts.join(', ') }) }
}
