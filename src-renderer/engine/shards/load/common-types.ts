import type { PlannedTable, TablePlan } from '../../store/model/plan.ts'

/** Whether the rows of a table are about people. */
function isOfPeople({ resourceType, columns }: PlannedTable): boolean {
  return resourceType === 'Patient' || columns.some(({ name, kind }) => name === 'patient_id' && kind === 'reference')
}

/** Types whose records are of no person, so that every shard has them. */
export function commonTypesOf({ tables }: TablePlan): ReadonlySet<string> {
  return new Set(tables.filter((table) => !isOfPeople(table)).map(({ resourceType }) => resourceType))
}
