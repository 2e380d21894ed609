// The text that `rules new` prints: a rule that lints and whose examples run, with what to replace.
import type { Product } from '../packet/layout-types.js'

/** Products that the example in the text is written for. */
type Known = Extract<Product, 'mattermost' | 'teleport'>

/** The id reads after "this server has"; the area is the folder. */
export function scaffoldRule(id: string, product: Known, area: string): string {
  return `# Save as rules/${product}/${area}/${id}.yaml. Forms, variables and functions: docs/rules.md.
id: ${id}
title: ${titleOf(id)}
severity: warning # critical, error, warning, info
product: ${product}
# versions: ">=10.5"
when: ${whenOf[product]}
message: ${messageOf[product]}
why: What users feel, and why it is so.
fix: What to do, with the exact setting, command or place.
docs: [${docsOf[product]}]
examples:
  - name: the fault
    given: ${givenOf(product, true)}
    expect: finding
  - name: a sound server
    given: ${givenOf(product, false)}
    expect: pass
  - name: a packet that does not say
    given: {}
    expect: skip
`
}

function titleOf(id: string): string {
  const words = id.replace(/-/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const whenOf: Readonly<Record<Known, string>> = {
  mattermost: 'config.ServiceSettings.EnableDeveloper == true',
  teleport: 'teleport_config.auth_service.enabled == true',
}

const messageOf: Readonly<Record<Known, string>> = {
  mattermost: '"EnableDeveloper is {config.ServiceSettings.EnableDeveloper}."',
  teleport: '"The auth service is on: {teleport_config.auth_service.enabled}."',
}

const docsOf: Readonly<Record<Known, string>> = {
  mattermost: 'https://docs.mattermost.com/',
  teleport: 'https://goteleport.com/docs/',
}

function givenOf(product: Known, on: boolean): string {
  return product === 'mattermost'
    ? `{ config: { ServiceSettings: { EnableDeveloper: ${on} } } }`
    : `{ teleport_config: { auth_service: { enabled: ${on} } } }`
}
