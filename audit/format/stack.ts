// The stack of the call that logs: for levels that ask for a stack trace, and formats that name the caller.

export interface StackFrame {
  readonly Function: string
  readonly File: string
  readonly Line: number
}

const MOST_FRAMES = 30

/** `at open (file:///opt/x/store.js:12:5)`, `at /opt/x/store.js:12:5` */
const frame = /^\s*at (?:(.*?) \()?(?:file:\/\/)?([^()]+?):(\d+):\d+\)?$/

/** Frames of the calls outside audit logging, innermost first. `skip`: functions above the one that is told. */
export function stackHere(above: (...args: never[]) => unknown): readonly StackFrame[] {
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, above)
  return (holder.stack ?? '')
    .split('\n')
    .slice(1, MOST_FRAMES + 1)
    .flatMap(frameOf)
}

function frameOf(line: string): readonly StackFrame[] {
  const [, name = '', file, number] = frame.exec(line) ?? []
  return file === undefined ? [] : [{ Function: name, File: file, Line: Number(number) }]
}

/** `store/open.js:12`: the last folder, the file and the line, as servers write it. */
export function callerOf([first]: readonly StackFrame[]): string {
  if (first === undefined) return ''
  return `${first.File.split(/[\\/]/).slice(-2).join('/')}:${first.Line}`
}
