import type { CheckAspect, CheckKind } from '../../checks/data-check.ts'
import type { FileTally, PeriodTally } from '../../checks/run-checks.ts'
import type { Figure } from '../../../base/figures/figure.ts'

/** `passes`: no row failed. `rows`: some did, within the limit. `empty`: there was nothing to check. */
export type CheckVerdict = 'passes' | 'rows' | 'fails' | 'empty'

/** A data check with what it found and what rests on its rows. */
export interface CheckResult {
  readonly id: string
  readonly kind: CheckKind
  readonly aspect: CheckAspect
  readonly title: string
  readonly text: string
  readonly table: string
  /** The one column that it is about; undefined where it is about whole rows. */
  readonly column: string | undefined
  /** Share of the checked rows that may fail. */
  readonly limit: number
  readonly verdict: CheckVerdict
  /** Rows that were checked. */
  readonly checked: number
  /** The rows that failed; opens exactly these. */
  readonly failed: Figure
  /** People with a failing row; undefined where rows are not about people. */
  readonly people: number | undefined
  readonly files: readonly FileTally[]
  readonly periods: readonly PeriodTally[]
  /** Registries whose people or control are told from the checked rows, by id. */
  readonly registries: readonly string[]
  /** It is about one kind of value, not about all rows of a table. */
  readonly ofValue: boolean
}
