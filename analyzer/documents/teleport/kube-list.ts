// kube/kubectl_get_<resource>.yaml: Kubernetes objects as `kubectl get <resource> -o yaml` prints them.
//
//   apiVersion: v1
//   items:
//   - apiVersion: v1
//     kind: Pod
//   kind: List
//
// A `kubectl get` that failed prints a well-formed empty list all the same: whether it is empty is for facts to say.
import type { Parser } from '../parser.js'
import { kubeShapeOf } from './kube-shapes.js'
import type { KubeObject } from './kube-shapes.js'
import { objectParser } from './resource-stream.js'
import type { ObjectStream } from './resource-stream.js'

export interface KubernetesList extends ObjectStream {
  readonly items: readonly KubeObject[]
}

export const parseKubernetesList = objectParser(({ kind }) => kubeShapeOf(kind)) as Parser<KubernetesList>
