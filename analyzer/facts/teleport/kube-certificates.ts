// Facts of cert-manager: certificates of the proxy that are not made, not renewed, or about to end.
import type { FactInput } from '../types.js'
import { defineFact } from '../types.js'
import { judgeKinds, wordsOf } from './kube-conditions.js'
import type { ObjectFact } from './kube-conditions.js'
import { judgeObjects } from './kube-index.js'
import { takenAt } from './resource-presence.js'
import { spanWords, timeOf, whenWords } from './resource-times.js'

const certificatesNotReady = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.certificates.not_ready',
  title: 'Certificates of cert-manager that are not ready, each {name, says}',
  scope: 'packet',
  derive: input => notReadyOf(input, ['Certificate']),
})

const issuersNotReady = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.certificates.issuers_not_ready',
  title: 'Issuers of cert-manager that are not ready, each {name, says}',
  scope: 'packet',
  derive: input => notReadyOf(input, ['Issuer', 'ClusterIssuer']),
})

function notReadyOf(input: FactInput, kinds: readonly ('Certificate' | 'Issuer' | 'ClusterIssuer')[]) {
  return judgeKinds(input, kinds, ({ name, value }) => {
    const { conditions } = value.status ?? {}
    const index = (conditions ?? []).findIndex(({ type, status }) => type === 'Ready' && status !== 'True')
    const condition = conditions?.[index]
    return condition === undefined
      ? undefined
      : { value: { name, says: wordsOf(condition) }, path: ['status', 'conditions', index] }
  })
}

const fortnightMs = 14 * 86_400_000

const certificatesEnding = defineFact<readonly (ObjectFact & { readonly over: boolean })[]>({
  id: 'kubernetes.certificates.ending',
  title: 'Certificates of cert-manager that are over or will be within two weeks, each {name, says, over}',
  scope: 'packet',
  derive(input) {
    const takenMs = takenAt(input)
    if (takenMs === undefined) return undefined
    return judgeObjects(input, 'Certificate', ({ name, value }) => {
      const endMs = timeOf(value.status?.notAfter)
      if (endMs === undefined || endMs - takenMs > fortnightMs) return undefined
      const over = endMs < takenMs
      const span = spanWords(endMs - takenMs)
      const says = over ? `over since ${whenWords(endMs)}` : `ends in ${span}, ${whenWords(endMs)}`
      return { value: { name, says, over }, path: ['status', 'notAfter'] }
    })
  },
})

const challengesOpen = defineFact<readonly ObjectFact[]>({
  id: 'kubernetes.certificates.challenges_open',
  title: 'Orders and challenges of an ACME issuer that are pending or failed, each {name, says}',
  scope: 'packet',
  derive: input =>
    judgeKinds(input, ['Challenge', 'Order'] as const, ({ name, value }) => {
      const { state = '', reason = '' } = value.status ?? {}
      return ['pending', 'errored', 'invalid', 'expired'].includes(state)
        ? {
            value: {
              name,
              says: [state, reason]
                .filter(part => part !== '')
                .join(': ')
                .slice(0, 300),
            },
            path: ['status', 'state'],
          }
        : undefined
    }),
})

export const kubeCertificateFacts = [
  certificatesNotReady,
  issuersNotReady,
  certificatesEnding,
  challengesOpen,
]
