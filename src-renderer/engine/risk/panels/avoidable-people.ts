import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'

/** The people who match the filters on the date, dead or alive. */
export function inView(view: PeopleView): (row: { readonly patient: number }) => boolean {
  if (view.filters.length === 0) return () => true
  const people = view.population.select(view.asOf, view.filters)
  return ({ patient }) => hasBit(people, patient)
}

/** Why nothing can be computed without an imported table. @param what e.g. `the NYU algorithm` */
export function notImported(what: string): string {
  return m.noTableOfIsImported(what)
}
