// One function of a profile: what it costs, who calls it and what it calls, as graphs and as lists.
import { useMemo, useState } from 'preact/hooks'
import type { ProfileView } from '../../../shared/pages.js'
import { calleesOf, callersOf, firstLevel, type CallTree } from '../../profile/call-tree.js'
import { profileValueWords, shareWords } from '../../profile/values.js'
import { updateQuery } from '../../state.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { PacketText } from '../../widgets/packet-text.js'
import { PanelFrame } from '../../widgets/panel-frame.js'
import { FlameGraph } from './flame-graph.js'

interface PanelProps {
  readonly profile: ProfileView
  readonly tree: CallTree
  readonly name: string
}

export function FunctionPanel({ profile, tree, name }: PanelProps) {
  const cost = profile.functions.find(one => one.name === name)
  const at = tree.names.indexOf(name)
  return (
    <PanelFrame label="Function" title="Function" onClose={() => updateQuery({ row: undefined })}>
      <p class="crumbs">
        <PacketText text={name} />
      </p>
      {cost === undefined ? null : (
        <p>
          Itself {profileValueWords(cost.flat, profile.unit)}, {shareWords(cost.flat, profile.total)}; with
          calls {profileValueWords(cost.cum, profile.unit)}, {shareWords(cost.cum, profile.total)}.
        </p>
      )}
      <p class="actions">
        <CopyButton text={() => name} what="the name">
          Copy name
        </CopyButton>
        <CopyButton text={() => location.href} what="the link">
          Copy link
        </CopyButton>
      </p>
      {at === -1 ? (
        <p class="note">
          {cost === undefined ? 'The profile has no such function.' : 'Its calls are too small to be drawn.'}
        </p>
      ) : (
        <Sandwich key={name} profile={profile} tree={tree} at={at} />
      )}
    </PanelFrame>
  )
}

interface SandwichProps {
  readonly profile: ProfileView
  readonly tree: CallTree
  readonly at: number
}

function Sandwich({ profile: { unit }, tree, at }: SandwichProps) {
  const callers = useMemo(() => callersOf(tree, at), [tree, at])
  const callees = useMemo(() => calleesOf(tree, at), [tree, at])
  return (
    <>
      <Side title="Called by" nobody="It is where its stacks begin." tree={callers} unit={unit} upwards />
      <Side title="Calls" nobody="It calls nothing that was seen." tree={callees} unit={unit} />
    </>
  )
}

interface SideProps {
  readonly title: string
  readonly nobody: string
  readonly tree: CallTree
  readonly unit: string
  readonly upwards?: boolean
}

function Side({ title, nobody, tree, unit, upwards = false }: SideProps) {
  const [zoomed, setZoomed] = useState(0)
  const rows = firstLevel(tree).slice(0, 50)
  return (
    <section aria-label={title} class="sandwich">
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p class="quiet">{nobody}</p>
      ) : (
        <>
          <FlameGraph
            tree={tree}
            unit={unit}
            label={title}
            words=""
            zoomed={zoomed}
            onZoom={setZoomed}
            onFunction={row => updateQuery({ row })}
            upwards={upwards}
          />
          <table>
            <tbody>
              {rows.map(({ name, value }) => (
                <tr key={name}>
                  <td>
                    <button type="button" class="row-button" onClick={() => updateQuery({ row: name })}>
                      <PacketText text={name} />
                    </button>
                  </td>
                  <td class="number">{profileValueWords(value, unit)}</td>
                  <td class="number">{shareWords(value, tree.total[0] ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
