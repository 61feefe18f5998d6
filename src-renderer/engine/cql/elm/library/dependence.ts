import type { ElmLibrary, ElmStatement } from './elm-library.ts'
import { isNode, isElmObject, objects, text, type ElmNode } from './elm-node.ts'

/** What the value of an expression depends on, beyond the names in sight: nothing or the period, or the patient. */
export interface Dependence {
  /** Whether it reads the patient's records; else it is the same for all patients of a period. */
  readonly patient: boolean
  /** Names of aliases, operands and lets that it reads and that are bound outside of it. */
  readonly free: ReadonlySet<string>
  /** Whether it must be evaluated every time, for it has an effect or cannot be looked through. */
  readonly opaque: boolean
}

const none: ReadonlySet<string> = new Set()
const constant: Dependence = { patient: false, free: none, opaque: false }
const patient: Dependence = { patient: true, free: none, opaque: false }
const opaque: Dependence = { patient: true, free: none, opaque: true }

/** Members of a node that describe it and hold no expression of its own. */
const descriptive = new Set(['annotation', 'signature', 'resultTypeSpecifier', 'asTypeSpecifier', 'isTypeSpecifier'])

const depthLimit = 1000

/** Finds the library that a local name stands for; undefined where it is not among the content. */
type Find = (library: ElmLibrary, localName: string | undefined) => ElmLibrary | undefined

/** Tells what expressions depend on, so that what is the same every time is computed once. */
export class DependenceAnalysis {
  readonly #find: Find
  readonly #nodes = new Map<object, Dependence>()
  readonly #statements = new Map<ElmStatement, Dependence>()
  #depth = 0

  constructor(find: Find) {
    this.#find = find
  }

  /** The dependence of an expression of a library. */
  of(node: ElmNode, library: ElmLibrary): Dependence {
    let known = this.#nodes.get(node)
    if (known === undefined) {
      // Deeper nesting is refused when it is compiled.
      if (this.#depth >= depthLimit) return opaque
      this.#depth++
      known = this.#ofNode(node, library)
      this.#depth--
      this.#nodes.set(node, known)
    }
    return known
  }

  /** Of a define: it has no names in sight. One that is defined by itself counts as one of the patient. */
  define(library: ElmLibrary, name: string): Dependence {
    const statement = library.defines.get(name)
    return statement === undefined ? opaque : this.#ofStatement(statement, library)
  }

  #ofStatement(statement: ElmStatement, library: ElmLibrary): Dependence {
    const known = this.#statements.get(statement)
    if (known !== undefined) return known
    this.#statements.set(statement, opaque)
    const { expression } = statement
    const found = expression === undefined ? opaque : this.of(expression, library)
    const closed = { ...found, free: none }
    this.#statements.set(statement, closed)
    return closed
  }

  #ofNode(node: ElmNode, library: ElmLibrary): Dependence {
    if (node.type === 'Query') return this.#ofQuery(node, library)
    return without(joined(this.#children(node, library, [this.#own(node, library)])), boundBy(node))
  }

  /** A name is seen by the parts that follow its place: an alias may be called like something outside that its source reads. */
  #ofQuery(node: ElmNode, library: ElmLibrary): Dependence {
    const { aggregate, sort } = node
    const parts: Dependence[] = []
    const names: string[] = []
    const see = (value: unknown, more: readonly string[] = []): void => {
      for (const part of this.#child(value, library, [])) parts.push(without(part, [...names, ...more]))
    }
    for (const [key, naming] of [
      ['source', 'alias'],
      ['let', 'identifier']
    ] as const) {
      for (const item of objects(node[key])) {
        see(item['expression'])
        names.push(text(item, naming) ?? '')
      }
    }
    for (const item of objects(node['relationship'])) {
      see(item['expression'])
      see(item['suchThat'], [text(item, 'alias') ?? ''])
    }
    see(node['where'])
    see(node['return'])
    if (isElmObject(aggregate)) {
      see(aggregate['starting'])
      see(aggregate['expression'], [text(aggregate, 'identifier') ?? '$total'])
    }
    if (isElmObject(sort)) see(sort, ['IdentifierRef', '$this'])
    return joined(parts)
  }

  #own(node: ElmNode, library: ElmLibrary): Dependence {
    switch (node.type) {
      case 'AliasRef':
      case 'OperandRef':
      case 'QueryLetRef':
        return reading(text(node, 'name') ?? '')
      case 'IdentifierRef':
      case 'Total':
      case 'Iteration':
        // What these stand for depends on the surroundings.
        return reading(node.type)
      case 'Current':
        return reading(text(node, 'scope') ?? '$this')
      case 'Property':
        return isNode(node['source']) ? constant : reading(text(node, 'scope') ?? '')
      case 'Retrieve':
        return patient
      case 'Message':
        return opaque
      case 'ExpressionRef':
      case 'FunctionRef':
        return this.#referred(node, library)
      default:
        return constant
    }
  }

  #referred(node: ElmNode, library: ElmLibrary): Dependence {
    const owner = this.#find(library, text(node, 'libraryName'))
    const name = text(node, 'name') ?? ''
    if (owner === undefined) return opaque
    if (node.type === 'ExpressionRef') {
      // A define is evaluated once per patient anyway, whatever it does.
      const found = this.define(owner, name)
      return found.opaque ? patient : found
    }
    const functions = owner.functions.get(name) ?? []
    return functions.length === 0 ? opaque : joined(functions.map((item) => this.#ofStatement(item, owner)))
  }

  /** Adds what the expressions below a value depend on, as far as they depend on anything. */
  #children(value: object, library: ElmLibrary, found: Dependence[]): Dependence[] {
    if (Array.isArray(value)) for (const item of value) this.#child(item, library, found)
    else {
      const members = value as Readonly<Record<string, unknown>>
      for (const key in members) if (!descriptive.has(key)) this.#child(members[key], library, found)
    }
    return found
  }

  #child(value: unknown, library: ElmLibrary, found: Dependence[]): Dependence[] {
    if (typeof value !== 'object' || value === null) return found
    if (!isNode(value)) return this.#children(value, library, found)
    const dependence = this.of(value, library)
    if (dependence !== constant) found.push(dependence)
    return found
  }
}

function reading(name: string): Dependence {
  return { patient: false, free: new Set([name]), opaque: false }
}

/** All that several parts depend on. */
function joined(parts: readonly Dependence[]): Dependence {
  const depending = parts.filter((item) => item !== constant)
  if (depending.length === 0) return constant
  if (depending.length === 1) return depending[0]!
  const free = new Set(depending.flatMap((item) => [...item.free]))
  return {
    patient: depending.some((item) => item.patient),
    free: free.size === 0 ? none : free,
    opaque: depending.some((item) => item.opaque)
  }
}

/** The dependence that is left when some names are bound. */
function without(part: Dependence, names: readonly string[]): Dependence {
  if (part.free.size === 0 || names.length === 0) return part
  const free = new Set([...part.free].filter((name) => !names.includes(name)))
  return { ...part, free: free.size === 0 ? none : free }
}

/** Names that a node binds for its parts. Queries are looked at part by part. */
function boundBy(node: ElmNode): readonly string[] {
  switch (node.type) {
    case 'Sort':
      return ['IdentifierRef', '$this']
    case 'Filter':
    case 'ForEach':
      return [text(node, 'scope') ?? '$this', 'Iteration']
    case 'Repeat':
      return [text(node, 'scope') ?? '$this']
    case 'Aggregate':
      return [text(node, 'scope') ?? '$this', 'Total', 'Iteration']
    default:
      return []
  }
}
