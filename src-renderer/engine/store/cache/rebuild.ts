import type { TablePlan } from '../model/plan.ts'
import type { LoadReport } from '../model/store.ts'
import type { ViewMark } from '../model/view-marks.ts'

/** Which part of a store is rebuilt when views have changed. */
export interface Rebuild {
  /** Resource types whose tables are made from their resources. */
  readonly types: ReadonlySet<string>
  /** Tables that they feed, by the views as they are now. */
  readonly tables: ReadonlySet<string>
  /** Indexes of the files that hold any of these types. */
  readonly files: ReadonlySet<number>
}

/**
 * Tells what has to be rebuilt. A resource type is made as a whole, since its lines are read once for all of its views;
 * types that feed a table together are made together.
 * @param before marks of the views that the store was made by
 * @param after marks of the present views
 * @returns undefined when that is everything, because more was found in the files than the report lists
 */
export function planRebuild(
  plan: TablePlan,
  before: readonly ViewMark[],
  after: readonly ViewMark[],
  { files, rejectCounts, rejectsKept }: Pick<LoadReport, 'files' | 'rejectCounts' | 'rejectsKept'>
): Rebuild | undefined {
  const types = changedTypes(before, after)
  const findings = Object.values(rejectCounts).reduce((sum, count) => sum + count, 0)
  if (types.size > 0 && findings > rejectsKept) return undefined
  const fed = new Set(after.flatMap(({ resource, table }) => (types.has(resource) ? [table] : [])))
  return {
    types,
    tables: new Set(plan.tables.flatMap(({ name }) => (fed.has(name) ? [name] : []))),
    files: new Set(
      files.flatMap((file, index) => (Object.keys(file.types).some((type) => types.has(type)) ? [index] : []))
    )
  }
}

/** Types with other views than before, and those that share a table with one of them. */
function changedTypes(before: readonly ViewMark[], after: readonly ViewMark[]): ReadonlySet<string> {
  const all = [...before, ...after]
  const marksOf = (marks: readonly ViewMark[], type: string): string =>
    JSON.stringify(marks.filter(({ resource }) => resource === type))
  const types = new Set(
    all.map(({ resource }) => resource).filter((type) => marksOf(before, type) !== marksOf(after, type))
  )
  for (let size = 0; size < types.size;) {
    size = types.size
    const shared = new Set(all.flatMap(({ resource, table }) => (types.has(resource) ? [table] : [])))
    for (const { resource, table } of all) if (shared.has(table)) types.add(resource)
  }
  return types
}
