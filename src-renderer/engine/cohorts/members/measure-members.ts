import { engineCohortsMembersMessages as m } from '#messages/engine/cohorts/members.ts'
import { emptyBitset, type Bitset } from '../../base/kernels/bitset.ts'
import { civilFromDay } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import { countedMembers } from '../../measures/rates/counted-members.ts'
import type { MeasureRun } from '../../measures/run/measure-run.ts'
import type { CriterionOf } from '../definition/criteria.ts'

const idOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

/**
 * The people of a population of a measure, by its results for the latest period that has begun on the date. Exclusions and
 * exceptions are in no population. Where less is better, a gap is to be in the numerator.
 * @returns the people, or within a sentence why they cannot be told
 */
export function measureMembers(
  runs: readonly MeasureRun[],
  { measure, rate, population }: CriterionOf<'measure'>,
  asOf: Day
): Bitset | string {
  const { year, month, day } = civilFromDay(asOf)
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const [run] = runs
    .filter(({ key }) => idOf(key.measure) === measure && key.period.start <= date)
    .sort((left, right) => (left.key.period.end < right.key.period.end ? 1 : -1))
  if (run === undefined) return m.theMeasureHasNoResultsFor
  const group = rate === undefined ? run.groups[0] : run.groups.find(({ id }) => id === rate)
  if (group === undefined) return m.theMeasureHasNoSuchRate
  const eligible = countedMembers.eligible(group)
  const met = countedMembers.met(group)
  if (eligible.length === 0) return m.theMeasureHasNoPopulationOf
  const numerator = met.length === 0 ? emptyBitset(eligible.length * 32) : met
  if (population === 'denominator') return eligible
  const isIn = population === 'numerator' || group.improvement === 'decrease'
  return eligible.map((word, index) => word & (isIn ? numerator[index]! : ~numerator[index]!))
}
