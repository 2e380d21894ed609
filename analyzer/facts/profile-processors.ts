// How many processors a server may use, so that its profile can be judged by what the machine has.
import { defineFact } from './types.js'
import { asPositive, readFirst } from './reading.js'

/** A container's limit is what counts, where there is one. */
export const processors = defineFact({
  id: 'profile.cpu.processors',
  title: 'Processors that the server may use: the limit of its container, else those of the machine',
  scope: 'node',
  derive: input =>
    readFirst(
      input,
      [
        ['diagnostics', 'server', 'container_cpu_limit'],
        ['diagnostics', 'server', 'cpu_cores'],
      ],
      asPositive,
    ),
})
