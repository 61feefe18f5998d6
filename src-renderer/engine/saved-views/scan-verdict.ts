import { planScan } from '../scanner/plan-scan.ts'
import { planTables } from '../store/plan.ts'
import type { ViewDefinition } from '../views/view-definition.ts'
import { keyedColumns, plainColumns } from './plain-columns.ts'

/** Whether the columns of a view can be read straight from bytes, and if not, why. */
export type ScanVerdict = { readonly fast: true } | { readonly fast: false; readonly why: string }

/** Asks the planner about a view that compiles. */
export function scanVerdict(definition: ViewDefinition): ScanVerdict {
  const plan = planTables({ r4: [keyedColumns(plainColumns(definition))], r5: [] })
  const { types, left } = planScan(plan)
  if (types.some(({ name }) => name === definition.resource)) return { fast: true }
  return { fast: false, why: left.get(definition.resource) ?? 'the view is not for FHIR R4' }
}
