// A copy of an opened packet without what looks like a secret.
import { join } from 'node:path'
import { sanitizePacket } from '../../../generator/mattermost/sanitize/packet.js'
import { safeFileName } from '../../shared/file-name.js'
import { maskedWords, type Made, type MakeContext } from './made.js'

/** Where the packet lies, and what a person calls it. */
export interface CopySource {
  readonly path: string
  readonly name: string
}

export async function makeCopy(
  { path, name }: CopySource,
  { folder, now, signal, onStep }: MakeContext,
): Promise<Made> {
  const stem = safeFileName(name, 'packet').replace(/(\.tar)?\.(zip|gz|tgz|tar)$/i, '')
  const sanitized = await sanitizePacket({
    source: path,
    destination: { kind: 'file', path: join(folder, `${stem}-sanitized.zip`), overwrite: false },
    now,
    signal,
    onStep: step => onStep(`Masking ${step}`),
  })
  if (sanitized.kind === 'refused')
    return { kind: 'refused', reason: sanitized.message.replaceAll(path, name) }
  const { file, sizeBytes, masked, remarks } = sanitized
  return {
    kind: 'made',
    file,
    sizeBytes,
    remarks: [
      maskedWords(masked) ?? 'Nothing in it looked like a secret.',
      'Names, addresses and messages of people are still in it, and profiles are as they were.',
      ...remarks,
    ],
  }
}
