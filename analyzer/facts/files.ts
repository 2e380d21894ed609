// Facts of the file store: where files go, whether it answered, how much room it has.
import { defineFact, type FactInput } from './types.js'
import { asCount, asPositive, asText, readFact, readFirst } from './reading.js'
import { combine } from './combine.js'
import { filesDisk } from './host.js'

/** Up to 10.4 status and error stand in one text: `FAIL: unable to …`. */
function splitStatus(value: unknown): { status: string; error: string | undefined } | undefined {
  const text = asText(value)
  if (text === undefined) return undefined
  const colon = text.indexOf(':')
  return colon < 0
    ? { status: text, error: undefined }
    : { status: text.slice(0, colon).trim(), error: asText(text.slice(colon + 1)) }
}

const filesDriver = readFact({
  id: 'files.driver',
  title: 'Where files are kept: local, amazons3, …',
  scope: 'node',
  spots: [
    ['diagnostics', 'file_store', 'file_driver'],
    ['support-packet', 'file_driver'],
    ['config', 'FileSettings', 'DriverName'],
  ],
  accept: asText,
})

const filesStatus = defineFact({
  id: 'files.status',
  title: 'Whether the file store answered when the packet was made: OK or FAIL',
  scope: 'node',
  derive: input =>
    readFirst(input, [['diagnostics', 'file_store', 'file_status']], asText) ??
    readFirst(input, [['support-packet', 'file_status']], value => splitStatus(value)?.status),
})

const filesError = defineFact({
  id: 'files.error',
  title: 'What the file store answered when it failed',
  scope: 'node',
  derive: input =>
    readFirst(
      input,
      [
        ['diagnostics', 'file_store', 'error'],
        ['diagnostics', 'file_store', 'erorr'],
      ],
      asText,
    ) ?? readFirst(input, [['support-packet', 'file_status']], value => splitStatus(value)?.error),
})

const filesFree = defineFact({
  id: 'files.free_mb',
  title: 'Megabytes free on the volume of a local file store (servers from 11.9 on, or host.yaml)',
  scope: 'node',
  derive: input =>
    // The server leaves it out when it cannot be told, and when it is zero: absent is not full.
    readFirst(input, [['diagnostics', 'file_store', 'available_mb']], asPositive) ??
    combine([localDisk(input)], disk => asCount(disk.available_mb)),
})

const filesTotal = defineFact({
  id: 'files.total_mb',
  title: 'Size of the volume of a local file store in megabytes (servers from 11.9 on, or host.yaml)',
  scope: 'node',
  derive: input =>
    readFirst(input, [['diagnostics', 'file_store', 'total_mb']], asPositive) ??
    combine([localDisk(input)], disk => asPositive(disk.total_mb)),
})

/** The folder on the machine says nothing of files that are kept elsewhere. */
function localDisk(input: FactInput): ReturnType<typeof filesDisk> {
  return input.fact(filesDriver)?.value === 'local' ? filesDisk(input) : undefined
}

export const filesFacts = [
  filesDriver,
  filesStatus,
  filesError,
  readFact({
    id: 'files.filesystem',
    title: 'File system of a local file store, such as ext4 or nfs (servers from 11.9 on)',
    scope: 'node',
    spots: [['diagnostics', 'file_store', 'filesystem_type']],
    accept: asText,
  }),
  filesTotal,
  filesFree,
  defineFact({
    id: 'files.free_share',
    title:
      'Share of the volume of a local file store that is free, 0 to 1 (servers from 11.9 on, or host.yaml)',
    scope: 'node',
    derive: input =>
      combine([input.fact(filesFree), input.fact(filesTotal)], (free, total) => Math.min(1, free / total)),
  }),
]
