import { engineMessages as m } from '#messages/engine.ts'
import type { Definition } from '../base/figures/figure.ts'
import { gapStatuses, statusLabels } from '../measures/results/gap-status.ts'
import type { WorklistSelection } from '../measures/results/worklist-result.ts'

const visitTexts = {
  'within-7-days': m.nextVisitWithin(7),
  'within-30-days': m.nextVisitWithin(30),
  none: m.noNextVisit
} as const

/** Which gaps a view of the worklist counts. Views that ask differently have different definitions. */
export function worklistDefinition(view: WorklistSelection): Definition {
  const { rates, owners, nextVisit, actWithin, followUpWithin } = view
  const statuses = gapStatuses.filter((status) =>
    view.statuses.length === 0 ? status !== 'not-applicable' : view.statuses.includes(status)
  )
  const conditions = [
    m.statusesList(statuses.map((status) => statusLabels[status]).join(', ')),
    ...(rates.length === 0 ? [] : [m.measuresList(rates.join(', '))]),
    ...(owners.length === 0 ? [] : [m.ownersList(owners.map((owner) => owner || m.nobody).join(', '))]),
    ...(nextVisit === 'any' ? [] : [visitTexts[nextVisit]]),
    ...(actWithin === undefined ? [] : [m.toBeDoneWithinDays(actWithin)]),
    ...(followUpWithin === undefined ? [] : [m.followUpDueWithinDays(followUpWithin)])
  ]
  return {
    id: 'worklist',
    version: '1',
    title: m.viewOfTheWorklist,
    text: m.gapsOfLivingPeopleInView,
    calculated: m.conditionsOfTheView(conditions.join('; ')),
    sources: []
  }
}
