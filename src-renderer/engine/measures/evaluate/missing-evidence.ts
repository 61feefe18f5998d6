import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { isNode, isElmObject, objects, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { nodesOf } from '../../cql/elm/runtime/scope.ts'
import { resourceTypeOf } from '../../cql/elm/fhir/model-types.ts'
import type { MeasureTrace } from './measure-trace.ts'

/** Something that would have to be otherwise for an expression to be true. */
export interface MissingEvidence {
  /** FHIR type of the record that is missing; undefined for a condition that no record of its own would meet. */
  readonly type: string | undefined
  /** Value sets and codes that the record's code would have to be from. */
  readonly codes: readonly string[]
  /** The define that asks for it. */
  readonly define: string
  /** Records of this kind that the patient has and that do not meet the conditions, as `Type/id`. */
  readonly present: readonly string[]
}

/** Nodes whose value is that of a part of them, as far as evidence is concerned. */
const passing: Readonly<Record<string, string>> = {
  Exists: 'operand',
  First: 'source',
  Last: 'source',
  Distinct: 'operand',
  Flatten: 'operand',
  SingletonFrom: 'operand',
  Count: 'source',
  As: 'operand',
  ToList: 'operand',
  IsTrue: 'operand'
}

/** Looks for the smallest evidence that makes expressions true, led by what a trace found true already. */
class Search {
  readonly #find: (id: string) => ElmLibrary | undefined
  readonly #trace: MeasureTrace
  readonly #within = new Set<string>()

  constructor(find: (id: string) => ElmLibrary | undefined, trace: MeasureTrace) {
    this.#find = find
    this.#trace = trace
  }

  define(library: ElmLibrary, name: string): readonly MissingEvidence[] {
    const expression = library.defines.get(name)?.expression
    const key = `${library.id}|${name}`
    if (expression === undefined || this.#within.has(key)) return [condition(name)]
    this.#within.add(key)
    const found = this.#node(expression, library, name)
    this.#within.delete(key)
    return found
  }

  #node(node: ElmNode, library: ElmLibrary, define: string): readonly MissingEvidence[] {
    const seen = this.#trace.outcomeOf(library.id, define, text(node, 'localId') ?? '')
    if (seen?.outcome === 'true' && node.type !== 'Retrieve') return []
    switch (node.type) {
      case 'And':
        return nodesOf(node, 'operand').flatMap((part) => this.#node(part, library, define))
      case 'Or':
      case 'Union':
        return smallest(nodesOf(node, 'operand').map((part) => this.#node(part, library, define)))
      case 'ExpressionRef': {
        const owner = this.#owner(library, text(node, 'libraryName'))
        return owner === undefined ? [condition(define)] : this.define(owner, text(node, 'name') ?? '')
      }
      case 'Retrieve':
        return [record(node, define, seen?.rows ?? [])]
      case 'Query': {
        const [source] = objects(node['source'])
        const expression = source?.['expression']
        return isNode(expression) ? this.#listed(expression, library, define) : [condition(define)]
      }
      case 'FunctionRef': {
        const [first] = nodesOf(node, 'operand')
        return first === undefined ? [condition(define)] : this.#listed(first, library, define)
      }
      default: {
        const part = Object.hasOwn(passing, node.type) ? node[passing[node.type]!] : undefined
        return isNode(part) ? this.#node(part, library, define) : [condition(define)]
      }
    }
  }

  /** Of a list that has elements none of which passed, one more is missing. */
  #listed(node: ElmNode, library: ElmLibrary, define: string): readonly MissingEvidence[] {
    const found = this.#node(node, library, define)
    return found.length > 0 ? found : [condition(define)]
  }

  #owner(library: ElmLibrary, alias: string | undefined): ElmLibrary | undefined {
    return alias === undefined ? library : this.#find(library.includes.get(alias)?.id ?? '')
  }
}

function condition(define: string): MissingEvidence {
  return { type: undefined, codes: [], define, present: [] }
}

function record(node: ElmNode, define: string, present: readonly string[]): MissingEvidence {
  return { type: resourceTypeOf(text(node, 'dataType') ?? ''), codes: namesOf(node['codes']), define, present }
}

function namesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesOf)
  if (!isElmObject(value)) return []
  const named = value['type'] === 'ValueSetRef' || value['type'] === 'CodeRef' || value['type'] === 'ConceptRef'
  return named ? [text(value, 'name') ?? ''] : Object.values(value).flatMap(namesOf)
}

/** The alternative that needs least; records are easier to bring than other conditions. */
function smallest(alternatives: readonly (readonly MissingEvidence[])[]): readonly MissingEvidence[] {
  const cost = (evidence: readonly MissingEvidence[]): number =>
    evidence.reduce((sum, { type }) => sum + (type === undefined ? 2 : 1), 0)
  const [first = [], ...others] = alternatives
  return others.reduce((best, alternative) => (cost(alternative) < cost(best) ? alternative : best), first)
}

/**
 * The smallest set of records and conditions that a patient lacks for a define to be true, by the trace of an
 * instrumented evaluation; empty where it is true. It names what to look for first, not every way to get there.
 */
export function missingEvidence(
  library: ElmLibrary,
  define: string,
  libraries: readonly ElmLibrary[],
  trace: MeasureTrace
): readonly MissingEvidence[] {
  return new Search((id) => libraries.find((item) => item.id === id), trace).define(library, define)
}
