// The second session: what is gathered of one process, as shell functions that the steps call. See prelude.ts for what they stand on.
import { shellWord } from '../../run/index.js'
import type { Place } from '../survey/place.js'

export interface Target {
  readonly place: Place
  /** `undefined`: it does not run. */
  readonly pid: number | undefined
  /** Where the process sees its files: `''`, or `/proc/812/root`. */
  readonly base: string
  readonly units: readonly string[]
}

/** Files of a data directory that are listed, sockets of a host: beyond these a dump does not become clearer. */
export const mostListed = 20_000

const functions = String.raw`
net=
[ -n "$R" ] || [ -z "$pid" ] || ! has nsenter || [ "$(readlink "/proc/$pid/ns/net")" = "$(readlink /proc/self/ns/net)" ] || net="nsenter -t $pid -n"
[ -z "$R" ] || [ -r "$R/proc/stat" ] && here=yes || here=
curl_url() {
  limited $net curl -s -S -g --noproxy '*' -m "$seconds" "$@" -w "\n$N note http %{http_code}\n" -o -
}
fetch() {
  path=$1; seconds=$2
  [ -n "$here" ] || { echo 'the files are a copy: nothing runs here' >&2; return 66; }
  if [ -n "$diag" ]; then
    if has curl; then curl_url "http://$diag$path"; return; fi
    if has wget; then
      if wget --version 2>/dev/null | grep -q GNU; then
        note wget
        limited $net wget --no-proxy --content-on-error -S -t 1 -T "$seconds" -O - "http://$diag$path"
      else
        note wget
        # Some builds of busybox crash over -T.
        within "$seconds" $net wget -O - "http://$diag$path"
      fi
      return
    fi
    note raw
    if has bash; then
      limited $net bash -c 'exec 3<>"/dev/tcp/$1/$2" || exit 7; printf "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n" "$3" >&3; cat <&3' - "\${diag%:*}" "\${diag##*:}" "$path"
    elif has nc; then
      printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$path" | limited $net nc "\${diag%:*}" "\${diag##*:}"
    else
      echo 'the host has no curl, wget, bash or nc' >&2; return 127
    fi
    return
  fi
  [ -S "$socket" ] || { echo 'diag_addr is not set, and there is no debug socket' >&2; return 66; }
  has curl || { echo 'diag_addr is not set, and without curl the debug socket cannot be asked' >&2; return 127; }
  note socket
  curl_url --unix-socket "$socket" "http://localhost$path"
}
log_level() {
  [ -S "$socket" ] || { echo 'there is no debug socket' >&2; return 66; }
  has curl || return 127
  seconds=5
  curl_url --unix-socket "$socket" http://localhost/log-level
}
profile() {
  if [ -S "$socket" ] && has curl; then
    seconds=20
    note socket
    curl_url --unix-socket "$socket" "http://localhost/debug/pprof/$1"
  else
    fetch "/debug/pprof/$1" 20
  fi
}
sockets() {
  [ -n "$here" ] || { echo 'the files are a copy: nothing runs here' >&2; return 66; }
  if has ss; then limited $net ss -tanp | head -n ${mostListed}; return; fi
  note procnet
  cat "/proc/\${pid:-self}/net/tcp" "/proc/\${pid:-self}/net/tcp6" | head -n ${mostListed}
}
disks() {
  [ -n "$here" ] || { echo 'the files are a copy: nothing runs here' >&2; return 66; }
  limited df "$@"
}
files() {
  cd "$data" || return
  if find . -maxdepth 0 -printf '' >/dev/null 2>&1; then
    limited find . -xdev -maxdepth 8 -printf '%M %u %s %p\n' | head -n ${mostListed}
  elif stat -c %A . >/dev/null 2>&1; then
    limited find . -xdev -maxdepth 8 -exec stat -c '%A %U %s %n' '{}' + | head -n ${mostListed}
  else
    echo 'the host has neither find -printf nor stat' >&2; return 127
  fi
}
descriptors() {
  list=$(ls "$R/proc/$pid/fd") || return
  printf '%s\n' "$list" | wc -l
}
journal() {
  has journalctl || { echo 'the host has no journalctl' >&2; return 127; }
  unit=$1; since=$2; lines=$3; shift 3
  [ -z "$R" ] || set -- "$@" -D "$R/var/log/journal"
  limited journalctl -u "$unit" --no-pager --utc --since "$since" -n "$lines" "$@"
}
log_file() {
  [ -e "$1" ] || { echo "$1: No such file or directory" >&2; return 66; }
  size=$(wc -c < "$1") && note "size $size"
  tail -c "$2" "$1"
}
rotated_file() {
  newest=$(ls -t "$1"?* 2>/dev/null | head -n 1)
  [ -n "$newest" ] || { echo "nothing was rotated beside $1" >&2; return 66; }
  note "name \${newest##*/}"
  case $newest in
    *.gz) gzip -dc "$newest" ;;
    *) tail -c "$2" "$newest" ;;
  esac
}
database() {
  [ -e "$1" ] || { echo "$1: No such file or directory" >&2; return 66; }
  [ -r "$1" ] || { echo "$1: Permission denied" >&2; return 77; }
  has sqlite3 || { echo 'the host has no sqlite3' >&2; return 127; }
  file=$1
  ask() { limited sqlite3 -batch -init /dev/null -readonly -cmd '.timeout 2000' "$file" "$1"; }
  schema=$(ask .schema 2>&1)
  if [ $? -ne 0 ]; then
    # A database that its process left in the middle of a write: only without it may it be read as it lies there.
    case $file in *[?#%]*) printf '%s\n' "$schema" >&2; return 1 ;; esac
    [ -z "$pid" ] || { printf '%s\n' "$schema" >&2; return 1; }
    ask() { limited sqlite3 -batch -init /dev/null "file:$file?mode=ro&immutable=1" "$1"; }
    schema=$(ask .schema) || return
  fi
  printf '%s\n' "$schema"
  ask "SELECT 'key='||key||' value_bytes='||ifnull(length(value),0)||' expires='||ifnull(expires,'') FROM kv ORDER BY key LIMIT 200000"
}
audit_files() {
  for folder in "$data"/log/*/; do
    id=\${folder%/}; id=\${id##*/}
    case $id in *[!0-9a-f-]*) continue ;; esac
    ls -t "$folder" 2>/dev/null | head -n 3 | while IFS= read -r file; do
      case $file in *[!A-Za-z0-9._:-]*) continue ;; *.log) ;; *) continue ;; esac
      part "audit $id/$file" tail -c "$1" "$folder$file"
    done
  done
}
`
  .replaceAll('\\$', '$')
  .trim()

/** Settings first, then the functions, then what the steps call. */
export function collectBody(target: Target, calls: readonly string[]): string {
  const { place, pid, base } = target
  const inside = (path: string): string => shellWord(base + path)
  return [
    `pid=${pid ?? ''}; diag=${shellWord(place.diagnostics ?? '')}; base=${shellWord(base)}`,
    `data=${inside(place.dataDir)}; socket=${inside(`${place.dataDir}/debug.sock`)}`,
    functions,
    ...calls,
  ].join('\n')
}
