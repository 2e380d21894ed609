// Which columns the list of records has: the usual ones, and fields by name.
import { columnsOf, isUsual, usualColumns } from '../../logs/log-address.js'
import { route, updateQuery } from '../../state.js'
import { logColumnsMost } from '../../../shared/logs.js'
import { visibleText } from '../../visible-text.js'

export function ColumnMenu({ nodes }: { readonly nodes: number }) {
  const columns = columnsOf(route.value.query, nodes)
  const fields = columns.filter(column => !isUsual(column))
  return (
    <details class="menu">
      <summary class="button">Columns</summary>
      <div class="menu-box">
        {usualColumns.map(column => (
          <ColumnChoice key={column} column={column} columns={columns} />
        ))}
        {fields.map(column => (
          <ColumnChoice key={column} column={column} columns={columns} />
        ))}
        {fields.length < logColumnsMost ? (
          <input
            class="search"
            aria-label="Add a field as a column"
            placeholder="Add a field: status_code"
            onChange={event => {
              const name = event.currentTarget.value.trim().replaceAll(',', '')
              event.currentTarget.value = ''
              if (name !== '') setColumn(columns, name, true)
            }}
          />
        ) : null}
        <button type="button" class="button" onClick={() => updateQuery({ cols: undefined })}>
          The usual columns
        </button>
      </div>
    </details>
  )
}

function ColumnChoice({ column, columns }: { readonly column: string; readonly columns: readonly string[] }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={columns.includes(column)}
        onChange={event => setColumn(columns, column, event.currentTarget.checked)}
      />{' '}
      {visibleText(column)}
    </label>
  )
}

/** In the usual order, then fields as they were added; the message stays last, as it is the longest. */
export function setColumn(columns: readonly string[], column: string, isShown: boolean): void {
  const chosen = isShown ? [...new Set([...columns, column])] : columns.filter(other => other !== column)
  const usual = usualColumns.filter(name => name !== 'message' && chosen.includes(name))
  const fields = chosen.filter(name => !isUsual(name))
  const last = chosen.includes('message') ? ['message'] : []
  updateQuery({ cols: [...usual, ...fields, ...last].join(',') })
}
