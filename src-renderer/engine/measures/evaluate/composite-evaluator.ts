import type { Run } from '../../cql/elm/runtime/run.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { Composition } from '../definition/composition.ts'
import type { MeasureEvaluator } from './measure-evaluator.ts'
import type { GroupResult, PatientResult, PopulationCount } from './patient-result.ts'

/** What a patient came to in one component: in its denominator without exclusion and exception, and in its numerator. */
interface Opportunity {
  readonly weight: number
  readonly initial: boolean
  readonly given: boolean
  readonly met: boolean
}

/** Evaluates a measure that is composed of others. */
export class CompositeEvaluator {
  readonly measure: MeasureDefinition
  readonly #composition: Composition
  readonly #components: ReadonlyMap<string, MeasureEvaluator>

  /** @param components by address: at least those that the measure names */
  constructor(measure: MeasureDefinition, composition: Composition, components: ReadonlyMap<string, MeasureEvaluator>) {
    this.measure = measure
    this.#composition = composition
    this.#components = components
  }

  /** Evaluates all components for one patient. @param run an evaluation of the program of them all */
  evaluateIn(run: Run, patient: string): PatientResult {
    const results = new Map<string, PatientResult>()
    for (const [url, component] of this.#components) results.set(url, component.evaluateIn(run, patient))
    const opportunities = this.#composition.components.flatMap(({ measure, group, weight }) => {
      const groups = results.get(measure)?.groups ?? []
      return groups.filter(({ id }) => group === undefined || id === group).map((item) => opportunity(item, weight))
    })
    const problems = [...results.values()].flatMap((item) => item.problems)
    const counts = countsOf(opportunities, this.#composition.scoring)
    const groups = this.measure.groups.map(({ id, populations }) => {
      return { id, strata: [], populations: populations.map(({ id, code }) => ({ id, code, ...counts(code) })) }
    })
    const stopped = [...results.values()].some((item) => item.stopped === true)
    return { patient, groups, supplemental: {}, problems, stopped }
  }
}

function opportunity({ populations }: GroupResult, weight: number): Opportunity {
  const has = (code: string): boolean => populations.some((item) => item.code === code && item.count > 0)
  const given = has('denominator') && !has('denominator-exclusion') && !has('denominator-exception')
  return {
    weight,
    initial: has('initial-population'),
    given,
    met: given && has('numerator') && !has('numerator-exclusion')
  }
}

/** Counts of a composite's populations by code (FHIR `composite-measure-scoring`). */
function countsOf(
  opportunities: readonly Opportunity[],
  scoring: Composition['scoring']
): (code: string) => Pick<PopulationCount, 'count' | 'observations'> {
  const given = opportunities.filter((item) => item.given)
  const met = given.filter((item) => item.met)
  const weightOf = (some: readonly Opportunity[]): number =>
    some.reduce((sum, { weight }) => sum + (scoring === 'weighted' ? weight : 1), 0)
  const counts: Readonly<Record<string, number>> = {
    'initial-population': Number(opportunities.some((item) => item.initial)),
    'measure-population': Number(given.length > 0),
    denominator: scoring === 'opportunity' ? given.length : Number(given.length > 0),
    numerator: scoring === 'opportunity' ? met.length : Number(given.length > 0 && met.length === given.length)
  }
  return (code) => {
    if (code !== 'measure-observation') return { count: counts[code] ?? 0 }
    const weight = weightOf(given)
    const observations = weight === 0 ? [] : [weightOf(met) / weight]
    return { count: observations.length, observations }
  }
}
