// The shell that every script for a host begins with. POSIX sh and what Debian and busybox have; all else is asked for first.
// Nothing is written on the host, nothing is started that outlives the session, and everything runs at the lowest priority.
import { shellWord } from '../../run/index.js'

export interface ScriptFrame {
  /** The word of the marks: see frames.ts. */
  readonly word: string
  /** Below which the host's files lie: `''`, or a folder such as `/host`. */
  readonly root: string
  readonly commandSeconds: number
}

/**
 * Defines for the parts of a script:
 * `part NAME COMMAND…` runs it as a part; `note TEXT` says something about it; `limited COMMAND…` ends a program that takes
 * too long (124 or 143 then); `has PROGRAM`.
 */
const definitions = String.raw`
LC_ALL=C; export LC_ALL
PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"; export PATH
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy LS_COLORS
exec 3>&1
renice -n 19 -p $$ >/dev/null 2>&1
ionice -c 3 -p $$ >/dev/null 2>&1
has() { command -v "$1" >/dev/null 2>&1; }
timed=
timeout 5 true >/dev/null 2>&1 && timed=yes
within() {
  seconds=$1; shift
  if [ -n "$timed" ]; then timeout "$seconds" "$@"; return; fi
  "$@" & job=$!
  ( sleep "$seconds" & nap=$!; trap 'kill $nap; exit' TERM; wait $nap; kill "$job" ) >/dev/null 2>&1 3>&- &
  dog=$!
  wait "$job"; ended=$?
  kill "$dog" 2>/dev/null
  return "$ended"
}
limited() { within "$LIMIT" "$@"; }
note() { printf '\n%s note %s\n' "$N" "$1" >&3; }
part() {
  name=$1; shift
  printf '\n%s begin %s\n' "$N" "$name"
  said=$( { "$@" >&3; } 2>&1 </dev/null )
  code=$?
  printf '\n%s end %s\n' "$N" "$code"
  [ -z "$said" ] || printf '\n%s error %s\n%s' "$N" "$name" "$said"
}
`

/** `body` runs as a whole: of a script that broke off on its way nothing runs. */
export const scriptOf = ({ word, root, commandSeconds }: ScriptFrame, body: string): string =>
  [
    'main() {',
    `N=${word}; R=${shellWord(root)}; LIMIT=${Math.ceil(commandSeconds)}`,
    definitions.trim(),
    body.trim(),
    `printf '\\n%s done\\n' "$N"`,
    '}',
    'main',
    'exit 0',
    '',
  ].join('\n')
