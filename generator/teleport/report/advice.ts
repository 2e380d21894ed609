// What helps against a failure, by its words, as data: a sentence and a page. First match wins.
import type { AttemptOutcome } from '../dump/index.js'

export interface Advice {
  readonly text: string
  readonly url: string
}

const docs = 'https://goteleport.com/docs'
const troubleshooting = `${docs}/admin-guides/management/admin/troubleshooting/`

const list: readonly (readonly [RegExp, string, string])[] = [
  [
    /tctl is not installed|no client|tsh is not installed|kubectl is not installed|ssh is not installed/i,
    'Install the client on the machine that makes the dump, or run the command where it is: tctl lies on every Auth Service host.',
    `${docs}/installation/`,
  ],
  [
    /tsh is not logged in/i,
    'Log in with `tsh login --proxy=ADDRESS` as the user who makes the dump, or give --identity FILE and --proxy ADDRESS; hosts with an ssh of their own can be asked with --via ssh.',
    `${docs}/reference/cli/tsh/`,
  ],
  [
    /must be (?:either )?used on|host UUID file|provided with credentials|not logged in|must be logged in|credentials have expired|expired certificate|identity file|access denied \[00\]/i,
    'Log in first with `tsh login`, or give an identity with --identity and --auth-server; on an Auth Service host run it as root.',
    `${docs}/reference/cli/tctl/`,
  ],
  [
    /lock targeting|lock in force/i,
    'A lock is in force for the user or the host: `tctl get locks` shows it.',
    `${docs}/admin-guides/access-controls/guides/locking/`,
  ],
  [
    /access denied to perform|forbidden|requires builtin admin/i,
    'The user who made the dump may not see this. Give a role with the verbs `list` and `read` on it (on `cert_authority` and connectors `readnosecrets` is enough; in Kubernetes: `get` and `list`), and make the dump again; it is no fault of the cluster.',
    `${docs}/reference/access-controls/roles/`,
  ],
  [
    /no tunnel/i,
    'The agent has no tunnel to a proxy: it is stopped, or cannot reach the proxy. Look at its log on its own host: `support-packet generate teleport --node-only`.',
    `${docs}/reference/networking/`,
  ],
  [
    /cannot connect to the auth server/i,
    'Nobody answers tctl there: check the address in --proxy or --auth-server, and that the process runs; a certificate that is not trusted needs --client-option=tctl:--insecure.',
    `${docs}/reference/networking/`,
  ],
  [
    /connection refused|was refused/i,
    'Nothing listens there: the process is stopped, or the address is wrong.',
    `${docs}/reference/networking/`,
  ],
  [
    /name unknown|no such host|could not resolve/i,
    'The name is known to nobody: check it, or give another with --nodes.',
    `${docs}/reference/networking/`,
  ],
  [
    /host key/i,
    'ssh does not know the key of the host: connect once by hand and accept it.',
    'https://man.openbsd.org/ssh_config#StrictHostKeyChecking',
  ],
  [
    /no Teleport on the host/i,
    'Run the command on a host of the cluster. With another place for its files, name it with --host-root.',
    troubleshooting,
  ],
  [
    /no ssh service|agentless/i,
    'tsh reaches only hosts with the ssh service. Name another client for the others: --via tsh,ssh, or in Kubernetes --via tsh,kubectl with --namespace; or run it there with --node-only.',
    troubleshooting,
  ],
  [
    /permission denied|access denied|unable to authenticate/i,
    'The login is refused there: choose another with --login, or a key with --client-option.',
    `${docs}/reference/access-controls/roles/`,
  ],
  [
    /timed? ?out|no answer within|deadline/i,
    'It took too long. Give it more time with --timeout, or make the dump with --mode speed.',
    troubleshooting,
  ],
  [
    /x509|certificate/i,
    'The certificate of the address is not trusted by the machine that makes the dump.',
    `${docs}/admin-guides/management/admin/troubleshooting/`,
  ],
  [
    /more than|limit|cut/i,
    'A limit was reached: raise it with --max-size or --max-log-size, or shorten the time with --since.',
    troubleshooting,
  ],
]

export function adviceFor(outcome: AttemptOutcome, reason: string): Advice | undefined {
  const text = outcome === 'cut' && !/more than|limit|cut/.test(reason) ? 'limit' : reason
  const found = list.find(([pattern]) => pattern.test(text))
  if (found !== undefined) return { text: found[1], url: found[2] }
  return outcome === 'failed' ? { text: 'See the message in the dump.', url: troubleshooting } : undefined
}
