import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import { ElmError, type ElmPosition } from '../library/elm-error.ts'
import type { ElmLibrary } from '../library/elm-library.ts'
import { isNode, text, type ElmNode } from '../library/elm-node.ts'
import type { FhirValues } from '../fhir/fhir-values.ts'
import type { Evaluate, Run } from './run.ts'
import type { ZoneOffset } from '../values/temporal-text.ts'
import type { Value } from '../values/value.ts'
import type { ValueSet } from '../values/code.ts'
import type { CodeFilter } from '../values/concept-numbers.ts'

/** Turns one node into a closure. */
export type NodeCompiler = (node: ElmNode, scope: Scope) => Evaluate

/** Compilers by node type, for one family of operators. */
export type NodeFamily = Readonly<Record<string, NodeCompiler>>

/** A function that is compiled when it is first needed, so that functions may call themselves. */
export interface CompiledFunction {
  readonly name: string
  readonly operandTypes: readonly unknown[]
  /** Calls it with its operands' values, in a new list that becomes its frame. */
  readonly call: (run: Run, operands: Value[]) => Value
}

/** What node compilers need of the set of libraries they are compiled in. */
export interface Linker {
  readonly zone: ZoneOffset
  readonly fhir: FhirValues
  /** The library that a local name stands for. @throws ElmError when it is not among the content */
  included(library: ElmLibrary, localName: string | undefined): ElmLibrary
  define(library: ElmLibrary, name: string): Evaluate
  parameter(library: ElmLibrary, name: string): Evaluate
  functions(library: ElmLibrary, name: string, operands: number): readonly CompiledFunction[]
  valueSet(id: string, version: string | undefined, name: string): ValueSet
  /** The filter of a value set, the same wherever the value set is looked for. */
  filter(valueSet: ValueSet): CodeFilter
  compile(node: ElmNode, scope: Scope): Evaluate
  /** Names that an expression reads and that are bound outside of it. */
  namesIn(node: ElmNode, scope: Scope): ReadonlySet<string>
  /** A place in the run's memory for a value that is computed once per patient. */
  newCell(): number
}

/** Where a node stands: its library and define, and the slots of the names it can see. */
export class Scope {
  readonly linker: Linker
  readonly library: ElmLibrary
  readonly expression: string
  readonly context: string
  readonly #names: ReadonlyMap<string, number>
  readonly #locals: { count: number }
  /** Slots that change while an expression here is evaluated again and again, the innermost loop last. */
  readonly #loops: readonly number[]
  /** Slots of aliases that are combined each with each. */
  readonly #joined: ReadonlySet<number>

  constructor(
    linker: Linker,
    library: ElmLibrary,
    expression: string,
    context: string,
    names: ReadonlyMap<string, number> = new Map(),
    locals: { count: number } = { count: names.size },
    loops: readonly number[] = [],
    joined: ReadonlySet<number> = new Set()
  ) {
    this.linker = linker
    this.library = library
    this.expression = expression
    this.context = context
    this.#names = names
    this.#locals = locals
    this.#loops = loops
    this.#joined = joined
  }

  /**
   * A scope in which one more name is seen, and the slot of it.
   * @param loop `each`: what is compiled in the scope is evaluated for one value after the other; `join`: for all
   * combinations of these values with those of other names
   */
  with(name: string, loop?: 'each' | 'join'): { readonly scope: Scope; readonly slot: number } {
    const slot = this.#locals.count++
    const names = new Map(this.#names).set(name, slot)
    const { linker, library, expression, context } = this
    const loops = loop === undefined ? this.#loops : [...this.#loops, slot]
    const joined = loop === 'join' ? new Set(this.#joined).add(slot) : this.#joined
    return { scope: new Scope(linker, library, expression, context, names, this.#locals, loops, joined), slot }
  }

  /**
   * How often an expression here is evaluated for the same value of a slot: `again` while an inner loop goes on, `often`
   * for the innermost of several that are combined, else `once`.
   */
  repetition(slot: number): 'once' | 'again' | 'often' {
    const innermost = this.#loops.at(-1)
    if (innermost === undefined) return 'once'
    if (innermost > slot) return 'again'
    return innermost === slot && this.#joined.has(slot) ? 'often' : 'once'
  }

  /** The slot of a name, undefined when it is not in sight. */
  slot(name: string): number | undefined {
    return this.#names.get(name)
  }

  compile(node: ElmNode): Evaluate {
    return this.linker.compile(node, this)
  }

  /** Compiles the expression under a member of a node. @throws ElmError when there is none */
  required(node: ElmNode, key: string): Evaluate {
    const child = node[key]
    if (!isNode(child)) throw this.error(node, m.lacksIts(node.type, key))
    return this.compile(child)
  }

  /** Compiles the expression under a member of a node, if there is one. */
  optional(node: ElmNode, key: string): Evaluate | undefined {
    const child = node[key]
    return isNode(child) ? this.compile(child) : undefined
  }

  /** Compiles all expressions of a member that is one node or a list of them. */
  all(node: ElmNode, key: string): readonly Evaluate[] {
    return nodesOf(node, key).map((child) => this.compile(child))
  }

  /** Compiles exactly two operands. */
  pair(node: ElmNode): readonly [Evaluate, Evaluate] {
    const [a, b] = this.all(node, 'operand')
    if (a === undefined || b === undefined) throw this.error(node, m.needsTwoOperands(node.type))
    return [a, b]
  }

  position(node: ElmNode): ElmPosition {
    const localId = text(node, 'localId')
    const locator = text(node, 'locator')
    return {
      library: this.library.id,
      expression: this.expression,
      node: node.type,
      ...(localId === undefined ? {} : { localId }),
      ...(locator === undefined ? {} : { locator })
    }
  }

  error(node: ElmNode, message: string): ElmError {
    return new ElmError('invalid-input', message, this.position(node))
  }
}

/** The expressions of a member that is one node or a list of them. */
export function nodesOf(node: ElmNode, key: string): readonly ElmNode[] {
  const value = node[key]
  if (Array.isArray(value)) return value.filter(isNode)
  return isNode(value) ? [value] : []
}
