// Objects that were written over several lines (journalctl -o json-pretty, a JSON log behind `jq .`), each in one line again.
import { CLOSE_BRACE, COMMA, OPEN_BRACE } from '../bytes.js'

export interface PrettyObjects {
  /** True when the line is part of such an object. */
  take(line: Buffer): boolean
  /** Gives what has no end. */
  end(): void
}

/** Objects beyond it are given in pieces, which no reader knows. */
const longestBytes = 1024 * 1024
const mostLines = 20_000

/** An object begins and ends with a brace alone at the beginning of a line: all its members are indented. */
export function createPrettyObjects(give: (line: Buffer, lines: number) => void): PrettyObjects {
  let parts: Buffer[] = []
  let bytes = 0

  function flush(): void {
    const [whole, lines] = [Buffer.concat(parts), parts.length]
    parts = []
    bytes = 0
    give(compact(whole), lines)
  }

  return {
    take(line) {
      if (parts.length === 0 && !(line[0] === OPEN_BRACE && line.length === 1)) return false
      // In a list of objects a comma follows.
      const isEnd = line[0] === CLOSE_BRACE && (line.length === 1 || (line.length === 2 && line[1] === COMMA))
      const part = isEnd ? Buffer.of(CLOSE_BRACE) : Buffer.from(line)
      parts.push(part)
      bytes += part.length
      if (isEnd || bytes > longestBytes || parts.length >= mostLines) flush()
      return true
    },
    end: () => {
      if (parts.length > 0) flush()
    },
  }
}

/** Without the blanks between its members; as it is when it is no JSON. */
function compact(object: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(object.toString('utf8'))))
  } catch {
    return object
  }
}
