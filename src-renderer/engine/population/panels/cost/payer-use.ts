import { defined } from '#shared/language/defined.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { orderOfDays, type DatedEvents } from '../../../base/kernels/dated-events.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { coveredMonths } from '../../claims/covered-months.ts'
import { monthNumber } from '../../claims/month-number.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { memberMonths } from '../base/member-months.ts'
import { calendarMonths } from '../base/periods.ts'
import { kindOf, memberEvents, type UseRate } from '../base/use-rates.ts'
import type { UseTime } from '../base/use-time.ts'
import { addLists, sumShards, type View } from '../base/view.ts'

/** Use of the members of each payer at the time, in the order of the names of `payerRows`; the last is unknown. */
export interface PayerUse {
  /** People with a month. */
  readonly members: Float64Array
  readonly months: Float64Array
  /** Events of each rate. */
  readonly events: readonly Float64Array[]
}

/** Events of members, once for each payer who covered the person in the month. */
interface PayerEvents extends DatedEvents {
  readonly payers: Int32Array
}

/** Looked for once per population. */
function payerEvents(view: View, rate: UseRate): PayerEvents {
  const { population, store } = view
  return population.once(`payer-events:${kindOf(rate)}`, () => {
    const { days, people } = defined(memberEvents(view, rate)).members
    const covered = coveredMonths(store)
    const found: { readonly day: number; readonly person: number; readonly payer: number }[] = []
    const unknown = payerRows(store).names.length
    people.forEach((person, index) => {
      const month = monthNumber(days[index]!)
      const coverages = covered.of(person).filter(({ first, last }) => first <= month && month <= last)
      for (const payer of new Set(coverages.map((each) => (each.payer < 0 ? unknown : each.payer))))
        found.push({ day: days[index]!, person, payer })
    })
    const order = orderOfDays(Int32Array.from(found, ({ day }) => day))
    return {
      days: order.map((index) => found[index]!.day),
      people: order.map((index) => found[index]!.person),
      payers: order.map((index) => found[index]!.payer)
    }
  })
}

/** Use of the people of a shard who match the view's filters on its date. */
function useOfShard(view: View, rates: readonly UseRate[], { year }: UseTime): PayerUse {
  const { population, store, asOf, filters } = view
  const people = population.select(asOf, filters)
  const unknown = payerRows(store).names.length
  const list = (): Float64Array => new Float64Array(unknown + 1)
  const [members, months] = [list(), list()]
  const tally = memberMonths(population, calendarMonths(year.from, 12), {
    name: 'payer',
    count: unknown + 1,
    of: ({ payer }) => [payer < 0 ? unknown : payer]
  })
  for (let person = 0; person < store.patients; person++) {
    if (!hasBit(people, person)) continue
    for (let index = tally.offsets[person]!; index < tally.offsets[person + 1]!; index++) {
      members[tally.groups[index]!]!++
      months[tally.groups[index]!]! += tally.months[index]!
    }
  }
  const events = rates.map((rate) => {
    const { days, people: who, payers } = payerEvents(view, rate)
    const counts = list()
    const end = lowerBound(days, year.to + 1)
    for (let index = lowerBound(days, year.from); index < end; index++)
      if (hasBit(people, who[index]!)) counts[payers[index]!]!++
    return counts
  })
  return { members, months, events }
}

/** Use in the 12 months by payer. Somebody with several payers counts for each. */
export function payerUse(view: View, rates: readonly UseRate[], time: UseTime): PayerUse {
  return sumShards(
    view,
    (shard) => useOfShard(shard, rates, time),
    (left, right) => ({
      members: addLists(left.members, right.members),
      months: addLists(left.months, right.months),
      events: left.events.map((counts, rate) => addLists(counts, right.events[rate]!))
    })
  )
}
