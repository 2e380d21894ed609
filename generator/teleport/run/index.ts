// Running commands on hosts: what is asked, how it can end, and the ways there.
export type {
  BoundedCommand,
  Command,
  Failure,
  OutputSink,
  RunOutcome,
  Runner,
  StreamOutcome,
  UnreachableReason,
} from './runner.js'
export { plainMessage, unreachableReason } from './failure-texts.js'
export { inTurn } from './in-turn.js'
export { shellCommand, shellWord } from './quote.js'
export {
  kubectlRunner,
  localRunner,
  sshRunner,
  tshRunner,
  withoutBrowser,
  type KubectlOptions,
  type SshOptions,
  type TshOptions,
} from './runners.js'
