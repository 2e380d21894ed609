// The records that are looked at as a file.
import { logPaths, type LogSelection } from '../../../shared/logs.js'
import { numberWords } from '../../words.js'

interface ExportProps {
  readonly packet: string
  readonly selection: LogSelection
  readonly matched: number
}

export function ExportMenu({ packet, selection, matched }: ExportProps) {
  return (
    <details class="menu is-right">
      <summary class="button">Export</summary>
      <div class="menu-box">
        <p class="quiet">{numberWords(matched)} records, as they are: secrets in them are not masked.</p>
        <a class="button" download href={logPaths.export(packet, selection, 'text')}>
          Lines as they are
        </a>
        <a class="button" download href={logPaths.export(packet, selection, 'ndjson')}>
          NDJSON, an object a record
        </a>
      </div>
    </details>
  )
}
