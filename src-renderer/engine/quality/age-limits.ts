import { ageAt } from '../fhir/calendar.ts'
import type { ElmLibrary } from '../elm/elm-library.ts'
import { isNode, isObject, text, type ElmNode } from '../elm/elm-node.ts'
import { nodesOf } from '../elm/scope.ts'
import type { MeasureDefinition } from '../measures/measure-definition.ts'
import type { Day } from '../selection/filter.ts'

/** An age in completed years, both limits included, that the logic asks for on the first or last day of the period. */
export interface AgeLimit {
  readonly on: 'start' | 'end'
  readonly low: number
  readonly high: number
}

/** The ages that a measure's logic asks for. */
export interface AgeRules {
  readonly limits: readonly AgeLimit[]
  /** It asks for ages or birthdays in other ways, too. */
  readonly others: boolean
}

/** Finds comparisons of the age with whole numbers, in all that some defines reach. */
class AgeWalk {
  readonly found: AgeLimit[] = []
  others = false
  readonly #libraries: readonly ElmLibrary[]
  readonly #seen = new Set<string>()

  constructor(libraries: readonly ElmLibrary[]) {
    this.#libraries = libraries
  }

  define(library: ElmLibrary, name: string): void {
    const key = `${library.id}|${name}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#visit(library, library.defines.get(name)?.expression)
    for (const one of library.functions.get(name) ?? []) this.#visit(library, one.expression)
  }

  #visit(library: ElmLibrary, value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#visit(library, item)
      return
    }
    if (!isObject(value)) return
    if (isNode(value)) {
      if (value.type === 'ExpressionRef' || value.type === 'FunctionRef') {
        const owner = this.#owner(library, text(value, 'libraryName'))
        if (owner !== undefined) this.define(owner, text(value, 'name') ?? '')
      }
      const limit = this.#limit(library, value)
      if (limit !== undefined) this.found.push(limit)
      if (value.type === 'CalculateAgeAt' || value.type === 'CalculateAge') {
        if (this.#ageOn(library, value) === undefined) this.others = true
        return
      }
      if (value.type === 'Property' && text(value, 'path')?.startsWith('birthDate') === true) this.others = true
    }
    for (const [key, child] of Object.entries(value)) if (key !== 'annotation') this.#visit(library, child)
  }

  #owner(library: ElmLibrary, alias: string | undefined): ElmLibrary | undefined {
    return alias === undefined ? library : this.#libraries.find(({ id }) => id === library.includes.get(alias)?.id)
  }

  /** `age in Interval[18, 75]`, `age >= 18` and the like. */
  #limit(library: ElmLibrary, node: ElmNode): AgeLimit | undefined {
    const [left, right] = nodesOf(node, 'operand')
    if (left === undefined || right === undefined) return undefined
    const on = this.#ageOn(library, left)
    if (on === undefined) return undefined
    if (node.type === 'In' && right.type === 'Interval') {
      const low = wholeNumber(right['low'])
      const high = wholeNumber(right['high'])
      if (low === undefined || high === undefined) return undefined
      return {
        on,
        low: right['lowClosed'] === false ? low + 1 : low,
        high: right['highClosed'] === false ? high - 1 : high
      }
    }
    const limit = wholeNumber(right)
    if (limit === undefined) return undefined
    switch (node.type) {
      case 'GreaterOrEqual':
        return { on, low: limit, high: Number.POSITIVE_INFINITY }
      case 'Greater':
        return { on, low: limit + 1, high: Number.POSITIVE_INFINITY }
      case 'LessOrEqual':
        return { on, low: 0, high: limit }
      case 'Less':
        return { on, low: 0, high: limit - 1 }
      case 'Equal':
        return { on, low: limit, high: limit }
      default:
        return undefined
    }
  }

  /** Whether a node is the age in years at the start or end of the period, itself or by a define. */
  #ageOn(library: ElmLibrary, node: ElmNode, depth = 0): AgeLimit['on'] | undefined {
    if (node.type === 'ExpressionRef' && depth < 8) {
      const owner = this.#owner(library, text(node, 'libraryName'))
      const expression = owner?.defines.get(text(node, 'name') ?? '')?.expression
      return owner && expression && this.#ageOn(owner, expression, depth + 1)
    }
    if (node.type !== 'CalculateAgeAt' || text(node, 'precision') !== 'Year') return undefined
    return boundary(nodesOf(node, 'operand')[1])
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
  if (main === undefined) return { limits: [], others: false }
  const walk = new AgeWalk(libraries)
  for (const { populations } of measure.groups) for (const one of populations) walk.define(main, one.expression)
  const byText = new Map(walk.found.map((limit) => [`${limit.on} ${limit.low} ${limit.high}`, limit]))
  return { limits: [...byText.values()], others: walk.others }
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
