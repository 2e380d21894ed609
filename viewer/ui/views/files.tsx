// Every entry of the packet, and every one that should be in it: what it is, how large, and its state with the reason.
import type { ComponentChildren } from 'preact'
import { fileRows, filterRows, rowsAsTsv, type FileRow } from '../file-rows.js'
import { entryRoute, listed, toggled } from '../route.js'
import { currentAnalysis, currentEntries, route, updateQuery } from '../state.js'
import { CopyButton } from '../widgets/copy-button.js'
import { FilterToggles } from '../widgets/filter-toggles.js'
import { Link } from '../widgets/link.js'
import { Failure, whenLoaded } from '../widgets/notes.js'
import { NodeName } from '../widgets/node-name.js'
import { PacketText } from '../widgets/packet-text.js'
import { SearchBox } from '../widgets/search-box.js'
import { StateMark } from '../widgets/severity-mark.js'
import { bytesWords, countWords, kindWords, lightOf, numberWords, type EntryInfo } from '../words.js'
import { waitingWords } from './overview.js'

/** A Teleport dump has an entry a resource: thousands are possible, hundreds are looked at. */
const rowsAtOnce = 500

export function FilesView() {
  const analysis = currentAnalysis.value
  return whenLoaded(currentEntries.value, waitingWords(), entries => (
    <>
      {analysis.kind === 'failed' ? <Failure>{analysis.message}</Failure> : null}
      <Files rows={fileRows(analysis.kind === 'ready' ? analysis.value.packet.entries : [], entries)} />
    </>
  ))
}

function Files({ rows }: { readonly rows: readonly FileRow[] }) {
  const { query } = route.value
  const shown = filterRows(rows, query)
  return (
    <>
      <header class="page-head">
        <h1>Files</h1>
        <p class="quiet" role="status">
          {shown.length === rows.length
            ? countWords(rows.length, 'entry', 'entries')
            : `${numberWords(shown.length)} of ${countWords(rows.length, 'entry', 'entries')}`}
        </p>
        <CopyButton text={() => rowsAsTsv(shown)} what="the table">
          Copy as TSV
        </CopyButton>
      </header>
      <div class="filters">
        <FilterToggles
          label="State"
          choices={stateChoices(rows)}
          chosen={listed(query.status)}
          onToggle={id => updateQuery({ status: toggled(query.status, id) })}
        />
        <SearchBox label="Search files" value={query.q ?? ''} onChange={q => updateQuery({ q }, 'replace')} />
      </div>
      {shown.length === 0 ? <p class="note">No entry fits these filters.</p> : <FileTable rows={shown} />}
    </>
  )
}

function stateChoices(rows: readonly FileRow[]) {
  const infos = rows.flatMap(({ info }) => (info === undefined ? [] : [info]))
  return [...new Set(infos.map(({ status }) => status))].map(status => {
    const those = infos.filter(info => info.status === status)
    return { id: status, count: those.length, content: <StateOf info={those[0]} /> }
  })
}

function FileTable({ rows }: { readonly rows: readonly FileRow[] }) {
  const hasNodes = rows.some(({ info }) => info?.node !== undefined)
  return (
    <>
      <table class="files">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="wide">
              Kind
            </th>
            {hasNodes ? (
              <th scope="col" class="wide">
                Node
              </th>
            ) : null}
            <th scope="col" class="wide number">
              Size
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, rowsAtOnce).map(row => (
            <FileLine key={row.entry?.index ?? `absent ${row.name}`} row={row} hasNodes={hasNodes} />
          ))}
        </tbody>
      </table>
      {rows.length > rowsAtOnce ? (
        <p class="note">
          The first {rowsAtOnce} are shown. Search to see the other {numberWords(rows.length - rowsAtOnce)}.
        </p>
      ) : null}
    </>
  )
}

interface LineProps {
  readonly row: FileRow
  /** Whether any row has one: a server that stands alone needs no column for it. */
  readonly hasNodes: boolean
}

function FileLine({ row: { name, info, entry }, hasNodes }: LineProps) {
  const size = entry?.sizeBytes ?? info?.sizeBytes
  const reason = info?.reason ?? entry?.damage
  return (
    <tr>
      <td class="name">
        {entry === undefined ? <Path name={name} /> : <EntryLink index={entry.index} name={name} />}
      </td>
      <td class="wide kind">{info === undefined ? '' : kindWords(info.kind)}</td>
      {hasNodes ? (
        <td class="wide">{info?.node === undefined ? '' : <NodeName node={info.node} />}</td>
      ) : null}
      <td class="wide number">{size === undefined ? '' : bytesWords(size)}</td>
      <td>
        <StateOf info={info} />
        {reason === undefined ? null : (
          <span class="reason">
            <PacketText text={reason} />
          </span>
        )}
      </td>
    </tr>
  )
}

function EntryLink({ index, name }: { readonly index: number; readonly name: string }): ComponentChildren {
  return (
    <Link to={entryRoute(route.value.packet ?? '', index)} row>
      <Path name={name} />
    </Link>
  )
}

/** The folder is quieter than the name: names are what people look for. */
function Path({ name }: { readonly name: string }) {
  const cut = name.lastIndexOf('/') + 1
  return (
    <span class="path">
      {cut === 0 ? null : (
        <span class="quiet">
          <PacketText text={name.slice(0, cut)} />
        </span>
      )}
      <PacketText text={name.slice(cut)} />
    </span>
  )
}

function StateOf({ info }: { readonly info: EntryInfo | undefined }) {
  return info === undefined ? (
    <StateMark light="info" word="not analyzed" />
  ) : (
    <StateMark light={lightOf(info)} word={info.status} />
  )
}
