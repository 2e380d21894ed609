// Facts of the license: whether there is one, what it allows, until when.
import type { Document } from '../documents/types.js'
import type { Derived, FactInput } from './types.js'
import { defineFact } from './types.js'
import { valueAt } from '../documents/shape.js'
import { asFlag, asPositive, asRecord, asText, asTimeMs, readAt, readFact, readFirst } from './reading.js'
import { sourceOfRecord } from './source.js'

const licensePresent = defineFact({
  id: 'license.present',
  title: 'Whether the server has a license',
  scope: 'packet',
  derive: input =>
    // An empty id is an answer: the key is always written, and empty without a license.
    readFirst(input, [['metadata', 'license_id']], value =>
      typeof value === 'string' ? value.trim() !== '' : undefined,
    ) ??
    readFirst(
      input,
      [
        ['diagnostics', 'license', 'company'],
        ['support-packet', 'license_to'],
      ],
      value => (typeof value === 'string' ? value.trim() !== '' : undefined),
    ),
})

export const licensedUsers = readFact({
  id: 'license.users',
  title: 'Users the license allows',
  scope: 'packet',
  spots: [
    ['diagnostics', 'license', 'users'],
    ['support-packet', 'license_supported_users'],
  ],
  // Zero is written when there is no license, and means no number at all.
  accept: asPositive,
})

const licenseSku = readFact({
  id: 'license.sku',
  title: 'Short name of the licensed plan, such as professional or enterprise',
  scope: 'packet',
  spots: [['diagnostics', 'license', 'sku_short_name']],
  accept: asText,
})

const licenseTrial = defineFact({
  id: 'license.trial',
  title: 'Whether the license is a trial',
  scope: 'packet',
  derive: input =>
    flagLeftOutWhenFalse(input, 'diagnostics', ['license'], 'is_trial') ??
    flagLeftOutWhenFalse(input, 'support-packet', [], 'license_is_trial'),
})

/** Servers leave false license flags out: absent beside a license means false. */
function flagLeftOutWhenFalse(
  input: FactInput,
  kind: Document['kind'],
  parent: readonly string[],
  key: string,
): Derived<boolean> | undefined {
  const document = input.documents.get(kind, input.node)
  if (document === undefined) return undefined
  const stated = readAt(input, document, [...parent, key], asFlag)
  if (stated !== undefined) return stated
  const record = asRecord(valueAt(document.value, parent))
  const licensed = asText(record?.['company']) ?? asText(record?.['license_to'])
  return licensed === undefined ? undefined : { value: false, from: [input.at(document, parent)] }
}

const licenseExpiry = defineFact({
  id: 'license.expires_ms',
  title: 'When the license ends, in epoch milliseconds',
  scope: 'packet',
  reads: ['logs'],
  derive: input =>
    readFirst(input, [['diagnostics', 'license', 'expires_at']], asTimeMs) ?? loggedExpiry(input),
})

/** Before servers reported the date, each start logged it: msg `Set license`, field `expires_at`. */
function loggedExpiry({ logs, documents }: FactInput): Derived<number> | undefined {
  const record = logs?.templates.find(template => template.example.msg === 'Set license')?.example
  const licenseId = asText(valueAt(documents.get('metadata')?.value, ['license_id']))
  // The first one logged; a license put in later is another one, whose end nobody logged here.
  if (licenseId !== undefined && record !== undefined && record.fields['id'] !== licenseId) return undefined
  const value = record === undefined ? undefined : asLoggedTime(record.fields['expires_at'])
  return record === undefined || value === undefined ? undefined : { value, from: [sourceOfRecord(record)] }
}

/** `2027-11-21 08:20:00.000 Z`, or epoch milliseconds as text. */
function asLoggedTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const [, day, time, zone] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  return day === undefined || time === undefined || zone === undefined
    ? undefined
    : asTimeMs(`${day}T${time}${zone}`)
}

export const licenseFacts = [
  licensePresent,
  licenseSku,
  licensedUsers,
  licenseTrial,
  licenseExpiry,
  readFact({
    id: 'license.company',
    title: 'Company the license was issued to',
    scope: 'packet',
    spots: [
      ['diagnostics', 'license', 'company'],
      ['support-packet', 'license_to'],
    ],
    accept: asText,
  }),
]
