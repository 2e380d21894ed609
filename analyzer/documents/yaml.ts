// YAML text → plain value, with the place of every value. YAML 1.2 core types only; broken text keeps what parses.
import type { Problem } from '../packet/problem.js'
import { maxProblems, problem } from './problem-codes.js'
import { locateIn } from './spots.js'
import type { SourceText } from './text.js'
import type { Locate, Parsed } from './types.js'
import { eventsOf, tryLoad } from './yaml-load.js'
import { readPlainYaml } from './yaml-plain.js'
import { salvageYaml } from './yaml-salvage.js'
import { duplicateKeys, spotsOfYaml } from './yaml-spots.js'

/**
 * Parses one YAML document. Keys are strings, times stay text, custom tags are an error. A key that occurs twice is
 * a problem and its last value counts. Broken text is read block by block as far as it goes.
 */
export function parseYaml(source: SourceText): Parsed<unknown> {
  if (source.text.trim() === '') return { kind: 'unreadable', problem: emptyDocument() }
  const plain = readPlainYaml(source.text)
  if (plain !== undefined) return parsed(source, [plain], [])
  const strict = tryLoad(source.text)
  if (strict.kind === 'value') return parsed(source, strict.documents, [])
  const lenient = tryLoad(source.text, true)
  if (lenient.kind === 'value') return parsed(source, lenient.documents, duplicateKeyProblems(source))
  return salvageYaml(source, lenient.error)
}

function parsed(
  source: SourceText,
  documents: readonly unknown[],
  found: readonly Problem[],
): Parsed<unknown> {
  if (documents.length === 0) return { kind: 'unreadable', problem: emptyDocument() }
  const several = documents.length > 1 ? [severalDocuments(documents.length)] : []
  const problems = [...source.problems, ...found, ...several]
  return { kind: 'ok', value: documents[0], locate: locateYaml(source), problems }
}

function locateYaml(source: SourceText): Locate {
  return locateIn(source, () => spotsOfYaml(source.text, eventsOf(source.text)))
}

function duplicateKeyProblems(source: SourceText): Problem[] {
  const keys = duplicateKeys(source.text, eventsOf(source.text)).slice(0, maxProblems)
  return keys.map(({ key, at }) => {
    const place = source.placeOf(at)
    const message = `The key "${key}" occurs again in line ${place.line}; this value is used.`
    return problem('YAML_DUPLICATE_KEY', message, { ...place })
  })
}

/** Somebody joined files. */
function severalDocuments(count: number): Problem {
  return problem(
    'YAML_SEVERAL_DOCUMENTS',
    `The entry holds ${count} YAML documents; only the first one is read.`,
    {
      expected: 'one document',
      found: `${count} documents`,
    },
  )
}

function emptyDocument(): Problem {
  return problem('ENTRY_EMPTY', 'The document is empty.', { expected: 'a YAML document', found: 'nothing' })
}
