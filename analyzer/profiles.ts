// Adds the profiles and goroutine dumps of a packet to its documents, when a rule asks for a fact of them.
import { documentsOf } from './documents/parse.js'
import { readProfiles } from './documents/profile/read-profiles.js'
import type { Rule } from './engine/rule.js'
import type { OpenedDocuments } from './reading.js'

/** The same packet with more documents; unchanged where no rule speaks of profiles. */
export async function withProfiles(
  opened: OpenedDocuments,
  rules: readonly Rule[],
): Promise<OpenedDocuments> {
  if (!rules.some(asksForProfiles)) return opened
  const { documents, problems } = await readProfiles(opened.packet, opened.classified)
  if (documents.length === 0 && problems.length === 0) return opened
  const { all, problems: known } = opened.documents
  return { ...opened, documents: documentsOf([...all, ...documents], [...known, ...problems]) }
}

function asksForProfiles({ when, each, message, key }: Rule): boolean {
  return [when, each, message, key].some(
    text => text !== undefined && /\bfacts\.(?:profile|goroutines)\b/.test(text),
  )
}
