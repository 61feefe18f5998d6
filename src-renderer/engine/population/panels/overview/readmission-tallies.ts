import { hasBit } from '../../../base/kernels/bitset.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { READMISSION_DAYS, readmissions, stayOutcomes } from '../../selection/readmissions.ts'
import type { Period } from '../base/periods.ts'
import type { Stretch } from '../base/person-time.ts'
import { addLists, sumShards, type View } from '../base/view.ts'
import { defaultScope } from '../cost/readmission.ts'
import type { FunnelTally } from './funnel-tallies.ts'
import type { SignalTally } from './signal-tallies.ts'

const [notIndex, readmitted] = [stayOutcomes.indexOf('not-index'), stayOutcomes.indexOf('readmitted')]

/**
 * Index stays that ended in each month and those that were followed by a readmission, of the people who match the filters at its
 * end. Months whose stays cannot all be followed for 30 days have none.
 * @param end last day with data
 */
export function readmissionTally(view: View, months: readonly Period[], practices: number, end: Day): SignalTally {
  const followed = months.map((month) => month.end + READMISSION_DAYS <= end)
  const size = practices * months.length
  return sumShards(
    view,
    ({ population, store, filters }) => {
      const tally = { events: new Float64Array(size), of: new Float64Array(size) }
      const stays = readmissions(store, defaultScope)
      if (stays === undefined || months.length === 0) return tally
      const people = months.map((month) => population.select(month.end, filters))
      const practice = months.map((month) => population.codes('practice', month.end))
      stays.rows.forEach((row, index) => {
        const patient = stays.table.patient![row]!
        const outcome = stays.outcome[index]!
        if (outcome === notIndex || patient < 0) return
        const m = monthOf(months, stays.last[index]!)
        if (m < 0 || !followed[m]! || !hasBit(people[m]!, patient)) return
        const at = practice[m]![patient]! * months.length + m
        tally.of[at]!++
        if (outcome === readmitted) tally.events[at]!++
      })
      return tally
    },
    (left, right) => ({ events: addLists(left.events, right.events), of: addLists(left.of, right.of) })
  )
}

/** The place of the month that holds a day; -1 for none. Months follow one another. */
function monthOf(months: readonly Period[], day: Day): number {
  if (day < months[0]!.start || day > months.at(-1)!.end) return -1
  let at = Math.min(months.length - 1, Math.floor((day - months[0]!.start) / 28))
  while (months[at]!.start > day) at--
  return at
}

/** What the stays of one person come to. */
interface PersonStays {
  readonly practice: number
  readonly of: number
  readonly events: number
}

/**
 * Index stays that ended in a stretch and those that were followed by a readmission, by practice. Somebody who comes back comes
 * back again more easily: the variance is that of a ratio of sums over people (Cochran WG, Sampling Techniques, section 2.11).
 */
export function readmissionFunnel(view: View, { start, end }: Stretch, practices: number): FunnelTally {
  const people = sumShards(
    view,
    (shard): readonly PersonStays[] => {
      const stays = readmissions(shard.store, defaultScope)
      if (stays === undefined) return []
      const selected = shard.population.select(shard.asOf, shard.filters)
      const practice = shard.population.codes('practice', shard.asOf)
      const [of, events] = [new Int32Array(shard.store.patients), new Int32Array(shard.store.patients)]
      stays.rows.forEach((row, index) => {
        const patient = stays.table.patient![row]!
        const outcome = stays.outcome[index]!
        if (outcome === notIndex || patient < 0 || !hasBit(selected, patient)) return
        if (stays.last[index]! < start || stays.last[index]! > end) return
        of[patient]!++
        if (outcome === readmitted) events[patient]!++
      })
      return [...of.keys()].flatMap((patient) =>
        of[patient] === 0 ? [] : [{ practice: practice[patient]!, of: of[patient]!, events: events[patient]! }]
      )
    },
    (left, right) => [...left, ...right]
  )
  const tally = { events: new Float64Array(practices), of: new Float64Array(practices) }
  let [all, returned] = [0, 0]
  for (const { practice, of, events } of people) {
    tally.of[practice]! += of
    tally.events[practice]! += events
    all += of
    returned += events
  }
  const share = all === 0 ? 0 : returned / all
  const squares = people.reduce((sum, { of, events }) => sum + (events - share * of) ** 2, 0)
  const single = all * share * (1 - share)
  return { ...tally, dispersion: single === 0 ? 1 : Math.max(1, squares / single) }
}
