// The first session with a host: which Teleport processes there are, how they were started, what their configuration says.
// All else is asked in a second one, since it depends on the configuration, and reading YAML is no work for a shell.

/** Processes of one host that are looked at; there is nearly always one. */
export const mostProcesses = 4

/** Parts: `host`; for each process `cmdline PID`, `stat PID`, …; `config PID|- PATH`; `unit NAME`, `show NAME`. */
export const surveyBody = String.raw`
host() {
  # Of a copy of a disk only its files are told, not the machine that it lies on.
  if [ -z "$R" ] || [ -r "$R/proc/stat" ]; then
    printf 'hostname=%s\n' "$(cat "$R/proc/sys/kernel/hostname" 2>/dev/null || hostname || uname -n)"
    printf 'kernel=%s\n' "$(uname -srm)"
  else
    echo copy=yes
    printf 'hostname=%s\n' "$(cat "$R/etc/hostname")"
  fi
  printf 'now=%s\n' "$(date +%s)"
  printf 'uid=%s\n' "$(id -u)"
  printf 'hz=%s\n' "$(getconf CLK_TCK 2>/dev/null || echo 100)"
  sed -n 's/^btime /btime=/p' "$R/proc/stat"
  sed -n 's/^PRETTY_NAME=/system=/p' "$R/etc/os-release"
}
base_of() {
  base=$R/proc/$1/root
  [ -n "$1" ] && [ -r "$base/etc" ] || base=$R
}
config_of() {
  given=
  while [ $# -gt 0 ]; do
    case $1 in
      -c|--config) given=$2 ;;
      --config=*) given=\${1#--config=} ;;
      -c?*) given=\${1#-c} ;;
    esac
    shift
  done
}
is_start() {
  case " $1 " in *' start '*) return 0 ;; esac
  return 1
}
environment() { tr '\0' '\n' < "$R/proc/$1/environ" | grep '^TELEPORT_CONFIG_FILE='; }
version() {
  [ -z "$R" ] || { echo 'no program of another root is run' >&2; return 127; }
  if [ -n "$1" ] && [ -x "/proc/$1/exe" ]; then limited "/proc/$1/exe" version && return; fi
  limited teleport version
}
config() { head -c 4194304 "$1"; }
process() {
  pid=$1
  part "cmdline $pid" cat "$R/proc/$pid/cmdline"
  part "stat $pid" cat "$R/proc/$pid/stat"
  part "cgroup $pid" cat "$R/proc/$pid/cgroup"
  part "version $pid" version "$pid"
  base_of "$pid"
  oldifs=$IFS; IFS='
'
  set -f
  config_of $(tr '\0' '\n' < "$R/proc/$pid/cmdline")
  set +f
  IFS=$oldifs
  fromenv=$(environment "$pid" 2>/dev/null)
  [ -n "$given" ] || given=\${fromenv#TELEPORT_CONFIG_FILE=}
  [ -n "$given" ] || given=/etc/teleport.yaml
  case $given in /*) ;; *) given=$(readlink "$R/proc/$pid/cwd")/$given ;; esac
  part "base $pid" printf '%s' "$base"
  part "config $pid $given" config "$base$given"
}
units() {
  if [ -z "$R" ] && has systemctl; then
    limited systemctl list-unit-files --no-legend --no-pager 'teleport*.service'
    limited systemctl list-units --all --plain --no-legend --no-pager 'teleport*.service'
  fi 2>/dev/null | while read -r unit rest; do printf '%s\n' "$unit"; done
  for file in "$R"/etc/systemd/system/teleport*.service "$R"/lib/systemd/system/teleport*.service "$R"/usr/lib/systemd/system/teleport*.service; do
    [ ! -f "$file" ] || printf '%s\n' "\${file##*/}"
  done
  for pid in $pids; do
    while IFS= read -r line; do
      name=\${line##*/}
      case $name in *.service) printf '%s\n' "$name" ;; esac
    done < "$R/proc/$pid/cgroup"
  done 2>/dev/null
}
unit_text() {
  if has systemctl && [ -z "$R" ]; then
    limited systemctl cat --no-pager "$1" && return
  fi
  for folder in etc lib usr/lib run; do
    [ ! -f "$R/$folder/systemd/system/$1" ] || { cat "$R/$folder/systemd/system/$1"; return; }
  done
  echo "no unit $1" >&2
  return 4
}
properties() {
  [ -z "$R" ] && has systemctl || return 127
  limited systemctl show --no-pager -p Id,LoadState,ActiveState,SubState,Result,NRestarts,MainPID,ExecMainPID,ExecMainCode,ExecMainStatus,ExecMainStartTimestamp,ExecMainExitTimestamp,MemoryCurrent,LimitNOFILE,FragmentPath,DropInPaths,ActiveEnterTimestamp "$1"
}
unit() {
  part "unit $1" unit_text "$1"
  part "show $1" properties "$1"
  part "unit \${1%.service}.timer" unit_text "\${1%.service}.timer"
}
part host host
pids=
count=0
for folder in "$R"/proc/[0-9]*; do
  [ -r "$folder/comm" ] && read -r comm < "$folder/comm" || continue
  case $comm in teleport*) ;; *) continue ;; esac
  is_start "$(tr '\0' ' ' < "$folder/cmdline" 2>/dev/null)" || continue
  pids="$pids \${folder##*/}"
  count=$((count + 1))
  [ "$count" -lt ${mostProcesses} ] || break
done
for pid in $pids; do process "$pid"; done
part pidfile cat "$R/run/teleport.pid"
names=$(units | sort -u | head -n 4)
for name in $names; do unit "$name"; done
if [ -z "$pids" ]; then
  part 'version -' version ''
  part 'base -' printf '%s' "$R"
  given=
  set -f
  for name in $names; do
    config_of $(unit_text "$name" 2>/dev/null | grep '^ExecStart=')
    [ -z "$given" ] || break
  done
  set +f
  [ -n "$given" ] || given=/etc/teleport.yaml
  part "config - $given" config "$R$given"
fi
`.replaceAll('\\$', '$')
