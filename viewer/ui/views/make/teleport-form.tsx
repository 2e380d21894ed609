// A support dump of Teleport: of this machine, or of a cluster whose hosts are reached with tsh or ssh.
import { useState } from 'preact/hooks'
import type { TeleportMode, TeleportReach } from '../../../shared/make.js'
import { Check, Choice, MakeForm } from './make-form.js'

export function TeleportForm() {
  const [reach, setReach] = useState<TeleportReach>('here')
  const [mode, setMode] = useState<TeleportMode>('speed')
  const [obfuscate, setObfuscate] = useState(false)
  return (
    <MakeForm request={() => ({ from: 'teleport', reach, mode, obfuscate })}>
      <Choice
        title="Of what"
        name="reach"
        value={reach}
        onChange={setReach}
        choices={[
          ['here', 'this machine only'],
          ['tsh', 'the cluster: tctl here, its hosts by tsh ssh'],
          ['ssh', 'the cluster: tctl here, its hosts by ssh'],
        ]}
      />
      <Choice
        title="How much"
        name="mode"
        value={mode}
        onChange={setMode}
        choices={[
          ['speed', 'what tells most, soon'],
          ['completeness', 'everything, however long it takes'],
          ['size', 'small enough to send by mail'],
        ]}
      />
      <Check
        label="Other names in place of users, hosts, addresses and labels"
        checked={obfuscate}
        onChange={setObfuscate}
      />
      <p class="note quiet">
        Runs the tctl, tsh and ssh of this machine, as the user who runs the viewer. Keys, tokens and
        passwords never go into a dump.
      </p>
    </MakeForm>
  )
}
