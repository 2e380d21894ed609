// The three entries that tell of a dump: readme.html, report.txt, manifest.json.
import type { Dump } from '../dump/index.js'
import { manifest } from './manifest.js'
import { reportModel, type DumpFacts, type ReportModel } from './model.js'
import { readmePage } from './page.js'
import { reportText } from './text.js'

export type { AgentResult, DumpFacts, ReportModel, Trouble, Verdict } from './model.js'
export { reportModel } from './model.js'
export { attemptWords, instanceWords } from './text.js'

/** Writes them; last of all, when everything that they tell of is in the dump. */
export async function writeReports(facts: DumpFacts, dump: Dump): Promise<ReportModel> {
  const model = reportModel(facts)
  await dump.add({ name: 'report.txt', content: 'own' }, piecesOf(reportText(model)))
  await dump.add({ name: 'manifest.json', content: 'own' }, piecesOf(manifest(model)))
  await dump.add({ name: 'readme.html', content: 'own' }, piecesOf(readmePage(model)))
  return model
}

async function* piecesOf(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield await Promise.resolve(piece)
}
