import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { gapsOf } from './gap-state.ts'
import { lastDaysOf } from './last-days.ts'
import { gapStatuses, needsAct } from '../results/gap-status.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { patientCases } from '../rates/rate-status.ts'

/**
 * The last days of the cases of a rate that something can still change for the better in the period, the latest first:
 * living people in view with a gap, by each case whose last day to act is not over. Events that have happened, such as readmissions, are
 * none of them.
 */
export function closableDays(view: PeopleView, input: MeasureInput, rate: Rate, people: Bitset): readonly Day[] {
  if (!rate.hasGaps) return []
  const { status, actBy } = gapsOf(input, rate, view.asOf)
  const told = lastDaysOf(rate)
  const days: Day[] = []
  for (let patient = 0; patient < status.length; patient++) {
    if (!needsAct(gapStatuses[status[patient]!]!) || !hasBit(people, patient) || !hasBit(view.people, patient)) continue
    const last = actBy(patient)
    if (last < view.asOf) continue
    const { eligible, good } = patientCases(rate, patient)
    const lastDays = told?.get(patient)
    const cases =
      lastDays === undefined
        ? Array.from({ length: eligible - good }, () => last)
        : Array.from(lastDays, (day) => rate.start + day)
    days.push(...cases.filter((day) => day >= view.asOf))
  }
  return days.sort((a, b) => b - a)
}
