// docs/json-contract.md: the fields of what the command prints as JSON, from the schemas that the package publishes.

export interface Schema {
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly $ref?: string
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly definitions?: Readonly<Record<string, Schema>>
}

export interface ContractPart {
  /** `Analysis` */
  readonly name: string
  /** `analysis`: of its schema in the package. */
  readonly file: string
  /** What prints it. */
  readonly printedBy: string
  readonly schema: Schema
}

const intro = `# The JSON contract

What \`--format json\` prints, and what the library gives, field by field. This page is made from the schemas in the package, which are made from the types
of the code; \`npm run docs\` writes it, and a test compares it.

- Fields are added. One that is taken away or means something else raises the major version and stands in CHANGELOG.md.
- What the packet does not tell is left out; it is never zero or an empty text. Fields without "optional" are always there.
- Times are ISO 8601 in UTC, sizes are bytes, durations name their unit. Lines count from 1.
- Keys come in the same order every time, so that two outputs can be compared line by line. Control characters are escaped.
- For several packets the document is a list; \`--format ndjson\` gives a line for each packet, finding and problem, as it is ready.
`

export function contractPage(parts: readonly ContractPart[]): string {
  const told = new Set<string>()
  const sections = parts.map(part => partText(part, told))
  return `${intro}
<!-- prettier-ignore-start -->
${sections.join('\n')}<!-- prettier-ignore-end -->
`
}

function partText({ name, file, printedBy, schema }: ContractPart, told: Set<string>): string {
  const own = `## ${name}

${schema.description ?? ''} Printed by ${printedBy}; schema: \`support-packet/${file}.schema.json\`.

${fieldsTable(schema)}
`
  const others = Object.entries(schema.definitions ?? {})
    .filter(([one]) => !told.has(one))
    .map(([one, definition]) => {
      told.add(one)
      return `### ${one}\n\n${definitionText(definition)}\n`
    })
  return [own, ...others].join('\n')
}

function definitionText(schema: Schema): string {
  const says = schema.description === undefined ? '' : `${oneLine(schema.description)}\n\n`
  if (schema.properties !== undefined) return `${says}${fieldsTable(schema)}`
  const shapes = schema.anyOf ?? schema.allOf
  if (shapes?.some(({ properties }) => properties !== undefined) === true)
    return `${says}One of:\n\n${shapes.map(shape => (shape.properties === undefined ? typeText(shape) : fieldsTable(shape))).join('\n\n')}`
  return `${says}${typeText(schema)}`
}

function fieldsTable({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(([field, schema]) => {
    const optional = required.includes(field) ? '' : ', optional'
    return `| \`${field}\` | ${typeText(schema)}${optional} | ${cell(schema.description ?? '')} |`
  })
  return ['| field | type | says |', '| --- | --- | --- |', ...rows].join('\n')
}

function typeText(schema: Schema): string {
  const { $ref, items, anyOf, const: only, enum: values, type, additionalProperties } = schema
  if ($ref !== undefined) return referenceText($ref)
  if (only !== undefined) return `\`${JSON.stringify(only)}\``
  if (values !== undefined) return values.map(value => `\`${JSON.stringify(value)}\``).join(', ')
  if (anyOf !== undefined) return anyOf.map(typeText).join(' or ')
  if (type === 'array') return `list of ${items === undefined ? 'anything' : typeText(items)}`
  if (type === 'object' && typeof additionalProperties === 'object')
    return `map to ${typeText(additionalProperties)}`
  if (type === 'object' && schema.properties !== undefined)
    return `{ ${Object.entries(schema.properties)
      .map(([field, inner]) => `\`${field}\`: ${typeText(inner)}`)
      .join('; ')} }`
  return typeof type === 'string' ? type : (type?.join(' or ') ?? 'anything')
}

function referenceText(reference: string): string {
  const name = decodeURIComponent(reference.split('/').at(-1) ?? '')
  return `[${cell(name)}](#${name.toLowerCase().replace(/[^\w-]/g, '')})`
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const cell = (text: string): string => oneLine(text).replaceAll('|', '\\|').replaceAll('<', '&lt;')
