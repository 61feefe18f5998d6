import { countBits, countCommon, hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { MeasureGroup } from '../definition/measure-group.ts'
import { joinOf, scorePopulationKeys } from '../run/measure-score.ts'
import type { GroupRun, PopulationMembers, StratumRun } from '../run/measure-run.ts'

/** What the populations of a rate come to for some people, in cases: people, or what the measure counts. */
export interface RateTally {
  readonly initialPopulation: number
  readonly denominator: number
  readonly exclusions: number
  readonly exceptions: number
  /** Denominator without exclusions and exceptions. */
  readonly eligible: number
  /** Numerator without its exclusions. */
  readonly numerator: number
  /** The rate or the joined observations; undefined where nothing can be divided. */
  readonly score: number | undefined
}

/** The members of a population by its code; the first of several. */
export function membersOf(
  { populations }: Pick<StratumRun, 'populations'>,
  code: string
): PopulationMembers | undefined {
  return populations.find((item) => item.code === code)
}

/** Cases of one patient. */
export function casesOf(population: PopulationMembers | undefined, patient: number): number {
  if (population === undefined) return 0
  if (population.counts !== undefined) return population.counts[patient]!
  return hasBit(population.members, patient) ? 1 : 0
}

function count(population: PopulationMembers | undefined, people: Bitset | undefined): number {
  if (population === undefined) return 0
  const { members, counts } = population
  if (counts === undefined) return people === undefined ? countBits(members) : countCommon(members, people)
  let sum = 0
  for (let patient = 0; patient < counts.length; patient++) {
    if (counts[patient] !== 0 && (people === undefined || hasBit(people, patient))) sum += counts[patient]!
  }
  return sum
}

function observed(population: PopulationMembers, people: Bitset | undefined): readonly number[] {
  const { patient, value } = population.observations ?? { patient: new Int32Array(0), value: new Float64Array(0) }
  const values: number[] = []
  for (let i = 0; i < patient.length; i++) {
    if (people === undefined || hasBit(people, patient[i]!)) values.push(value[i]!)
  }
  return values
}

/**
 * How many observations each population of observations has for some people, by code; a second one has `#2` after it.
 * @param people everybody when undefined
 */
export function observationCounts(
  { populations }: Pick<StratumRun, 'populations'>,
  people: Bitset | undefined
): Readonly<Record<string, number>> {
  const keys = scorePopulationKeys(populations)
  return Object.fromEntries(
    populations.flatMap((population, index) =>
      population.code === 'measure-observation' ? [[keys[index]!, observed(population, people).length]] : []
    )
  )
}

/**
 * Counts a group, or a stratum of it, for some people. Scores are made as HL7's Quality Measure IG says ("Measure
 * Scoring"): they do not add up over people, so that each selection has its own.
 * @param people everybody when undefined
 */
export function tallyRate(
  group: GroupRun | StratumRun,
  definition: MeasureGroup,
  people: Bitset | undefined
): RateTally {
  const of = (code: string): number => count(membersOf(group, code), people)
  const isMean = definition.scoring === 'continuous-variable'
  const denominator = of(isMean ? 'measure-population' : 'denominator')
  const exclusions = of(isMean ? 'measure-population-exclusion' : 'denominator-exclusion')
  const exceptions = of('denominator-exception')
  const eligible = denominator - exclusions - exceptions
  const numerator = of('numerator') - of('numerator-exclusion')
  return {
    initialPopulation: of('initial-population'),
    denominator,
    exclusions,
    exceptions,
    eligible,
    numerator,
    score: scoreOf(group, definition, people, numerator, eligible)
  }
}

function scoreOf(
  { populations }: GroupRun | StratumRun,
  definition: MeasureGroup,
  people: Bitset | undefined,
  numerator: number,
  eligible: number
): number | undefined {
  const joined = (target: string | undefined): number | undefined => {
    const id = target === undefined ? undefined : definition.populations.find((item) => item.code === target)?.id
    const method = definition.populations.find(
      (item) => item.code === 'measure-observation' && (target === undefined || item.criteriaReference === id)
    )
    const members = method && populations.find((item) => item.id === method.id)
    return members && joinOf(method.aggregateMethod)(observed(members, people))
  }
  switch (definition.scoring) {
    case 'proportion':
      return eligible === 0 ? undefined : numerator / eligible
    case 'ratio': {
      const below = joined('denominator') ?? eligible
      return below === 0 ? undefined : (joined('numerator') ?? numerator) / below
    }
    case 'continuous-variable':
      return joined(undefined)
    default:
      return undefined
  }
}
