import { spend } from '../../cql/elm/library/budget.ts'
import type { TraceSink } from '../../cql/elm/runtime/trace-sink.ts'
import { isFhirObject, isList, type Value } from '../../cql/elm/values/value.ts'

/** What an expression came to. A list counts as true where it has elements. */
export type Outcome = 'true' | 'false' | 'null' | 'value' | 'not evaluated'

/** One clause of a define. Where it was evaluated for several rows, one true makes it true. */
export interface TracedClause {
  readonly localId: string
  readonly node: string
  readonly outcome: Outcome
  readonly times: number
  /** Rows that a retrieve gave, as `Type/id`. */
  readonly rows: readonly string[]
}

/** One define or function with its clauses, in the order of evaluation. Of several calls of a function, one that is true tells. */
export interface TracedDefine {
  readonly library: string
  readonly name: string
  readonly outcome: Outcome
  /** Rows of the define's value, as `Type/id`: those that decided it. */
  readonly rows: readonly string[]
  readonly clauses: readonly TracedClause[]
}

interface Clause {
  node: string
  outcome: Outcome
  times: number
  rows: readonly string[]
}

interface Define {
  readonly library: string
  readonly name: string
  outcome: Outcome
  rows: readonly string[]
  readonly clauses: Map<string, Clause>
}

const rank: Readonly<Record<Outcome, number>> = { 'not evaluated': 0, null: 1, false: 2, value: 3, true: 4 }

/** How a value is told in a trace. */
function outcomeOf(value: Value): Outcome {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return isList(value) ? (value.length > 0 ? 'true' : 'false') : 'value'
}

function rowsOf(value: Value): readonly string[] {
  const items = isList(value) ? value : [value]
  spend(items.length)
  return items.flatMap((item) => {
    if (item === null || !isFhirObject(item)) return []
    const { resourceType, id } = item
    return typeof resourceType === 'string' && typeof id === 'string' ? [`${resourceType}/${id}`] : []
  })
}

/** Collects the trace of one patient and measure from an instrumented program. */
export class MeasureTrace implements TraceSink {
  readonly #defines = new Map<string, Define>()

  #of(library: string, name: string): Define {
    const key = `${library}|${name}`
    let define = this.#defines.get(key)
    if (define === undefined) {
      define = { library, name, outcome: 'not evaluated', rows: [], clauses: new Map() }
      this.#defines.set(key, define)
    }
    return define
  }

  #clause(library: string, statement: string, localId: string): Clause {
    const { clauses } = this.#of(library, statement)
    let clause = clauses.get(localId)
    if (clause === undefined) {
      clause = { node: '', outcome: 'not evaluated', times: 0, rows: [] }
      clauses.set(localId, clause)
    }
    return clause
  }

  clause(library: string, statement: string, localId: string, nodeType: string, value: Value): void {
    const clause = this.#clause(library, statement, localId)
    const outcome = outcomeOf(value)
    clause.node = nodeType
    clause.times++
    if (rank[outcome] > rank[clause.outcome]) clause.outcome = outcome
  }

  define(library: string, statement: string, value: Value): void {
    const define = this.#of(library, statement)
    const outcome = outcomeOf(value)
    if (rank[outcome] < rank[define.outcome]) return
    define.outcome = outcome
    define.rows = rowsOf(value)
  }

  retrieved(library: string, statement: string, localId: string, rows: readonly Value[]): void {
    this.#clause(library, statement, localId).rows = rowsOf(rows)
  }

  /** What a clause came to, and the rows that a retrieve gave; undefined when it was not evaluated. */
  outcomeOf(library: string, statement: string, localId: string): Pick<TracedClause, 'outcome' | 'rows'> | undefined {
    return this.#defines.get(`${library}|${statement}`)?.clauses.get(localId)
  }

  /** The trace so far. */
  outline(): readonly TracedDefine[] {
    return [...this.#defines.values()].map(({ library, name, outcome, rows, clauses }) => ({
      library,
      name,
      outcome,
      rows,
      clauses: [...clauses].map(([localId, clause]) => ({ localId, ...clause }))
    }))
  }
}
