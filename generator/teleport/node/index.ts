// The dump of one agent, over any way to its host.
export { collectNode } from './collect.js'
export { nodeModes, type ModeName, type NodeMode } from './modes.js'
export type { CollectedNode, NodeFailure, NodeRequest } from './options.js'
