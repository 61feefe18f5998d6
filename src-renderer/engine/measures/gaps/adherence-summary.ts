import type { AdherenceSummary } from '../results/adherence.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { Day } from '../../base/figures/filter.ts'
import { forEachGap } from './gap-search.ts'
import { gapsOf } from './gap-state.ts'
import { DUE_SOON, OPEN } from '../results/gap-status.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { supplyDaysOf } from './supply-days.ts'

/** Who of the people in view can still reach 80%; undefined for measures of something else. */
export function adherenceSummary(view: PeopleView, input: MeasureInput, rate: Rate): AdherenceSummary | undefined {
  if (!rate.hasGaps || supplyDaysOf(rate) === undefined) return undefined
  const { asOf } = view
  const { actBy } = gapsOf(input, rate, asOf)
  let reachable = 0
  let tooLate = 0
  let soonest: Day | undefined
  const all = {
    rates: [rate.key],
    owners: [],
    search: '',
    nextVisit: 'any',
    actBy: undefined,
    revealed: false
  } as const
  forEachGap(view, input, all, (_, patient, status) => {
    if (status !== OPEN && status !== DUE_SOON) return
    const day = actBy(patient)
    if (day < asOf) tooLate++
    else {
      reachable++
      soonest = Math.min(soonest ?? day, day)
    }
  })
  return { reachable, tooLate, soonest }
}
