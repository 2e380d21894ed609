// One setting in the panel: its value on each node, its default, since when there is such a setting, and what rules say of it.
import type { ConfigSetting, ConfigView, SettingValue } from '../../../shared/pages.js'
import { entryRoute, viewRoute } from '../../route.js'
import { currentAnalysis, entryIndex, route, updateQuery } from '../../state.js'
import { CopyButton } from '../../widgets/copy-button.js'
import { DocsLinks } from '../../widgets/docs-links.js'
import { Link } from '../../widgets/link.js'
import { PacketText } from '../../widgets/packet-text.js'
import { PanelFrame } from '../../widgets/panel-frame.js'
import { RuleText } from '../../widgets/rule-text.js'
import { SeverityMark } from '../../widgets/severity-mark.js'
import type { Finding } from '../../words.js'
import { Plain, ValueOf } from './setting-value.js'
import { keyOf, valueText } from './settings.js'

interface PanelProps {
  readonly config: ConfigView
  readonly name: string
}

export function SettingPanel({ config, name }: PanelProps) {
  const setting = settingNamed(config, name)
  return (
    <PanelFrame label="Setting" title="Setting" onClose={() => updateQuery({ key: undefined })}>
      <p class="crumbs">
        {name.split('.').map((step, position) => (
          <span key={position}>
            <PacketText text={step} />
          </span>
        ))}
      </p>
      {setting === undefined ? (
        <p class="note">This configuration has no such setting.</p>
      ) : (
        <Setting config={config} setting={setting} />
      )}
    </PanelFrame>
  )
}

/** The setting, or the one whose value holds what is named: `DataSourceReplicas.0` is in `DataSourceReplicas`. */
function settingNamed({ settings }: ConfigView, name: string): ConfigSetting | undefined {
  const exact = settings.find(setting => keyOf(setting) === name)
  return exact ?? settings.find(setting => name.startsWith(`${keyOf(setting)}.`))
}

function Setting({ config, setting }: { readonly config: ConfigView; readonly setting: ConfigSetting }) {
  const [value] = setting.values
  return (
    <>
      <p class="actions">
        <CopyButton text={() => keyOf(setting)} what="the path">
          Copy path
        </CopyButton>
        {value === undefined ? null : (
          <CopyButton text={() => valueText(value)} what="the value">
            Copy value
          </CopyButton>
        )}
        <CopyButton text={() => location.href} what="the link">
          Copy link
        </CopyButton>
      </p>
      <dl class="passport">
        {setting.values.map((one, position) => (
          <NodeValue key={position} node={config.nodes[position]} value={one} />
        ))}
        <div>
          <dt>Default</dt>
          <dd>{'default' in setting ? <Plain value={setting.default} whole /> : 'none known'}</dd>
        </div>
        <div>
          <dt>Standing</dt>
          <dd>{standingWords[setting.standing]}</dd>
        </div>
        <Releases setting={setting} version={config.serverVersion} />
      </dl>
      <Rules config={config} setting={setting} />
    </>
  )
}

interface NodeProps {
  readonly node: ConfigView['nodes'][number] | undefined
  readonly value: SettingValue
}

function NodeValue({ node, value }: NodeProps) {
  const index = node === undefined ? undefined : entryIndex(node.entry)
  const line = value.kind === 'value' ? value.line : undefined
  return (
    <div>
      <dt>{node === undefined || node.node === '' ? 'Value' : <PacketText text={node.node} />}</dt>
      <dd>
        <ValueOf value={value} whole />
        {index === undefined || line === undefined ? null : (
          <div>
            <Link to={entryRoute(route.value.packet ?? '', index, line)}>
              Open line {line} of <PacketText text={node?.entry ?? ''} />
            </Link>
          </div>
        )}
      </dd>
    </div>
  )
}

const standingWords: Readonly<Record<ConfigSetting['standing'], string>> = {
  default: 'as it is by default',
  changed: 'differs from the default',
  'says-nothing': 'masked whether it is set or not: nothing can be told',
  'no-default': 'without a default: every installation has its own, or none is known',
  unknown: 'not a setting of any known version: misspelt, or of a newer one',
}

function Releases({
  setting: { since, until },
  version,
}: {
  readonly setting: ConfigSetting
  readonly version: string | undefined
}) {
  if (since === undefined && until === undefined) return null
  const from = since === undefined ? '' : `since ${since}`
  const to = until === undefined ? '' : `until before ${until}`
  return (
    <div>
      <dt>Releases</dt>
      <dd>
        {[from, to].filter(Boolean).join(', ')}
        {version === undefined ? '' : `; this server is ${version}`}
      </dd>
    </div>
  )
}

/** What the rules say is the documentation of a setting: why it matters, and where to read on. */
function Rules({ config, setting }: { readonly config: ConfigView; readonly setting: ConfigSetting }) {
  if (setting.rules.length === 0) return <p class="quiet">No rule looks at this setting.</p>
  return (
    <section class="setting-rules" aria-label="Rules that look at it">
      <h3>Rules that look at it</h3>
      <ul class="rows">
        {foundFirst(setting.rules).map(id => (
          <RuleRow key={id} id={id} rule={config.rules[id]} />
        ))}
      </ul>
    </section>
  )
}

function findingOf(ruleId: string): Finding | undefined {
  const analysis = currentAnalysis.value
  return analysis.kind === 'ready'
    ? analysis.value.findings.find(finding => finding.ruleId === ruleId)
    : undefined
}

function foundFirst(rules: readonly string[]): readonly string[] {
  return [
    ...rules.filter(id => findingOf(id) !== undefined),
    ...rules.filter(id => findingOf(id) === undefined),
  ]
}

function RuleRow({
  id,
  rule,
}: {
  readonly id: string
  readonly rule: ConfigView['rules'][string] | undefined
}) {
  const finding = findingOf(id)
  return (
    <li class="row">
      <p class="strong">{rule?.title ?? id}</p>
      {finding === undefined ? null : (
        <p class="facts">
          <SeverityMark severity={finding.severity} />
          <Link to={viewRoute('findings', route.value.packet ?? '', { open: finding.fingerprint })}>
            Found in this packet
          </Link>
        </p>
      )}
      {rule === undefined ? null : (
        <p class="quiet">
          <RuleText text={rule.why} />
        </p>
      )}
      {rule === undefined || rule.docs.length === 0 ? null : <DocsLinks links={rule.docs} />}
    </li>
  )
}
