// The healthy Teleport sample with a fault put into it by hand: what the hosts of a cluster with that fault would have written.
import type { Edit, Files } from '../edit-sample.js'

/** Hosts of the sample. */
const hosts = {
  auth: { uuid: '0b5c0b87-af07-419f-8533-ac3a811595f4', name: 'tp-auth-1', pid: 104 },
  proxy: { uuid: '69ccf473-8c80-4716-87f6-2bb3376916e0', name: 'tp-proxy-1', pid: 81 },
  node: { uuid: '04fe8be0-09b6-4cad-8bfa-dc94cb886f45', name: 'tp-node-1', pid: 73 },
  tunnelNode: { uuid: '3fbbee11-7465-41fd-bfaa-5245e940c546', name: 'tp-node-2', pid: 73 },
  apps: { uuid: '02898b90-36ca-4be2-b433-72c08ed4bdd7', name: 'tp-app-1', pid: 75 },
} as const

export type Host = keyof typeof hosts

const entryOf = (host: Host, name: string): string => `nodes/${hosts[host].uuid}/${name}`

/** Changes one file of a host; the edit has to change something. */
export const file =
  (host: Host, name: string, change: (text: string) => string): Edit =>
  (files: Files) => {
    const entry = entryOf(host, name)
    const before = String(files.get(entry) ?? '')
    const after = change(before)
    if (after === before) throw new Error(`the edit of ${entry} changes nothing`)
    files.set(entry, Buffer.from(after))
  }

export const without =
  (host: Host, name: string): Edit =>
  files => {
    if (!files.delete(entryOf(host, name))) throw new Error(`the sample has no ${name}`)
  }

/** One text of teleport.yaml in place of another. */
export const config = (host: Host, from: string, to: string): Edit =>
  file(host, 'teleport.yaml', text => text.replace(from, to))

const startMs = Date.parse('2026-11-21T09:34:00Z')

/** Records after those of the sample, ten seconds apart, in the journal of the host. */
export const log = (host: Host, ...lines: readonly string[]): Edit => {
  const { name, pid } = hosts[host]
  const added = lines.map((line, index) => {
    const time = new Date(startMs + index * 10_000).toISOString().slice(0, 19)
    // What a process says before its log is set up has no time of its own.
    const record = /^(?:TRAC|DEBU|INFO|WARN|ERRO|FATA) /.test(line) ? `${time}Z ${line}` : line
    return `${time}+0000 ${name} teleport[${pid}]: ${record}\n`
  })
  return file(
    host,
    'teleport.service/log.txt',
    text => `${text.startsWith('-- No') ? '' : text}${added.join('')}`,
  )
}

export const times = (count: number, line: string): readonly string[] =>
  Array.from({ length: count }, () => line)

/** The process had ended when the dump was made. */
export const ended = (host: Host, exitCode: number): Edit =>
  file(host, 'identity.json', text => {
    const identity = JSON.parse(text) as Record<string, unknown>
    return JSON.stringify({ ...identity, pid: null, running: false, exit_code: exitCode }, null, 2)
  })

/** Sets the value of a sample, given as it stands before its value. */
export const metric = (host: Host, sample: string, value: number): Edit =>
  file(host, 'metrics.prom', text => {
    const start = text.startsWith(`${sample} `) ? 0 : text.indexOf(`\n${sample} `) + 1
    if (start === 0 && !text.startsWith(`${sample} `)) return `${text}${sample} ${value}\n`
    return `${text.slice(0, start)}${sample} ${value}${text.slice(text.indexOf('\n', start))}`
  })

export const readyz = (host: Host, status: string): Edit =>
  file(host, 'readyz.json', () => JSON.stringify({ status }))
