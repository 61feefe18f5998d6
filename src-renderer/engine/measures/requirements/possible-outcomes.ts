import type { ElmLibrary, ElmStatement } from '../../cql/elm/library/elm-library.ts'
import { isNode, objects, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { resourceTypeOf } from '../../cql/elm/fhir/model-types.ts'
import { findInclude } from '../../cql/elm/library/find-library.ts'
import { namedValueSet } from './asked-value-sets.ts'
import { either, operator, property, query, sourcesOf } from './operator-outcomes.ts'
import { ANY, EMPTY, FALSE, LIST, NULL, only, type Outcomes } from './outcomes.ts'

/** Content may be nested deeper than the stack; what lies deeper than this may be anything. */
const deepest = 400

/** Outcomes of the operands of the function at hand, by name. */
type Operands = ReadonlyMap<string, Outcomes>

const noOperands: Operands = new Map()

/** Key of what a query calls by a name of its own, which no operand can have. */
function letKey(name: string): string {
  return `let ${name}`
}

/** What there is nothing of. */
export interface Absent {
  /** FHIR types of which there are no records. */
  readonly types: ReadonlySet<string>
  /** Addresses, without version, of value sets that have no codes. */
  readonly valueSets: ReadonlySet<string>
  /** Whether a retrieve finds nothing in these data. */
  readonly retrieve?: (node: ElmNode, library: ElmLibrary) => boolean
  /** Whether no code that is asked for can be in a value set, by its address. */
  readonly membership?: (valueSet: string) => boolean
}

/**
 * Tells what expressions may come to when there are no records of some kinds, or no codes in some value sets, without
 * evaluating anything: `exists` of such records is false, the last of them null, and so on through the logic. Whatever
 * depends on more than that may be anything.
 */
export class PossibleOutcomes {
  readonly #libraries: readonly ElmLibrary[]
  readonly #absent: Absent
  readonly #known = new Map<ElmStatement, Map<string, Outcomes>>()
  #depth = 0

  constructor(libraries: readonly ElmLibrary[], absent: Absent) {
    this.#libraries = libraries
    this.#absent = absent
  }

  /** Of a define, or of all functions of a name whatever they are called with; undefined where there is neither. */
  of(library: ElmLibrary, name: string): Outcomes | undefined {
    const statement = library.defines.get(name)
    if (statement !== undefined) return this.#statement(library, statement, [])
    const functions = library.functions.get(name)
    return functions?.reduce((found, overload) => found | this.#statement(library, overload, []), 0)
  }

  #statement(library: ElmLibrary, statement: ElmStatement, given: readonly Outcomes[]): Outcomes {
    if (statement.external || statement.expression === undefined || this.#depth > deepest) return ANY
    const calls = this.#known.get(statement) ?? new Map<string, Outcomes>()
    this.#known.set(statement, calls)
    const key = given.join()
    const known = calls.get(key)
    if (known !== undefined) return known
    // What refers to itself may be anything.
    calls.set(key, ANY)
    const operands = statement.operands?.map(({ name }, index) => [name, given[index] ?? ANY] as const)
    const found = this.#node(statement.expression, library, operands === undefined ? noOperands : new Map(operands))
    calls.set(key, found)
    return found
  }

  #node(node: ElmNode, library: ElmLibrary, operands: Operands): Outcomes {
    if (this.#depth > deepest) return ANY
    this.#depth++
    try {
      return this.#outcomes(node, library, operands)
    } finally {
      this.#depth--
    }
  }

  #outcomes(node: ElmNode, library: ElmLibrary, operands: Operands): Outcomes {
    const { type } = node
    const of = (operand: unknown): Outcomes => (isNode(operand) ? this.#node(operand, library, operands) : NULL)
    switch (type) {
      case 'Retrieve':
        return this.#absent.types.has(resourceTypeOf(text(node, 'dataType') ?? '')) ||
          this.#names(node['codes'], library) ||
          this.#absent.retrieve?.(node, library) === true
          ? EMPTY
          : LIST
      case 'InValueSet':
      case 'AnyInValueSet':
        return this.#holdsNothing(node['valueset'], library) ? NULL | FALSE : ANY
      case 'ExpressionRef':
      case 'FunctionRef':
        return this.#reference(node, library, sourcesOf(node).map(of))
      case 'ParameterRef': {
        const fallback = library.parameters.get(text(node, 'name') ?? '')?.['default']
        return isNode(fallback) ? of(fallback) : ANY
      }
      case 'OperandRef':
        return operands.get(text(node, 'name') ?? '') ?? ANY
      case 'Query': {
        const scope = this.#withLets(node, library, operands)
        return query(node, (operand) => (isNode(operand) ? this.#node(operand, library, scope) : NULL))
      }
      case 'QueryLetRef':
        return operands.get(letKey(text(node, 'name') ?? '')) ?? ANY
      case 'If':
        return either(
          of(node['condition']),
          () => of(node['then']),
          () => of(node['else'])
        )
      case 'Case':
        return objects(node['caseItem']).reduce((found, { then }) => found | of(then), of(node['else']))
      case 'Property':
        return this.#tupleElement(node, library) ?? property(node, of)
      default:
        return operator(node, sourcesOf(node), of)
    }
  }

  /** Outcomes of an element of a tuple that a define writes out; undefined for other properties. */
  #tupleElement(node: ElmNode, library: ElmLibrary, hops = 0): Outcomes | undefined {
    const source = node['source']
    if (hops > deepest || !isNode(source) || source.type !== 'ExpressionRef') return undefined
    const owner = findInclude(this.#libraries, library, text(source, 'libraryName'))
    const expression = owner?.defines.get(text(source, 'name') ?? '')?.expression
    if (owner === undefined || expression === undefined) return undefined
    // A define that only names another one, as a measure does with a shared reading.
    if (expression.type === 'ExpressionRef') return this.#tupleElement({ ...node, source: expression }, owner, hops + 1)
    const element =
      expression.type === 'Tuple'
        ? objects(expression['element']).find(({ name }) => name === node['path'])?.['value']
        : undefined
    return isNode(element) ? this.#node(element, owner, noOperands) : undefined
  }

  /** Outcomes of operands, and of what a query calls by a name of its own. */
  #withLets(node: ElmNode, library: ElmLibrary, operands: Operands): Operands {
    let scope = operands
    for (const { identifier, expression } of objects(node['let'])) {
      if (typeof identifier !== 'string' || !isNode(expression)) continue
      scope = new Map([...scope, [letKey(identifier), this.#node(expression, library, scope)]])
    }
    return scope
  }

  /** Whether a value set without codes is named. */
  #names(named: unknown, library: ElmLibrary): boolean {
    return this.#absent.valueSets.has(namedValueSet(this.#libraries, library, named) ?? '')
  }

  /** Whether nothing is in the value set that is named. */
  #holdsNothing(named: unknown, library: ElmLibrary): boolean {
    const url = namedValueSet(this.#libraries, library, named)
    return url !== undefined && (this.#absent.valueSets.has(url) || this.#absent.membership?.(url) === true)
  }

  #reference(node: ElmNode, library: ElmLibrary, given: readonly Outcomes[]): Outcomes {
    const owner = findInclude(this.#libraries, library, text(node, 'libraryName'))
    const name = text(node, 'name') ?? ''
    const define = node.type === 'ExpressionRef' ? owner?.defines.get(name) : undefined
    if (owner === undefined) return ANY
    if (define !== undefined) return this.#statement(owner, define, [])
    if (owner.id === 'FHIRHelpers') return given[0] !== undefined && only(given[0], NULL) ? NULL : ANY
    const fitting = (owner.functions.get(name) ?? []).filter((item) => item.operands?.length === given.length)
    return fitting.length === 0
      ? ANY
      : fitting.reduce((found, overload) => found | this.#statement(owner, overload, given), 0)
  }
}
