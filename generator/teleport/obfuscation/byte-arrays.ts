// Messages that the journal writes as numbers: with a colour or another unprintable character, `"MESSAGE":[27,91,51,49,109,…]`.
// They hold the same names and secrets as the others.

const field = /("MESSAGE":\[)(\d{1,3}(?:,\d{1,3})*)(?=\])/

/** Changes the line, and the text inside such an array as well. */
export function throughByteArrays(
  line: string,
  change: (text: string) => string | undefined,
): string | undefined {
  if (!line.includes('"MESSAGE":[')) return change(line)
  const found = field.exec(line)
  if (found === null) return change(line)
  const [whole, open = '', numbers = ''] = found
  const text = Buffer.from(numbers.split(',').map(Number)).toString('latin1')
  const inside = [...Buffer.from(change(text) ?? '', 'latin1')].join(',')
  const before = change(line.slice(0, found.index)) ?? ''
  const after = change(line.slice(found.index + whole.length)) ?? ''
  return `${before}${open}${inside}${after}`
}
