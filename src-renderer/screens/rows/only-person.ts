import type { RowSelector } from '#engine/base/figures/filter.ts'
import type { App } from '../../state/app.ts'
import { lastSeenFirst } from '../people/patient-columns.ts'

/** The id of the person whom rows are about, where they are about one. */
export async function onlyPerson(
  { panels, store }: Pick<App, 'panels' | 'store'>,
  selector: RowSelector,
  isPeople: boolean
): Promise<string | undefined> {
  const page = { offset: 0, limit: 1, revealed: false }
  if (isPeople) {
    const context = { asOf: selector.asOf, filters: selector.filters }
    const { rows } = await store.panel('patients', context, { query: '', sort: lastSeenFirst, ...page })
    return rows[0]?.id
  }
  const { rows } = await panels.fetch('rows', { selector, ...page })
  const patient = rows[0]?.patient ?? -1
  return patient < 0 ? undefined : (await panels.fetch('patient', { patient, revealed: false })).id
}
