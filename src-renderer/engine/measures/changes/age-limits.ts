import { ageAt } from '../../base/fhir/calendar.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { isNode, isElmObject, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { nodesOf } from '../../cql/elm/runtime/scope.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { Day } from '../../base/figures/filter.ts'

/** Ages in completed years, both limits included. */
export interface AgeRange {
  readonly low: number
  readonly high: number
}

/** An age that the logic asks for on the first or last day of the period. */
export interface AgeLimit extends AgeRange {
  readonly on: 'start' | 'end'
}

/** The ages that a measure's logic asks for. */
export interface AgeRules {
  readonly limits: readonly AgeLimit[]
  /** Ages on the day of some record, such as a discharge. */
  readonly events: readonly AgeRange[]
  /** It asks for ages or birthdays in other ways, too. */
  readonly others: boolean
}

/** Finds comparisons of the age with whole numbers, in all that some defines reach. */
class AgeWalk {
  readonly found: (AgeRange & { readonly on: AgeLimit['on'] | 'event' })[] = []
  #birthdays = false
  /** Ages on the day of some record: all, and those that are compared with whole numbers. */
  readonly #events = new Set<ElmNode>()
  readonly #compared = new Set<ElmNode>()
  readonly #libraries: readonly ElmLibrary[]
  readonly #seen = new Set<string>()

  constructor(libraries: readonly ElmLibrary[]) {
    this.#libraries = libraries
  }

  /** Whether ages or birthdays are asked for in other ways than by comparing an age. */
  get others(): boolean {
    return this.#birthdays || [...this.#events].some((age) => !this.#compared.has(age))
  }

