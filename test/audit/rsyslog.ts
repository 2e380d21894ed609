// rsyslog of the system as a listener for tests: UDP, TCP and TLS on loopback, writing what it understood of each message to a file.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Certificate } from './certificate.js'
import { until } from './until.js'

export interface Rsyslog {
  readonly ports: { readonly plain: number; readonly tls: number }
  /** Messages in the order they came. */
  readonly messages: () => readonly SyslogMessage[]
  readonly start: () => Promise<void>
  /** Ends the process and waits until it is gone. */
  readonly stop: () => Promise<void>
}

/** Where Debian has it, which is on nobody's path but root's. */
const program = existsSync('/usr/sbin/rsyslogd') ? '/usr/sbin/rsyslogd' : 'rsyslogd'

/** The parts of a message as rsyslog parsed it. */
export interface SyslogMessage {
  readonly version: string
  readonly priority: string
  readonly time: string
  readonly host: string
  readonly tag: string
  readonly process: string
  readonly id: string
  readonly text: string
}

export async function prepareRsyslog(folder: string, certificate: Certificate): Promise<Rsyslog> {
  const ports = { plain: await freePort(), tls: await freePort() }
  const output = join(folder, 'messages')
  const settings = join(folder, 'rsyslog.conf')
  writeFileSync(settings, configuration({ folder, ports, output, certificate }))
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    child = spawn(program, ['-n', '-f', settings, '-i', join(folder, 'pid')], { stdio: 'ignore' })
    await until(() => Promise.all([answers(ports.plain), answers(ports.tls)]).then(all => all.every(Boolean)))
  }

  async function stop(): Promise<void> {
    const last = child
    child = undefined
    if (last === undefined || last.exitCode !== null) return
    await new Promise(resolve => {
      last.once('exit', resolve)
      last.kill('SIGTERM')
    })
  }

  const messages = () =>
    existsSync(output) ? readFileSync(output, 'utf8').split('\n').filter(Boolean).map(parsed) : []
  return { ports, messages, start, stop }
}

function parsed(line: string): SyslogMessage {
  const [version = '', priority = '', time = '', host = '', tag = '', process = '', id = '', ...text] =
    line.split(' ')
  return { version, priority, time, host, tag, process, id, text: text.join(' ').trimStart() }
}

interface Settings {
  readonly folder: string
  readonly ports: Rsyslog['ports']
  readonly output: string
  readonly certificate: Certificate
}

const configuration = ({ folder, ports, output, certificate }: Settings): string => `
global(
  workDirectory="${folder}"
  maxMessageSize="256k"
  defaultNetstreamDriverCAFile="${certificate.certFile}"
  defaultNetstreamDriverCertFile="${certificate.certFile}"
  defaultNetstreamDriverKeyFile="${certificate.keyFile}"
)
module(load="imudp")
module(load="imtcp")
template(name="parts" type="string"
  string="%protocol-version% %pri% %timestamp:::date-rfc3339% %hostname% %app-name% %procid% %msgid% %msg%\\n")
ruleset(name="keep") { action(type="omfile" file="${output}" template="parts" asyncWriting="off" flushOnTXEnd="on") }
input(type="imudp" address="127.0.0.1" port="${ports.plain}" ruleset="keep")
input(type="imtcp" address="127.0.0.1" port="${ports.plain}" ruleset="keep")
input(type="imtcp" address="127.0.0.1" port="${ports.tls}" ruleset="keep"
  streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
`

/** Free a moment ago; rsyslog cannot take one by itself and say which. */
function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
