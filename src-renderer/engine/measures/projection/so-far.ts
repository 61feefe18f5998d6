import { commonMessages as common } from '#messages/common.ts'
import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import { periodKey } from '../definition/period-key.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { Day, Filter } from '../../base/figures/filter.ts'
import type { Dimension } from '../../population/selection/dimension.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { adherenceOf } from '../gaps/adherence.ts'
import { supplyDaysOf } from '../gaps/supply-days.ts'
import { countedCases } from '../rates/rate-status.ts'
import { periodProgress } from '../rates/period-progress.ts'
import type { Rate } from '../rates/rate.ts'
import { tallyRate, type RateTally } from '../rates/rate-tally.ts'

/** A rate of days covered in a period that is not over. */
export interface CoveredSoFar {
  /** Eligible people who have 80% or more of their days covered up to the day. */
  readonly met: number
  /** Finds them. */
  readonly filter: Filter
}

/** What a dimension is about. */
interface Asked {
  readonly rate: Rate
  readonly through: Day
}

const known = new WeakMap<AllPeople, Map<string, Asked>>()

/** The dimensions of a population that were asked for, by id. */
function asked(population: AllPeople): Map<string, Asked> {
  const found = known.get(population)
  if (found !== undefined) return found
  const fresh = new Map<string, Asked>()
  known.set(population, fresh)
  population.addSource((id) => {
    const about = fresh.get(id)
    return about && dimensionOf(population, id, about)
  })
  return fresh
}

function dimensionOf({ count }: AllPeople, id: string, { rate, through }: Asked): Dimension {
  return {
    id,
    label: m.coveredSoFar(rate.title),
    group: 'measures',
    hidden: true,
    fixed: true,
    values: [
      { value: 'no', label: common.no },
      { value: 'yes', label: common.yes }
    ],
    codes: () => {
      const codes = emptyCodes(count, 2)
      for (let patient = 0; patient < codes.length; patient++)
        codes[patient] = isCovered(rate, patient, through) ? 1 : 0
      return codes
    }
  }
}

/** Days after the last one with data have no supply yet: only days up to it are counted, and their supply. */
function isCovered(rate: Rate, patient: number, through: Day): boolean {
  const supply = supplyDaysOf(rate)?.get(patient)
  if (supply === undefined || countedCases(rate.group, patient).eligible === 0) return false
  const { daysSoFar, coveredSoFar } = adherenceOf(supply, rate.start, through)
  return daysSoFar > 0 && coveredSoFar * 5 >= daysSoFar * 4
}

/**
 * Days covered up to a day, for measures of days covered: a year that is not over has days without fills in it that
 * nobody has missed.
 * @returns undefined for other measures
 */
export function coveredSoFar(
  population: AllPeople,
  rate: Rate,
  people: Bitset,
  through: Day
): CoveredSoFar | undefined {
  const supply = supplyDaysOf(rate)
  if (supply === undefined) return undefined
  let met = 0
  for (const patient of supply.keys()) {
    if (hasBit(people, patient) && isCovered(rate, patient, through)) met++
  }
  const { period, content } = rate.run.key
  const id = `covered-so-far:${rate.key}@${periodKey(period)}/${through}/${content.slice(0, 8)}`
  asked(population).set(id, { rate, through })
  return { met, filter: { dimension: id, values: ['yes'] } }
}

/**
 * What a rate's populations come to as far as the data reach. While its period runs, a measure of days covered counts the
 * days up to the last one with data; others count what has happened.
 */
export function tallySoFar(
  { population, span }: Pick<PeopleView, 'population' | 'span'>,
  rate: Rate,
  people: Bitset
): RateTally {
  const tally = tallyRate(rate.group, rate.definition, people)
  const progress = periodProgress(rate.run.key.period, span.last)
  const covered = progress && coveredSoFar(population, rate, people, progress.through)
  if (covered === undefined || tally.eligible <= 0) return tally
  return { ...tally, numerator: covered.met, score: covered.met / tally.eligible }
}
