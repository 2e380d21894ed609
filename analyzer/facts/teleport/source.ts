// What the facts of Teleport have in common: documents of a node by kind, and facts of one document.
import type { Document, ValuePath } from '../../documents/types.js'
import type { DocumentKind } from '../../packet/layout-types.js'
import { readAt, type Accept } from '../reading.js'
import type { Derived, FactDefinition, FactInput, Source } from '../types.js'
import { defineFact } from '../types.js'

/** The node's own document; one at the root of the dump belongs to no node. */
export function documentOf<T>(
  input: FactInput,
  kind: DocumentKind,
  node = input.node,
): Document<T> | undefined {
  const found = input.documents.get(kind, node)
  return found?.node === node || input.nodes.length === 1 ? (found as Document<T> | undefined) : undefined
}

/** A fact of one document of the node. */
export function ofDocument<D, T>(
  id: string,
  title: string,
  kind: DocumentKind,
  derive: (
    value: D,
    input: FactInput,
  ) => { readonly value: T; readonly paths: readonly ValuePath[] } | undefined,
): FactDefinition<T> {
  return defineFact<T>({
    id,
    title,
    scope: 'node',
    derive(input) {
      const document = documentOf<D>(input, kind)
      const told = document && derive(document.value, input)
      if (document === undefined || told === undefined) return undefined
      return { value: told.value, from: told.paths.map(path => input.at(document, path)) }
    },
  })
}

/** A fact that is one value of a document of the node. */
export function atPath<T>(
  id: string,
  title: string,
  kind: DocumentKind,
  path: ValuePath,
  accept: Accept<T>,
): FactDefinition<T> {
  return defineFact<T>({
    id,
    title,
    scope: 'node',
    derive(input) {
      const document = documentOf(input, kind)
      return document === undefined ? undefined : readAt(input, document, path, accept)
    },
  })
}

/** A fact of all nodes together, from a fact that each may have. */
export function eachNode<T, R>(
  input: FactInput,
  definition: FactDefinition<T>,
  use: (value: T, node: string) => R | undefined,
): { readonly values: readonly R[]; readonly from: readonly Source[]; readonly asked: number } {
  const found = input.nodes.flatMap(node => {
    const derived = input.fact(definition, node)
    return derived === undefined ? [] : [{ node, derived }]
  })
  const used = found.flatMap(({ node, derived }) => {
    const value = use(derived.value, node)
    return value === undefined ? [] : [{ value, from: derived.from }]
  })
  return {
    values: used.map(({ value }) => value),
    from: used.flatMap(({ from }) => from),
    asked: found.length,
  }
}

/** The facts of every node that has it, `undefined` where none has. */
export function overNodes<T, R>(
  id: string,
  title: string,
  definition: FactDefinition<T>,
  derive: (
    found: readonly { readonly node: string; readonly value: T; readonly from: readonly Source[] }[],
    input: FactInput,
  ) => Derived<R> | undefined,
): FactDefinition<R> {
  return defineFact<R>({
    id,
    title,
    scope: 'packet',
    derive(input) {
      const found = input.nodes.flatMap(node => {
        const derived = input.fact(definition, node)
        return derived === undefined ? [] : [{ node, ...derived }]
      })
      return found.length === 0 ? undefined : derive(found, input)
    },
  })
}
