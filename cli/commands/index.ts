// The command table: names and where the commands are. Each is loaded only when it runs, so that a small one starts fast.
import type { Command } from '../command.js'

type Loader = () => Promise<Command>

/** In the order help lists them. */
export const commandTable: Readonly<Record<string, Loader>> = {
  analyze: async () => (await import('./analyze.js')).analyze,
  validate: async () => (await import('./validate.js')).validate,
  view: async () => (await import('./view.js')).view,
  diff: async () => (await import('./diff.js')).diff,
  logs: async () => (await import('./logs.js')).logs,
  profile: async () => (await import('./profile.js')).profile,
  'generate mattermost': async () => (await import('./generate-mattermost.js')).generateMattermost,
  'generate teleport': async () => (await import('./generate-teleport.js')).generateTeleport,
  sanitize: async () => (await import('./sanitize.js')).sanitize,
  ls: async () => (await import('./ls.js')).ls,
  cat: async () => (await import('./cat.js')).cat,
  extract: async () => (await import('./extract.js')).extract,
  'baseline create': async () => (await import('./baseline-create.js')).baselineCreate,
  'baseline update': async () => (await import('./baseline-update.js')).baselineUpdate,
  'audit check': async () => (await import('./audit-check.js')).auditCheck,
  'rules list': async () => (await import('./rules-list.js')).rulesList,
  'rules show': async () => (await import('./rules-show.js')).rulesShow,
  'rules test': async () => (await import('./rules-test.js')).rulesTest,
  'rules explain': async () => (await import('./rules-explain.js')).rulesExplain,
  'rules coverage': async () => (await import('./rules-coverage.js')).rulesCoverage,
  'rules profile': async () => (await import('./rules-profile.js')).rulesProfile,
  'rules new': async () => (await import('./rules-new.js')).rulesNew,
  'rules lint': async () => (await import('./rules-lint.js')).rulesLint,
  'rules schema': async () => (await import('./rules-schema.js')).rulesSchema,
  completion: async () => (await import('./completion.js')).completion,
  help: async () => (await import('./help.js')).help,
}

/** Every command, loaded: for help and completion. */
export function allCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(commandTable).map(load => load()))
}
