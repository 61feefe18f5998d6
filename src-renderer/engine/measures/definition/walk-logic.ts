import type { ElmLibrary, ElmStatement } from '../../cql/elm/library/elm-library.ts'
import { isNode, isElmObject, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { findInclude, findLibrary } from '../../cql/elm/library/find-library.ts'
import type { MeasureDefinition } from './measure-definition.ts'

/** Receives what is reachable. */
export interface LogicVisitor {
  node(node: ElmNode, library: ElmLibrary, statement: ElmStatement): void
  /** A reference to a library, define or function that is not among the content. */
  missing?(name: string, library: ElmLibrary, statement: ElmStatement): void
}

/** Members of a node that describe it and hold no expression. */
const descriptive: ReadonlySet<string> = new Set(['annotation', 'signature', 'resultTypeSpecifier'])

/** The nodes of a statement, in the order in which they are visited: every measure goes through the same libraries. */
const nodesOfStatement = new WeakMap<ElmStatement, readonly ElmNode[]>()

function nodesOf(statement: ElmStatement): readonly ElmNode[] {
  const known = nodesOfStatement.get(statement)
  if (known !== undefined) return known
  const nodes: ElmNode[] = []
  // A list instead of recursion: content may be nested deeper than the stack.
  const values: unknown[] = [statement.expression]
  while (values.length > 0) {
    const value = values.pop()
    if (Array.isArray(value)) for (const item of value) values.push(item)
    else if (isElmObject(value)) {
      if (isNode(value)) nodes.push(value)
      for (const [key, child] of Object.entries(value)) if (!descriptive.has(key)) values.push(child)
    }
  }
  nodesOfStatement.set(statement, nodes)
  return nodes
}

/** Goes once through every define and function that some defines need, without evaluating anything. */
class Walk {
  readonly #libraries: readonly ElmLibrary[]
  readonly #visitor: LogicVisitor
  readonly #reached = new Set<ElmStatement>()
  readonly #waiting: (readonly [ElmLibrary, ElmStatement])[] = []

  constructor(libraries: readonly ElmLibrary[], visitor: LogicVisitor) {
    this.#libraries = libraries
    this.#visitor = visitor
  }

  define(library: ElmLibrary, name: string): boolean {
    const statement = library.defines.get(name)
    const functions = library.functions.get(name) ?? []
    if (statement !== undefined) this.#reach(library, statement)
    for (const item of functions) this.#reach(library, item)
    return statement !== undefined || functions.length > 0
  }

  #reach(library: ElmLibrary, statement: ElmStatement): void {
    if (this.#reached.has(statement)) return
    this.#reached.add(statement)
    this.#waiting.push([library, statement])
  }

  finish(): void {
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      const [library, statement] = next
      for (const node of nodesOf(statement)) this.#node(node, library, statement)
    }
  }

  #node(node: ElmNode, library: ElmLibrary, statement: ElmStatement): void {
    this.#visitor.node(node, library, statement)
    if (node.type !== 'ExpressionRef' && node.type !== 'FunctionRef') return
    const alias = text(node, 'libraryName')
    const name = text(node, 'name') ?? ''
    const owner = findInclude(this.#libraries, library, alias)
    if (owner === undefined) {
      const wanted = alias === undefined ? undefined : library.includes.get(alias)
      this.#visitor.missing?.(wanted?.id ?? alias ?? name, library, statement)
    } else if (!this.define(owner, name)) this.#visitor.missing?.(`${owner.id}."${name}"`, library, statement)
  }
}

/**
 * Goes through the logic that the populations, stratifiers and observations of a measure need.
 * @param all go through the supplemental data, too
 * @returns the measure's library; undefined where it is not among the content, and nothing is visited
 */
export function walkLogic(
  measure: MeasureDefinition,
  libraries: readonly ElmLibrary[],
  all: boolean,
  visitor: LogicVisitor
): ElmLibrary | undefined {
  const main = findLibrary(libraries, measure.library, measure.libraryVersion)
  if (main === undefined) return undefined
  const walk = new Walk(libraries, visitor)
  for (const group of measure.groups) {
    for (const item of [...group.populations, ...group.stratifiers]) walk.define(main, item.expression)
  }
  if (all) for (const item of measure.supplementalData) walk.define(main, item.expression)
  walk.finish()
  return main
}
