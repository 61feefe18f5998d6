import { defined } from '#shared/language/defined.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { codeInBin } from '../../../base/kernels/code-runs.ts'
import { orderOfDays, type DatedEvents } from '../../../base/kernels/dated-events.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { READMISSION_DAYS, readmissions, stayOutcomes } from '../../stays/readmissions.ts'
import { shareDispersion } from '../base/funnel-limits.ts'
import { addTallies, emptyMonthTally, type MonthTally } from '../base/month-tally.ts'
import { periodCodes } from '../base/period-codes.ts'
import type { Period } from '../base/periods.ts'
import type { Stretch } from '../base/person-time.ts'
import { sumShards, type View } from '../base/view.ts'
import { defaultScope } from '../cost/readmission.ts'
import type { FunnelTally } from './funnel-tallies.ts'

const [notIndex, readmitted] = [stayOutcomes.indexOf('not-index'), stayOutcomes.indexOf('readmitted')]

/**
 * Index stays that ended in each month and those that were followed by a readmission, of the people who match the filters at its
 * end. Months whose stays cannot all be followed for 30 days have none.
 * @param end last day with data
 */
export function readmissionTally(view: View, months: readonly Period[], practices: number, end: Day): MonthTally {
  const followed = months.map((month) => month.end + READMISSION_DAYS <= end)
  const size = practices * months.length
  return sumShards(
    view,
    ({ population, filters }) => {
      const tally = emptyMonthTally(size)
      const { days, people: who, returned } = indexStays(population)
      const practice = periodCodes(population, 'practice', months)
      months.forEach((month, m) => {
        if (!followed[m]!) return
        const people = population.select(month.end, filters)
        const last = lowerBound(days, month.end + 1)
        for (let stay = lowerBound(days, month.start); stay < last; stay++) {
          const patient = who[stay]!
          if (!hasBit(people, patient)) continue
          const index = codeInBin(practice, patient, m) * months.length + m
          tally.of[index]!++
          tally.events[index]! += returned[stay]!
        }
      })
      return tally
    },
    addTallies
  )
}

/** Index stays in the order of the days on which they ended. */
interface IndexStays extends DatedEvents {
  /** 1 where a readmission followed. */
  readonly returned: Uint8Array
}

/** The index stays of a shard; put in order once. */
function indexStays(population: PopulationView): IndexStays {
  return population.once('index-stays', () => {
    const stays = readmissions(population.store, defaultScope)
    if (stays === undefined) return { days: new Int32Array(), people: new Int32Array(), returned: new Uint8Array() }
    const { rows, table, outcome, last } = stays
    const patients = defined(table.patient)
    const found: number[] = []
    for (let stay = 0; stay < rows.length; stay++)
      if (outcome[stay] !== notIndex && patients[rows[stay]!]! >= 0) found.push(stay)
    const order = orderOfDays(Int32Array.from(found, (stay) => last[stay]!)).map((place) => found[place]!)
    return {
      days: order.map((stay) => last[stay]!),
      people: order.map((stay) => patients[rows[stay]!]!),
      returned: Uint8Array.from(order, (stay) => (outcome[stay] === readmitted ? 1 : 0))
    }
  })
}

/** What the stays of one person come to. */
interface PersonStays {
  readonly practice: number
  readonly of: number
  readonly events: number
}

/**
 * Index stays that ended in a stretch and those that were followed by a readmission, by practice.
 */
export function readmissionFunnel(view: View, { start, end }: Stretch, practices: number): FunnelTally {
  const people = sumShards(
    view,
    (shard): readonly PersonStays[] => {
      const selected = shard.population.select(shard.asOf, shard.filters)
      const practice = shard.population.codes('practice', shard.asOf)
      const { days, people: who, returned } = indexStays(shard.population)
      const found = new Map<number, { readonly practice: number; of: number; events: number }>()
      const last = lowerBound(days, end + 1)
      for (let stay = lowerBound(days, start); stay < last; stay++) {
        const patient = who[stay]!
        if (!hasBit(selected, patient)) continue
        const personTally = found.get(patient) ?? { practice: practice[patient]!, of: 0, events: 0 }
        found.set(patient, personTally)
        personTally.of++
        personTally.events += returned[stay]!
      }
      return Array.from(found)
        .sort(([left], [right]) => left - right)
        .map(([, personTally]) => personTally)
    },
    (left, right) => [...left, ...right]
  )
  const tally = { events: new Float64Array(practices), of: new Float64Array(practices) }
  for (const { practice, of, events } of people) {
    tally.of[practice]! += of
    tally.events[practice]! += events
  }
  return { ...tally, dispersion: shareDispersion(people.map((each) => ({ ...each, people: 1 }))) }
}
