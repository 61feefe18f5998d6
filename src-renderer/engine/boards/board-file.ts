import type { RowSelector } from '../base/figures/filter.ts'
import { cohortsNamedBy, listsPeople, type SavedCohort } from '../cohorts/definition/walk-definition.ts'
import type { Board, BoardItem } from './board.ts'

/** What is written to a file, and how many items and cohorts were left out because they name single people. */
export interface BoardExport {
  readonly text: string
  readonly leftOut: number
}

/** Columns whose values are ids of people or of their records. */
function namesPeople({ filters, where }: RowSelector): boolean {
  return (
    where.some((test) => 'in' in test && /(^|_)(id|patient|person|member|subscriber)$/i.test(test.column)) ||
    filters.some(({ dimension }) => /^(patient|person|id)\b/i.test(dimension))
  )
}

function isAboutPeople(item: BoardItem): boolean {
  if (item.kind !== 'figure') return false
  const { source } = item
  // Who takes care of gaps is of this place, and no business of others.
  if (source.of === 'worklist') return source.view.owners.some((owner) => owner !== '')
  return source.of === 'rows' && namesPeople(source.selector)
}

/** Ids of the cohorts that a board shows or filters by, without those that these name. */
function cohortsOn({ items, filters }: Board): readonly string[] {
  return [
    ...items.flatMap((item) => (item.kind === 'figure' && item.source.of === 'cohort' ? [item.source.cohort] : [])),
    ...filters.flatMap(({ dimension }) => (dimension.startsWith('cohort:') ? [dimension.slice('cohort:'.length)] : []))
  ]
}

/** The cohorts that a board needs, those that they name included, each once; ones that are not there are left out. */
export function cohortsOfBoard(board: Board, find: (id: string) => SavedCohort | undefined): readonly SavedCohort[] {
  const found = new Map<string, SavedCohort>()
  const visit = (id: string): void => {
    const cohort = found.has(id) ? undefined : find(id)
    if (cohort === undefined) return
    found.set(id, { id, definition: cohort.definition })
    for (const named of cohortsNamedBy(cohort.definition)) visit(named)
  }
  for (const id of cohortsOn(board)) visit(id)
  return [...found.values()]
}

/**
 * A board as a file for others: definitions alone, those of its cohorts included.
 * @param cohorts from {@link cohortsOfBoard}
 */
export function writeBoard(board: Board, cohorts: readonly SavedCohort[]): BoardExport {
  const items = board.items.filter((item) => !isAboutPeople(item))
  const written = cohorts.filter(({ definition }) => !listsPeople(definition))
  const file = { ...board, items, ...(written.length === 0 ? {} : { cohorts: written }) }
  return {
    text: `${JSON.stringify(file, undefined, 2)}\n`,
    leftOut: board.items.length - items.length + cohorts.length - written.length
  }
}
