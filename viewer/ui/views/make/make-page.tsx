// Have a packet made: by a Mattermost server, from an installation on this machine, or of a Teleport cluster.
import type { ComponentChildren } from 'preact'
import { packetsRoute } from '../../route.js'
import { route, updateQuery } from '../../state.js'
import { FilterToggles } from '../../widgets/filter-toggles.js'
import { Link } from '../../widgets/link.js'
import { InstallationForm } from './installation-form.js'
import { ServerForm } from './server-form.js'
import { TeleportForm } from './teleport-form.js'

const ways = [
  { id: 'server', name: 'Mattermost server' },
  { id: 'installation', name: 'Mattermost installation here' },
  { id: 'teleport', name: 'Teleport' },
] as const

const forms: Readonly<Record<string, () => ComponentChildren>> = {
  server: () => <ServerForm />,
  installation: () => <InstallationForm />,
  teleport: () => <TeleportForm />,
}

export function Page() {
  const chosen = ways.find(({ id }) => id === route.value.query.part)?.id ?? 'server'
  return (
    <>
      <header class="page-head">
        <h1>Make a packet</h1>
        <Link class="button" to={packetsRoute}>
          Back to the packets
        </Link>
      </header>
      <div class="filters">
        <FilterToggles
          label="Made from"
          choices={ways.map(({ id, name }) => ({ id, content: <span>{name}</span> }))}
          chosen={[chosen]}
          onToggle={part => updateQuery({ part })}
        />
      </div>
      {forms[chosen]?.()}
    </>
  )
}
