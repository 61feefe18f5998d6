import type { ViewDefinition } from '../../views/view-definition.ts'
import { scannableView } from './scannable-view.ts'

/** Whether the rows of a view can be read straight from bytes, and if not, why. */
export type ScanVerdict = { readonly fast: true } | { readonly fast: false; readonly why: string }

/** Asks the planner about a view that compiles. */
export function scanVerdict(definition: ViewDefinition): ScanVerdict {
  const found = scannableView(definition)
  return found.view === undefined ? { fast: false, why: found.why } : { fast: true }
}