  define(library: ElmLibrary, name: string): void {
    const key = `${library.id}|${name}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#visit(library, library.defines.get(name)?.expression)
    for (const item of library.functions.get(name) ?? []) this.#visit(library, item.expression)
  }

  #visit(library: ElmLibrary, value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#visit(library, item)
      return
    }
    if (!isElmObject(value)) return
    if (isNode(value)) {
      if (value.type === 'ExpressionRef' || value.type === 'FunctionRef') {
        const owner = this.#owner(library, text(value, 'libraryName'))
        if (owner !== undefined) this.define(owner, text(value, 'name') ?? '')
      }
      const limit = this.#limit(library, value)
      if (limit !== undefined) this.found.push(limit)
      if (value.type === 'CalculateAgeAt' || value.type === 'CalculateAge') {
        if ((this.#ageOn(library, value)?.on ?? 'event') === 'event') this.#events.add(value)
        return
      }
      if (value.type === 'Property' && text(value, 'path')?.startsWith('birthDate') === true) this.#birthdays = true
    }
    for (const [key, child] of Object.entries(value)) if (key !== 'annotation') this.#visit(library, child)
  }

  #owner(library: ElmLibrary, alias: string | undefined): ElmLibrary | undefined {
    return alias === undefined ? library : this.#libraries.find(({ id }) => id === library.includes.get(alias)?.id)
  }

  /** `age in Interval[18, 75]`, `age >= 18` and the like. */
  #limit(library: ElmLibrary, node: ElmNode): AgeWalk['found'][number] | undefined {
    const [left, right] = nodesOf(node, 'operand')
    if (left === undefined || right === undefined) return undefined
    const age = this.#ageOn(library, left)
    if (age === undefined) return undefined
    const range = rangeOf(node, right)
    if (range === undefined) return undefined
    this.#compared.add(age.node)
    return { on: age.on, ...range }
  }

  /** The age in years that a node is, itself or by a define, and on which day. */
  #ageOn(
    library: ElmLibrary,
    node: ElmNode,
    depth = 0
  ): { readonly node: ElmNode; readonly on: AgeLimit['on'] | 'event' } | undefined {
    if (node.type === 'ExpressionRef' && depth < 8) {
      const owner = this.#owner(library, text(node, 'libraryName'))
      const expression = owner?.defines.get(text(node, 'name') ?? '')?.expression
      return owner && expression && this.#ageOn(owner, expression, depth + 1)
    }
    if (node.type !== 'CalculateAgeAt' || text(node, 'precision') !== 'Year') return undefined
    return { node, on: boundary(nodesOf(node, 'operand')[1]) ?? 'event' }
  }
}

/** The ages that a comparison with whole numbers lets pass. */
function rangeOf({ type }: ElmNode, right: ElmNode): AgeRange | undefined {
  if (type === 'In' && right.type === 'Interval') {
    const low = wholeNumber(right['low'])
    const high = wholeNumber(right['high'])
    if (low === undefined || high === undefined) return undefined
    return {
      low: right['lowClosed'] === false ? low + 1 : low,
      high: right['highClosed'] === false ? high - 1 : high
    }
  }
  const limit = wholeNumber(right)
  if (limit === undefined) return undefined
  switch (type) {
    case 'GreaterOrEqual':
      return { low: limit, high: Number.POSITIVE_INFINITY }
    case 'Greater':
      return { low: limit + 1, high: Number.POSITIVE_INFINITY }
    case 'LessOrEqual':
      return { low: 0, high: limit }
    case 'Less':
      return { low: 0, high: limit - 1 }
    case 'Equal':
      return { low: limit, high: limit }
    default:
      return undefined
  }
}

/** `start of` or `end of` the parameter that the period is. */
function boundary(node: ElmNode | undefined): AgeLimit['on'] | undefined {
  if (node === undefined) return undefined
  const { operand } = node
  if (node.type === 'Start' || node.type === 'End') {
    const of = isNode(operand) && operand.type === 'ParameterRef' && text(operand, 'name') === 'Measurement Period'
    return of ? (node.type === 'Start' ? 'start' : 'end') : undefined
  }
  return (node.type === 'DateFrom' || node.type === 'ToDate') && isNode(operand) ? boundary(operand) : undefined
}

function wholeNumber(value: unknown): number | undefined {
  if (!isNode(value) || value.type !== 'Literal') return undefined
  const number = Number(text(value, 'value'))
  return Number.isInteger(number) ? number : undefined
}

/** The ages that a measure's populations ask for on the first or last day of its period, as far as they are written out. */
export function ageRules(measure: MeasureDefinition, libraries: readonly ElmLibrary[]): AgeRules {
  const main = libraries.find(({ id }) => id === measure.library)
  if (main === undefined) return { limits: [], events: [], others: false }
  const walk = new AgeWalk(libraries)
  for (const { populations } of measure.groups) for (const item of populations) walk.define(main, item.expression)
  const byText = new Map(walk.found.map((limit) => [`${limit.on} ${limit.low} ${limit.high}`, limit]))
  const found = [...byText.values()]
  return {
    limits: found.flatMap(({ on, low, high }) => (on === 'event' ? [] : [{ on, low, high }])),
    events: found.flatMap(({ on, low, high }) => (on === 'event' ? [{ low, high }] : [])),
    others: walk.others
  }
}

/** Records whose day an age is asked on lie at most so many years before a period begins. */
const yearsOfEvents = 5

/** Whether some ages are met, or not, on every day on which a record of two periods may lie. */
export function isSettled(
  ranges: readonly AgeRange[],
  birth: Day,
  { first, last }: { readonly first: Day; readonly last: Day }
): boolean {
  const youngest = birth > first ? 0 : Math.max(0, ageAt(birth, first) - yearsOfEvents)
  const oldest = birth > last ? 0 : ageAt(birth, last)
  return ranges.every(({ low, high }) => (youngest >= low && oldest <= high) || oldest < low || youngest > high)
}

/** Which of some limits a person meets. */
export function agesMet(
  limits: readonly AgeLimit[],
  birth: Day,
  { start, end }: { readonly start: Day; readonly end: Day }
): readonly boolean[] {
  return limits.map(({ on, low, high }) => {
    const day = on === 'start' ? start : end
    if (birth > day) return false
    const age = ageAt(birth, day)
    return age >= low && age <= high
  })
}
