// Brings a fresh clone to where scripts can run: dependencies from the lock file, and Debian packages that tests need.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, wherever the script was called from. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** What the tests run for real, and the Debian package that has it. */
const testTools = [
  {
    name: 'Chromium',
    package: 'chromium',
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    env: 'CHROMIUM',
  },
  { name: 'unzip', package: 'unzip', commands: ['unzip'] },
  { name: 'jq', package: 'jq', commands: ['jq'] },
  // Only its programs are used: tests start servers of their own.
  { name: 'PostgreSQL', package: 'postgresql', commands: ['pg_ctlcluster', 'initdb'] },
  // Oracles of the reports: what is XML by the schema of Jenkins, and what GitHub makes of Markdown.
  { name: 'xmllint', package: 'libxml2-utils', commands: ['xmllint'] },
  { name: 'cmark-gfm', package: 'cmark-gfm', commands: ['cmark-gfm'] },
  { name: 'openssl', package: 'openssl', commands: ['openssl'] },
  { name: 'sqlite', package: 'sqlite3', commands: ['sqlite3'] },
  // Tests start a server of their own, on the loopback.
  { name: 'sshd', package: 'openssh-server', commands: ['sshd'], files: ['/usr/sbin/sshd'] },
  { name: 'ssh', package: 'openssh-client', commands: ['ssh'] },
  { name: 'curl', package: 'curl', commands: ['curl'] },
  // A host that has nothing else.
  { name: 'busybox', package: 'busybox-static', commands: ['busybox'] },
  { name: 'rsyslog', package: 'rsyslog', commands: ['rsyslogd'], files: ['/usr/sbin/rsyslogd'] },
  // A module without a program.
  {
    name: "rsyslog's TLS",
    package: 'rsyslog-gnutls',
    commands: [],
    files: ['lib', 'lib64', 'lib/x86_64-linux-gnu', 'lib/aarch64-linux-gnu'].map(
      folder => `/usr/${folder}/rsyslog/lmnsd_gtls.so`,
    ),
  },
]

/** Runs a command with inherited output; exits with its code when it fails and `optional` is not set. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: needsShell(command),
    ...options,
  })
  if (result.error) throw result.error
  if (result.status !== 0 && !options.optional) process.exit(result.status ?? 1)
  return result.status
}

/** On Windows npm and npx are .cmd files, which only a shell starts. */
function needsShell(command) {
  return process.platform === 'win32' && ['npm', 'npx'].includes(command)
}

/** Installs node_modules when they are missing or older than the lock file. */
export function ensureDependencies() {
  requireNode()
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  )
    return
  process.stderr.write('Installing dependencies (npm ci)…\n')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  process.stderr.write(`support-packet needs Node 20.19 or newer; this is ${process.versions.node}.\n`)
  process.exit(2)
}

/** Installs what tests need when root on a Debian system; else says in one line what to install, and exits. */
export function ensureTestTools() {
  const missing = testTools.filter(tool => !available(tool))
  if (missing.length === 0) return
  const packages = missing.map(tool => tool.package)
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    process.stderr.write(
      `The tests need ${missing.map(tool => tool.name).join(', ')}: install ${packages.join(' ')}.\n`,
    )
    process.exit(2)
  }
  process.stderr.write(`Installing Debian packages for the tests: ${packages.join(' ')}…\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const still = testTools.filter(tool => !available(tool))
  if (still.length > 0) {
    process.stderr.write(`Still missing after installing: ${still.map(tool => tool.name).join(', ')}.\n`)
    process.exit(2)
  }
}

function available(tool) {
  return (tool.env && process.env[tool.env]) || tool.commands.some(onPath) || tool.files?.some(existsSync)
}

function onPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, command)))
}
