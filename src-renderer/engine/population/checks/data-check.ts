import type { CodesBySystem } from '../registries/registry-definition.ts'
import type { Store } from '../../store/model/store.ts'

/**
 * The categories of Kahn et al., "A Harmonized Data Quality Assessment Terminology and Framework" (eGEMs 2016), with the
 * subcategories that checks here belong to.
 */
export type CheckKind = 'conformance' | 'completeness' | 'plausibility'
/** What a check of its kind looks at (Kahn et al. 2016). */
export type CheckAspect = 'value' | 'relational' | 'presence' | 'uniqueness' | 'atemporal' | 'temporal'

/** What a row means to a check. */
export const NOT_CHECKED = 0
export const PASSED = 1
export const FAILED = 2

/** One number per row of a table: {@link NOT_CHECKED}, {@link PASSED} or {@link FAILED}. */
export type Verdicts = Uint8Array

/** A rule that rows of one table keep or break. */
export interface DataCheck {
  readonly id: string
  readonly kind: CheckKind
  readonly aspect: CheckAspect
  readonly title: string
  /** Which rows are checked and when one fails, in plain words. */
  readonly text: string
  /** Table whose rows are checked. */
  readonly table: string
  /** The one column that it is about; without it, it is about whole rows. */
  readonly column?: string
  /** Share of the checked rows that may fail. */
  readonly limit: number
  /** Codes of the rows that are checked; without them the check is about every row of the table. */
  readonly codes?: CodesBySystem
  /** It judges many values together: all of them fail, or none. */
  readonly pattern?: true
  verdicts(store: Store): Verdicts
}
