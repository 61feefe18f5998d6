import { defined } from '#shared/language/defined.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { codeInBin } from '../../../base/kernels/code-runs.ts'
import { lowerBound } from '../../../base/kernels/lower-bound.ts'
import { addTallies, emptyMonthTally, type MonthTally } from '../base/month-tally.ts'
import { selectByPeriod, periodCodes, periodsKey } from '../base/period-codes.ts'
import type { Period } from '../base/periods.ts'
import { isUseBegun } from '../base/records-begin.ts'
import { datedUse } from '../base/use-events.ts'
import { DAYS_PER_YEAR, lifeWindow } from '../base/person-time.ts'
import { daysByPeriod, timeRuns, type TimeRuns } from '../base/time-runs.ts'
import { useEnd } from '../base/use-time.ts'
import { sumShards, type View } from '../base/view.ts'

/**
 * Emergency visits and years lived, of the people who match the filters at the end of the month. Months of which
 * claims have not all come in yet have none, nor do those before visits or claims begin.
 */
export function emergencyTally(view: View, months: readonly Period[], practices: number): MonthTally | undefined {
  if (datedUse(view.population, 'emergency') === undefined || !view.store.tables.has('patient')) return undefined
  const { end } = useEnd(view)
  const isBegun = isUseBegun(view)
  const known = months.map((month) => month.end <= end && isBegun(month.start))
  const { events, of } = sumShards(view, (shard) => emergenciesOf(shard, months, known, practices), addTallies)
  return { events, of: of.map((days) => days / DAYS_PER_YEAR) }
}

/** Days lived by month and practice; prepared once. */
function lifeRuns({ population, store }: View, months: readonly Period[]): TimeRuns {
  return population.prepared('life-runs', periodsKey(months), () =>
    timeRuns(periodCodes(population, 'practice', months), lifeWindow(store), months)
  )
}

/** Emergency visits and days lived of the people of a shard. @param known whether all visits of each month are known */
function emergenciesOf(
  view: View,
  months: readonly Period[],
  known: readonly boolean[],
  practices: number
): MonthTally {
  const { population, filters } = view
  const { days, people: who } = defined(datedUse(population, 'emergency'))
  const practice = periodCodes(population, 'practice', months)
  const tally = emptyMonthTally(practices * months.length)
  const selected = selectByPeriod(population, months, filters)
  const lived = daysByPeriod(lifeRuns(view, months), selected)
  months.forEach((month, m) => {
    if (known[m] !== true) return
    for (let place = 0; place < practices; place++)
      tally.of[place * months.length + m] = lived[m * practice.places + place]!
    const end = lowerBound(days, month.end + 1)
    for (let index = lowerBound(days, month.start); index < end; index++) {
      const patient = who[index]!
      if (patient >= 0 && hasBit(selected[m]!, patient))
        tally.events[codeInBin(practice, patient, m) * months.length + m]!++
    }
  })
  return tally
}
