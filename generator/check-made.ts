// What was made is checked at once, as `validate` does it.
import { UnreadablePacketError, validateFile, type Validation } from '../analyzer/index.js'

/** `undefined` when not even a part of the file can be read as a packet. */
export async function checkMade(path: string): Promise<Validation | undefined> {
  try {
    return (await validateFile(path))[0]
  } catch (error) {
    if (error instanceof UnreadablePacketError) return undefined
    throw error
  }
}
