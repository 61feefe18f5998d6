import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { MeasureRun } from '../run/measure-run.ts'
import { dayOfIso } from './iso-day.ts'

/**
 * The people of a view as they were at the end of the period of a run: whom a filter of payer, plan or practice finds, and who was alive, on
 * its last day, or on the as-of date while that comes first. Rates of a period are of these people on every screen and in every trend.
 */
export function viewOfRun(view: PeopleView, { key: { period } }: Pick<MeasureRun, 'key'>): PeopleView {
  const asOf = Math.min(dayOfIso(period.end), view.asOf)
  if (asOf === view.asOf) return view
  return { ...view, asOf, people: view.population.select(asOf, view.peopleFilters) }
}
