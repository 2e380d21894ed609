// Functions of a profile, and what changed between two, as tables. Cells are numbers in the unit of the profile, told in words.
import type { ProfileChanges, ProfileView, TableColumn, TableView } from '../../shared/pages.js'
import { typeWords } from './values.js'

/** Time is told in milliseconds, everything else as it is. */
function amount(id: string, title: string, unit: string, main: boolean): TableColumn {
  const kind = unit === 'nanoseconds' ? 'duration' : unit === 'bytes' ? 'bytes' : 'number'
  return { id, title, kind, ...(main ? { main: true } : {}) }
}

function scaled(value: number, unit: string): number {
  return unit === 'nanoseconds' ? value / 1e6 : value
}

function percent(value: number, total: number): number {
  return total === 0 ? 0 : Math.round((value / total) * 1000) / 10
}

export function functionsTable({ functions, functionCount, total, unit, type }: ProfileView): TableView {
  const more = functionCount - functions.length
  return {
    id: 'functions',
    title: 'Functions',
    says: `${typeWords(type)}: by the function itself, and with all that it called.${more > 0 ? ` ${more} functions with less are left out.` : ''}`,
    columns: [
      { id: 'function', title: 'Function', kind: 'code', main: true },
      amount('flat', 'Itself', unit, true),
      { id: 'flatShare', title: 'Share', kind: 'percent' },
      amount('cum', 'With calls', unit, true),
      { id: 'cumShare', title: 'Share with calls', kind: 'percent' },
    ],
    rows: functions.map(({ name, flat, cum }, position) => ({
      // Functions without a name look the same.
      id: name === '<unknown>' ? `${name} ${position}` : name,
      cells: [name, scaled(flat, unit), percent(flat, total), scaled(cum, unit), percent(cum, total)],
    })),
    empty: 'The profile has no functions.',
  }
}

export function changesTable({ rows, unit, before, after }: ProfileChanges): TableView {
  const change = after - before
  return {
    id: 'changes',
    title: 'Changes',
    says: `In all ${change === 0 ? 'the same' : change > 0 ? 'more than before' : 'less than before'}: ${percent(after, before)} % of what it was. Positive numbers are more than in the profile compared with.`,
    columns: [
      { id: 'function', title: 'Function', kind: 'code', main: true },
      amount('flat', 'Itself, change', unit, true),
      amount('cum', 'With calls, change', unit, true),
      amount('before', 'With calls, before', unit, false),
      amount('after', 'With calls, now', unit, false),
    ],
    rows: rows.map(({ name, flat, cum, before: old, after: now }, position) => ({
      id: name === '<unknown>' ? `${name} ${position}` : name,
      cells: [name, flat, cum, old.cum, now.cum].map(cell =>
        typeof cell === 'number' ? scaled(cell, unit) : cell,
      ),
    })),
    empty: 'Nothing changed: both profiles have the same functions with the same values.',
  }
}
