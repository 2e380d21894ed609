// Gets a token without ever having it on a command line: from a file, from the environment, or by asking.
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable, type Readable } from 'node:stream'
import { failure, systemReason } from '../failure.js'
import type { Io } from '../io.js'

/** Tokens are 26 characters; whatever is far longer is the wrong file. */
const longest = 4096

export async function readToken(file: string | undefined, io: Io): Promise<string> {
  const text = await tokenText(file, io)
  const token = text.trim()
  if (token === '') throw failure('The token is empty.')
  if (token.length > longest || /[^\u0021-\u007e]/.test(token))
    throw failure('That is no token: a token is one word of letters and digits.')
  return token
}

async function tokenText(file: string | undefined, io: Io): Promise<string> {
  if (file === '-') return firstLine(io.stdin)
  if (file !== undefined) return readSecretFile(file, 'token')
  const given = io.env['MM_TOKEN']
  if (given !== undefined && given !== '') return given
  if (io.stdin.isTTY === true && io.stderr.isTTY === true) return askHidden('Token: ', io)
  throw failure(
    'There is no token: --token-file FILE, or MM_TOKEN in the environment.',
    'A personal access token of a system administrator: Profile > Security > Personal Access Tokens.',
  )
}

export async function readSecretFile(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw failure(`Cannot read the ${what} from ${file}: ${systemReason(error)}`)
  }
}

async function firstLine(input: Readable): Promise<string> {
  let text = ''
  for await (const chunk of input) {
    text += String(chunk)
    if (text.includes('\n') || text.length > longest) break
  }
  return text.split('\n')[0] ?? ''
}

/** Asks on the terminal; what is typed is not shown. */
async function askHidden(question: string, io: Io): Promise<string> {
  io.stderr.write(question)
  const silent = new Writable({
    write(_chunk, _encoding, done) {
      done()
    },
  })
  const lines = createInterface({ input: io.stdin, output: silent, terminal: true })
  try {
    return await lines.question('', { signal: io.interrupted })
  } catch {
    throw failure('No token was given.')
  } finally {
    lines.close()
    io.stderr.write('\n')
  }
}
