// `view [PACKET…]`: the local web viewer. Prints one address with the start token and serves until it is interrupted.
import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { baselineOption, loadBaseline, tellEnded } from '../baseline-file.js'
import { defineCommand } from '../command.js'
import { configHelp, configOptions, loadConfig, type ProjectConfig } from '../config-file.js'
import type { Context } from '../context.js'
import { failure, systemReason } from '../failure.js'
import type { Io } from '../io.js'
import type { RuleRequest } from '../rule-selection.js'
import type { Rule } from '../../analyzer/index.js'
import { auditOption, closeAuditLog, openAuditLog, viewerRecords } from '../audit-log.js'
import { limitOption, readLimits, ruleOptions } from '../shared-options.js'

export const view = defineCommand({
  name: 'view',
  summary: 'look into packets in a browser, served on this machine only',
  details: [
    'Prints one address with a token; without the token nothing answers. Ends with Ctrl-C. More packets can be dropped on the page.',
    'A browser opens by itself where there is a desktop.',
    configHelp,
  ],
  operands: [{ name: 'PACKET', kind: 'packet', many: true, optional: true }],
  options: {
    port: {
      kind: 'count',
      value: 'PORT',
      default: '0',
      says: 'port to listen on; 0 (default) takes a free one',
    },
    'no-open': { kind: 'flag', says: 'open no browser' },
    ...baselineOption,
    ...ruleOptions,
    ...configOptions,
    ...limitOption,
    ...auditOption,
  },
  examples: [
    { run: 'support-packet view packet.zip', says: 'opens the packet in a browser' },
    { run: 'support-packet view --port 8080 --no-open a.zip b.zip', says: 'only prints the address' },
  ],
  endsOnInterrupt: true,
  async run({ options, operands }, context) {
    if (options.port > 65535) throw failure(`There is no port ${options.port}; the highest is 65535.`)
    await Promise.all(operands.map(mustExist))
    const config = await loadConfig(options, context)
    const rules = await chosenRules(options, config)
    const baselineFile = options.baseline ?? config.baseline
    const baseline = await loadBaseline(baselineFile, context.io)
    await tellEnded(baselineFile, baseline, context)
    const limits = { ...config.limits, ...readLimits(options.limit) }
    const { serveViewer } = await import('../../viewer/server/serve.js')
    const analyze = {
      limits,
      ...(rules === undefined ? {} : { rules }),
      ...(baseline === undefined ? {} : { baseline }),
    }
    const audit = await openAuditLog(options['audit-config'], context)
    const onPacketEvent = viewerRecords(audit)
    const viewer = await serveViewer({ packets: operands, port: options.port, analyze, onPacketEvent }).catch(
      (error: unknown) => {
        throw failure(`Cannot serve on port ${options.port}: ${systemReason(error)}`)
      },
    )
    await context.write(`${viewer.url}\n`)
    if (!options['no-open'] && hasDesktop(context.io.env)) openBrowser(viewer.url)
    await interrupted(context)
    await viewer.close()
    await closeAuditLog(audit, context)
    return 0
  },
})

/** A file that is no packet is a row of the page that says why; one that is not there is a typing error. */
async function mustExist(path: string): Promise<void> {
  if (path === '-') return
  try {
    await access(path)
  } catch (error) {
    throw failure(`Cannot open ${path}: ${systemReason(error)}`)
  }
}

/** `undefined`: those built in, loaded when the first packet needs them. */
async function chosenRules(
  options: RuleRequest,
  config: ProjectConfig,
): Promise<readonly Rule[] | undefined> {
  const asked = options.rules.length + options.only.length + options.skip.length
  const { rules, disable, disableAreas, severity } = config
  if (asked + rules.length + disable.length + disableAreas.length + severity.size === 0) return undefined
  const { selectRules } = await import('../rule-selection.js')
  return selectRules(options, config)
}

function interrupted({ io }: Context): Promise<void> {
  return new Promise(resolve => {
    if (io.interrupted.aborted) resolve()
    else io.interrupted.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Over SSH, in CI and on a server without a display a browser would open for nobody, or fail. */
export function hasDesktop(env: Io['env'], platform: NodeJS.Platform = process.platform): boolean {
  if (isSet(env['CI']) || isSet(env['SSH_CONNECTION']) || isSet(env['SSH_TTY'])) return false
  if (platform === 'darwin' || platform === 'win32') return true
  return isSet(env['DISPLAY']) || isSet(env['WAYLAND_DISPLAY'])
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''

/** Best effort: the address is printed, so a browser that does not open costs nothing. */
function openBrowser(url: string): void {
  const [command, args] = openerFor(url, process.platform)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function openerFor(url: string, platform: NodeJS.Platform): readonly [string, string[]] {
  switch (platform) {
    case 'darwin':
      return ['open', [url]]
    case 'win32':
      return ['rundll32', ['url.dll,FileProtocolHandler', url]]
    default:
      return ['xdg-open', [url]]
  }
}
