// objects/tctl_get_<kind>.yaml: cluster objects as `tctl get` prints them. Keys are sorted, `version` comes last.
//
//   kind: node
//   metadata:
//     expires: "2026-11-21T09:44:26.963988096Z"
//     name: 04fe8be0-09b6-4cad-8bfa-dc94cb886f45
//   spec:
//     addr: 10.20.0.31:3022
//   version: v2
//   ---
import type { Parser } from '../parser.js'
import { resourceShapeOf } from './resource-shapes.js'
import type { Resource } from './resource-shapes.js'
import { objectParser } from './resource-stream.js'
import type { ObjectStream } from './resource-stream.js'

/** Objects of one entry; several kinds occur together in `tctl_get_connectors.yaml`. */
export interface ResourceList extends ObjectStream {
  readonly items: readonly Resource[]
}

export const parseResources = objectParser(({ kind }) => resourceShapeOf(kind)) as Parser<ResourceList>
