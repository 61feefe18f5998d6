import type { Context } from '#engine/base/figures/filter.ts'
import type { App } from '../../state/app.ts'
import { createQuery, type QueryState } from '../../state/query/query.svelte.ts'

/** Open and due-soon care gaps by the id of the Patient resource. */
export type OpenGaps = ReadonlyMap<string, number>

const query = {
  rates: [],
  statuses: ['open', 'due-soon'],
  owners: [],
  search: '',
  nextVisit: 'any',
  actBy: undefined
} as const

/** Counts the open care gaps of people in a context; call it while a component is set up. @param of undefined asks for nothing */
export function watchOpenGaps(
  { measureResults }: Pick<App, 'measureResults'>,
  of: () => Context | undefined
): QueryState<OpenGaps> {
  return createQuery({
    key: () => {
      const context = of()
      return context === undefined || measureResults.key === undefined
        ? undefined
        : `${measureResults.key}|${JSON.stringify(context)}`
    },
    ask: async () => {
      const counts = new Map<string, number>()
      for (const { patient } of await measureResults.fetch('targets', { query }, of()))
        counts.set(patient, (counts.get(patient) ?? 0) + 1)
      return counts
    },
    nothing: () => measureResults.key === undefined
  })
}
