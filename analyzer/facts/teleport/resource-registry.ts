// The facts of the cluster's objects and of Kubernetes, in the order they are listed to people.
import { errorFileFacts } from './error-files.js'
import { kubeCertificateFacts } from './kube-certificates.js'
import { kubeEventFacts } from './kube-events.js'
import { kubeFailures, kubeOverview } from './kube-index.js'
import { kubeObjectFacts } from './kube-objects.js'
import { kubePodFacts } from './kube-pods.js'
import { lockFacts } from './rbac-locks.js'
import { reachFacts } from './rbac-reach.js'
import { roleFacts } from './rbac-roles.js'
import { userFacts } from './rbac-users.js'
import { agentFacts } from './resource-agents.js'
import { authorityFacts } from './resource-authorities.js'
import { connectorFacts } from './resource-connectors.js'
import { otherKinds, resourceCounts } from './resource-index.js'
import { servedFacts } from './resource-served.js'
import { settingFacts } from './resource-settings.js'
import { tokenFacts } from './resource-tokens.js'
import { trustFacts } from './resource-trust.js'
import { versionFacts } from './resource-versions.js'

export const resourceFacts = [
  resourceCounts,
  otherKinds,
  ...errorFileFacts,
  ...settingFacts,
  ...versionFacts,
  ...agentFacts,
  ...trustFacts,
  ...servedFacts,
  ...authorityFacts,
  ...tokenFacts,
  ...connectorFacts,
  ...userFacts,
  ...roleFacts,
  ...reachFacts,
  ...lockFacts,
  kubeOverview,
  kubeFailures,
  ...kubePodFacts,
  ...kubeObjectFacts,
  ...kubeCertificateFacts,
  ...kubeEventFacts,
]
