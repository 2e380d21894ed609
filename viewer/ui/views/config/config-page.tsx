// The configuration: by section, first what somebody changed; nodes side by side; a setting opens in the panel.
import { pagePaths, type ConfigSetting, type ConfigView } from '../../../shared/pages.js'
import { route, updateQuery } from '../../state.js'
import { useApi } from '../../use-api.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { FilterToggles } from '../../widgets/filter-toggles.js'
import { whenLoaded } from '../../widgets/notes.js'
import { PacketText } from '../../widgets/packet-text.js'
import { SearchBox } from '../../widgets/search-box.js'
import { countWords, numberWords } from '../../words.js'
import { Plain, ValueOf } from './setting-value.js'
import { SettingPanel } from './setting-panel.js'
import {
  configParts,
  findSettings,
  isInPart,
  keyOf,
  partNamed,
  sectionsOf,
  settingsAsTsv,
  type ConfigPart,
  type Section,
} from './settings.js'

function useConfig() {
  return useApi<ConfigView>(pagePaths.config(route.value.packet ?? ''))
}

export function Page() {
  return whenLoaded(useConfig(), 'Reading the configuration…', config => <Settings config={config} />)
}

export function Panel() {
  const config = useConfig()
  const { key } = route.value.query
  if (config.kind !== 'ready' || key === undefined) return null
  return <SettingPanel config={config.value} name={key} />
}

function Settings({ config }: { readonly config: ConfigView }) {
  const { q = '', part: named } = route.value.query
  const part = partNamed(named)
  const inPart = config.settings.filter(setting => isInPart(setting, part))
  const shown = findSettings(inPart, q)
  return (
    <>
      <header class="page-head">
        <h1>Configuration</h1>
        <p class="quiet" role="status">
          {numberWords(shown.length)} of {countWords(config.settings.length, 'setting')}
        </p>
        <CopyButton text={() => settingsAsTsv(config, shown)} what={countWords(shown.length, 'setting')}>
          Copy as TSV
        </CopyButton>
      </header>
      <div class="filters">
        <FilterToggles
          label="Which settings"
          choices={choicesOf(config, part)}
          chosen={[part]}
          onToggle={id => updateQuery({ part: id === 'changed' ? undefined : id })}
        />
        <SearchBox
          label="Search settings and values"
          value={q}
          onChange={text => updateQuery({ q: text }, 'replace')}
        />
      </div>
      {shown.length === 0 ? (
        <NoSettings config={config} part={part} words={q} />
      ) : (
        <SettingsTable sections={sectionsOf(shown)} config={config} sideBySide={part === 'nodes'} />
      )}
    </>
  )
}

function choicesOf({ settings, nodes }: ConfigView, part: ConfigPart) {
  return configParts
    .map(({ id, name }) => ({
      id,
      count: settings.filter(setting => isInPart(setting, id)).length,
      content: <span>{name}</span>,
    }))
    .filter(({ id, count }) => {
      if (id === part || id === 'changed' || id === 'all') return true
      return id === 'nodes' ? nodes.length > 1 : count > 0
    })
}

interface NoSettingsProps {
  readonly config: ConfigView
  readonly part: ConfigPart
  readonly words: string
}

function NoSettings({ config, part, words }: NoSettingsProps) {
  const elsewhere = findSettings(config.settings, words).length
  const says = words === '' ? emptyParts[part] : 'No setting of these has such words in its key or value.'
  return (
    <p class="note">
      {says}{' '}
      {part === 'all' || elsewhere === 0 ? null : (
        <button type="button" class="button" onClick={() => updateQuery({ part: 'all' })}>
          Look at all settings: {countWords(elsewhere, 'fits', 'fit')}
        </button>
      )}
    </p>
  )
}

const emptyParts: Readonly<Record<ConfigPart, string>> = {
  changed: 'No setting differs from its default.',
  nodes: 'All nodes have the same settings.',
  masked: 'No setting is masked.',
  unknown: 'Every setting is one that a known version has.',
  all: 'The configuration is empty.',
}

interface TableProps {
  readonly sections: readonly Section[]
  readonly config: ConfigView
  /** A column a node. */
  readonly sideBySide: boolean
}

function SettingsTable({ sections, config, sideBySide }: TableProps) {
  const nodes = sideBySide ? config.nodes.map(({ node }) => node) : ['Value']
  return (
    <table class="settings-table">
      <thead>
        <tr>
          <th scope="col">Setting</th>
          {nodes.map(node => (
            <th scope="col" key={node}>
              <PacketText text={node} />
            </th>
          ))}
          <th scope="col" class="wide">
            Default
          </th>
        </tr>
      </thead>
      {sections.map(({ name, settings }) => (
        <tbody key={name}>
          <tr class="section-row">
            <th scope="rowgroup" colSpan={nodes.length + 1}>
              <PacketText text={name} /> <span class="quiet number">{settings.length}</span>
            </th>
            <td class="wide" />
          </tr>
          {settings.map(setting => (
            <SettingRow key={keyOf(setting)} setting={setting} config={config} sideBySide={sideBySide} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

interface RowProps {
  readonly setting: ConfigSetting
  readonly config: ConfigView
  readonly sideBySide: boolean
}

function SettingRow({ setting, config, sideBySide }: RowProps) {
  const key = keyOf(setting)
  const open = route.value.query.key === key
  return (
    <tr class={open ? 'is-open' : undefined}>
      <td class="setting-name">
        <button
          type="button"
          class="row-button"
          data-row
          aria-expanded={open}
          onClick={() => updateQuery({ key: open ? undefined : key, ev: undefined })}
        >
          <PacketText text={setting.path.slice(1).join('.')} />
        </button>
      </td>
      {sideBySide ? (
        setting.values.map((value, position) => (
          <td key={position}>
            <ValueOf value={value} />
          </td>
        ))
      ) : (
        <td>
          <NodeValues setting={setting} config={config} />
        </td>
      )}
      <td class="wide quiet">
        {'default' in setting ? <Plain value={setting.default} whole={false} /> : 'none known'}
      </td>
    </tr>
  )
}

/** One value where the nodes agree, else one a node. */
function NodeValues({ setting, config }: Omit<RowProps, 'sideBySide'>) {
  const [first] = setting.values
  if (!setting.nodesDiffer) return first === undefined ? null : <ValueOf value={first} />
  return (
    <dl class="node-values">
      {setting.values.map((value, position) => (
        <div key={position}>
          <dt>
            <PacketText text={config.nodes[position]?.node ?? ''} />
          </dt>
          <dd>
            <ValueOf value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
