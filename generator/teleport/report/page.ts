// readme.html: one page without scripts or anything from outside, that says what the dump is, what is in it and what is missing,
// and leads to every part. Everything in it that came from servers is escaped.
import type { ReportModel, Trouble, AgentResult } from './model.js'
import { guide } from './guide.js'
import { pageStyle } from './page-style.js'
import { attemptWords, instanceWords, outcomeWords } from './text.js'
import { counted, momentWords, oneLine, timeWords, verdictOf } from './words.js'

export function* readmePage(model: ReportModel): Generator<Buffer> {
  yield Buffer.from(head(model))
  yield Buffer.from(troubleSection(model.troubles))
  yield Buffer.from(guideSection(model))
  yield* agentSection(model)
  yield Buffer.from(objectSection(model))
  yield Buffer.from(privacySection(model))
  yield Buffer.from('</main>\n</body>\n</html>\n')
}

export const escaped = (text: string): string =>
  oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** A link to an entry; entries lie beside the page once the dump is unpacked. */
const link = (entry: string, text: string): string =>
  `<a href="${escaped(entry.split('/').map(encodeURIComponent).join('/'))}">${escaped(text)}</a>`

const names = { complete: 'good', partial: 'warning', nothing: 'bad' } as const

function head(model: ReportModel): string {
  const [, sentence] = verdictOf(model)
  const word = model.verdict === 'complete' ? 'Complete' : 'Not complete'
  const cluster = model.cluster.name ?? 'a cluster whose name is not known'
  const rows: readonly (readonly [string, string])[] = [
    ['Cluster', cluster],
    ['Version', model.cluster.version ?? 'not known'],
    [
      'Made',
      `${momentWords(model.startedAt)}, in ${timeWords(model.endedAt.getTime() - model.startedAt.getTime())}`,
    ],
    ['Made by', `${model.tool.name} ${model.tool.version}, mode ${model.mode}`],
    ['Instances', instanceWords(model.agents)],
    ['Attempts', attemptWords(model.counts)],
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Support dump of ${escaped(cluster)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>Teleport support dump</h1>
<p class="${names[model.verdict]}"><strong>${word}.</strong> ${sentence}</p>
<dl>${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>
<nav aria-label="Parts of this page"><a href="#missing">What is missing</a> <a href="#use">What to do with it</a> <a href="#parts">What is in it</a> <a href="#instances">Instances</a> <a href="#objects">Objects</a> <a href="#privacy">Secrets and names</a></nav>
</header>
<main>
`
}

function troubleSection(troubles: readonly Trouble[]): string {
  const body =
    troubles.length === 0
      ? '<p>Nothing: every attempt succeeded, or found that there is nothing of the kind.</p>'
      : `<div class="wide"><table><thead><tr><th scope="col">How often</th><th scope="col">What happened</th><th scope="col">What helps</th></tr></thead><tbody>
${troubles.map(troubleRow).join('\n')}
</tbody></table></div>`
  return `<section id="missing"><h2>What is missing, and what helps</h2>
${body}
<p>${link('report.txt', 'report.txt')} lists every attempt, ${link('manifest.json', 'manifest.json')} has the same for programs.</p></section>
`
}

function troubleRow({ outcome, reason, count, what, nodes, advice }: Trouble): string {
  const some = (items: readonly string[]): string =>
    `${items.map(escaped).join(', ')}${items.length >= 6 ? ', …' : ''}`
  const on = nodes.length === 0 ? '' : ` on ${some(nodes)}`
  const helps =
    advice === undefined
      ? 'Nothing has to be done.'
      : `${escaped(advice.text)} <a href="${escaped(advice.url)}">More about it</a>`
  return `<tr><td>${count} × <span class="${outcome}">${outcomeWords[outcome].toLowerCase()}</span></td><td>${escaped(reason)}<br><small>${some(what)}${on}</small></td><td>${helps}</td></tr>`
}

function guideSection({ entries }: ReportModel): string {
  const has = (pattern: RegExp): boolean => entries.some(({ name }) => pattern.test(name))
  const rows = guide.flatMap(({ where, pattern, says }) =>
    has(pattern)
      ? [`<tr><th scope="row"><code>${escaped(where)}</code></th><td>${escaped(says)}</td></tr>`]
      : [],
  )
  return `<section id="use"><h2>What to do with it</h2>
<ol>
<li>Look at what is missing, above; make the dump again when that matters.</li>
<li>Unpack it and look into the files: everything is text. Send it on only when you are content with what you see.</li>
<li><code>support-packet analyze DUMP.zip</code> names the likely cause; <code>support-packet view DUMP.zip</code> shows logs and settings of all instances together.</li>
</ol></section>
<section id="parts"><h2>What is in it</h2>
<div class="wide"><table><tbody>${rows.join('\n')}</tbody></table></div></section>
`
}

function* agentSection({ agents, entries }: ReportModel): Generator<Buffer> {
  yield Buffer.from(`<section id="instances"><h2>Instances</h2>
<p>One row for each process of Teleport that was to be collected: ${escaped(instanceWords(agents))}.</p>
`)
  if (agents.length > 0) {
    const files = filesByFolder(entries.map(({ name }) => name))
    yield Buffer.from(
      '<div class="wide"><table><thead><tr><th scope="col">Host</th><th scope="col">Services</th><th scope="col">Version</th><th scope="col">How it went</th><th scope="col">Files</th></tr></thead><tbody>\n',
    )
    for (const agent of agents) yield Buffer.from(agentRow(agent, files.get(agent.folder ?? '') ?? []))
    yield Buffer.from('</tbody></table></div>\n')
  }
  yield Buffer.from('</section>\n')
}

function agentRow(agent: AgentResult, files: readonly string[]): string {
  const { name, id, services, version, outcome, reason, message, folder } = agent
  const why = reason === undefined ? '' : `: ${escaped(reason)}`
  const said = message === undefined || message === reason ? '' : `<br><small>${escaped(message)}</small>`
  const links = files.slice(0, 4).map(file => link(`${folder ?? ''}/${file}`, file))
  const all = folder === undefined ? '' : link(`${folder}/`, counted(files.length, 'file'))
  return `<tr><th scope="row">${escaped(name)}<br><small>${escaped(id)}</small></th><td>${escaped(services)}</td><td>${escaped(version)}</td><td><span class="${outcome}">${outcome}</span>${why}${said}</td><td>${[...links, all].filter(text => text !== '').join('<br>')}</td></tr>
`
}

/** Main files first. */
const mainFiles = /^(?:teleport\.yaml|node\.error|[^/]+\/log\.txt|logs\/[^/]+|metrics\.prom)$/

function filesByFolder(all: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>()
  for (const name of all) {
    const [, folder, file] = /^(nodes\/[^/]+)\/(.+)$/.exec(name) ?? []
    if (folder === undefined || file === undefined) continue
    const known = files.get(folder)
    if (known === undefined) files.set(folder, [file])
    else known.push(file)
  }
  for (const list of files.values())
    list.sort((a, b) => Number(mainFiles.test(b)) - Number(mainFiles.test(a)))
  return files
}

/** Lists shown of the cluster and of Kubernetes. */
const mostLists = 400

function objectSection({ attempts }: ReportModel): string {
  const lists = attempts.filter(({ scope }) => scope === 'objects' || scope === 'kube')
  const shown = lists.filter(({ outcome }) => outcome !== 'absent')
  const rows = shown.slice(0, mostLists).map(({ what, entry, outcome, reason, bytes }) => {
    const title = entry === undefined ? escaped(what) : link(entry, what)
    const empty = outcome === 'succeeded' && bytes === 0 ? ', empty' : ''
    return `<tr><th scope="row">${title}</th><td><span class="${outcome}">${outcomeWords[outcome].toLowerCase()}</span>${empty}${reason === undefined ? '' : `: ${escaped(reason)}`}</td></tr>`
  })
  const absent = lists.length - shown.length
  const note =
    absent === 0
      ? ''
      : `<p>${counted(absent, 'kind')} that this version of Teleport does not know, or of which nothing is set, left out here.</p>`
  const table =
    rows.length === 0
      ? '<p>None was asked for.</p>'
      : `<div class="wide"><table><tbody>\n${rows.join('\n')}\n</tbody></table></div>`
  return `<section id="objects"><h2>Objects of the cluster</h2>\n${table}\n${note}</section>\n`
}

function privacySection({ secretsRemoved, names: shown }: ReportModel): string {
  const nameWords =
    shown === 'kept'
      ? 'Names of users and hosts, addresses and labels are as they are. A dump made with <code>--obfuscate</code> has other names in their place.'
      : 'Names of users, hosts and clusters, addresses and values of labels are replaced, each by the same stand-in in all files. The key to that was not kept: nobody can turn it back. Kept are roles, kinds, versions, times, ports, and UUIDs of hosts and sessions.'
  return `<section id="privacy"><h2>Secrets and names</h2>
<p>Private keys, certificates, join tokens, passwords and their hashes never leave: ${counted(secretsRemoved, 'value')} taken out here. In their place stands <code>secret-…</code>; where two are equal, the values were.</p>
<p>${nameWords}</p>
<p>No pattern finds everything: look before you send it.</p></section>
`
}
