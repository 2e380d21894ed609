// Answers of the diagnostic endpoint, whichever program asked: curl, GNU's or busybox' wget, or a bare connection.

export interface Answer {
  /** HTTP status; 0: no answer. */
  readonly code: number
  /** As curl tells it: 7 refused, 28 timed out. */
  readonly exit: number
  readonly body: Buffer
}

export interface Fetched {
  readonly output: Buffer
  /** Notes of the part: `http 200`, `raw`, `wget`. */
  readonly notes: readonly string[]
  readonly exit: number
  readonly said: string
}

export function answerOf({ output, notes, exit, said }: Fetched): Answer {
  if (notes.includes('raw')) return rawAnswer(output, exit, said)
  if (notes.includes('wget')) {
    const codes = [...said.matchAll(/HTTP\/\d\.\d (\d{3})|ERROR (\d{3})/g)]
    const told = Number(codes.at(-1)?.[1] ?? codes.at(-1)?.[2] ?? 0)
    const code = told === 0 && exit === 0 ? 200 : told
    return { code, exit: code > 0 ? 0 : exitOf(said, exit), body: output }
  }
  const told = /^http (\d{3})$/.exec(notes.find(note => note.startsWith('http ')) ?? '')?.[1]
  return { code: Number(told ?? 0), exit, body: output }
}

/** `HTTP/1.0 503 Service Unavailable`, headers, an empty line, the body. */
function rawAnswer(output: Buffer, exit: number, said: string): Answer {
  const end = output.indexOf('\r\n\r\n')
  const head = output.subarray(0, end < 0 ? 0 : Math.min(end, 16_384)).toString('latin1')
  const code = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0)
  if (code === 0) return { code: 0, exit: exitOf(said, exit === 0 ? 52 : exit), body: Buffer.alloc(0) }
  return { code, exit: 0, body: output.subarray(end + 4) }
}

function exitOf(said: string, exit: number): number {
  if (/refused/i.test(said)) return 7
  if (/timed out|timeout/i.test(said) || exit === 124 || exit === 143) return 28
  return exit
}

/** As `http.tsv` has it. */
export function httpTable(answers: readonly (readonly [path: string, answer: Answer])[]): string {
  const rows = answers.map(([path, { code, exit, body }]) => [path, code, exit, body.length].join('\t'))
  return ['path\thttp_code\tcurl_exit\tbytes', ...rows, ''].join('\n')
}
