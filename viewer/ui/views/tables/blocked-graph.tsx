// Who waits for whom, drawn: of each lock those who wait, the lock, and those who may have it; one who waits for another lock
// in turn leads to that.
import type { ComponentChildren } from 'preact'
import type { TableView } from '../../../shared/pages.js'
import { shortName } from '../../profile/values.js'
import { route, updateQuery } from '../../state.js'
import { cellWords } from '../../tables/table-rows.js'
import { NodeName } from '../../widgets/node-name.js'
import { PacketText } from '../../widgets/packet-text.js'
import { countWords } from '../../words.js'

type Lock = NonNullable<TableView['blocked']>[number]

export function BlockedGraph({ locks }: { readonly locks: readonly Lock[] }) {
  if (locks.length === 0) return null
  return (
    <ol class="blocked" aria-label="Who waits for whom">
      {locks.map(lock => (
        <li key={lock.row}>
          <Box>
            <strong>{countWords(lock.waiters, 'goroutine')}</strong> in <Name of={lock.askedIn} />
            <span class="quiet">, {waitWords(lock)}</span>
          </Box>
          <Arrow>{lock.waiters === 1 ? 'waits for' : 'wait for'}</Arrow>
          <LockBox lock={lock} />
          <Arrow>may be held by</Arrow>
          <Holders lock={lock} all={locks} />
        </li>
      ))}
    </ol>
  )
}

function waitWords({ waiters, longestWaitMinutes }: Lock): string {
  const time = cellWords(longestWaitMinutes, 'minutes', 'utc')
  return waiters === 1 ? `for ${time}` : `the longest for ${time}`
}

function Box({ children }: { readonly children: ComponentChildren }) {
  return <div class="blocked-box">{children}</div>
}

function Arrow({ children }: { readonly children: string }) {
  return <span class="blocked-arrow quiet">{children}</span>
}

/** The way Go writes a function, without the path of its package; the whole stands in the table. */
function Name({ of }: { readonly of: string }) {
  return (
    <code>
      <PacketText text={shortName(of)} />
    </code>
  )
}

function LockBox({ lock }: { readonly lock: Lock }) {
  const isOpen = route.value.query.row === lock.row
  return (
    <button
      type="button"
      class="map-mark"
      aria-expanded={isOpen}
      onClick={() => updateQuery({ row: isOpen ? undefined : lock.row, ev: undefined })}
    >
      lock <code>{lock.address ?? 'of unknown address'}</code>
      {lock.node === undefined ? null : (
        <span class="quiet">
          on <NodeName node={lock.node} />
        </span>
      )}
    </button>
  )
}

function Holders({ lock, all }: { readonly lock: Lock; readonly all: readonly Lock[] }) {
  if (lock.holders.length === 0)
    return (
      <Box>
        <span class="quiet">
          {lock.isUnclear ? 'some that work on the same, who is not to be seen' : 'nobody that is to be seen'}
        </span>
      </Box>
    )
  return (
    <ul>
      {lock.holders.map(holder => (
        <li key={holder.goroutine}>
          <Box>
            <strong>goroutine {holder.goroutine}</strong> in <Name of={holder.function} />
            <WaitsFor lock={all.find(({ row }) => row === holder.waitsFor)} />
          </Box>
        </li>
      ))}
      {lock.moreHolders === 0 ? null : <li class="quiet">or {lock.moreHolders} more</li>}
    </ul>
  )
}

function WaitsFor({ lock }: { readonly lock: Lock | undefined }) {
  if (lock === undefined) return null
  return (
    <button type="button" class="button" onClick={() => updateQuery({ row: lock.row, ev: undefined })}>
      which waits for lock {lock.address ?? 'of unknown address'}
    </button>
  )
}
