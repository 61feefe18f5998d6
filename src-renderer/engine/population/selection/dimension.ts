import type { Codes } from '../../base/kernels/codes.ts'
import type { DimensionInfo } from './dimension-info.ts'
import type { Day } from '../../base/figures/filter.ts'

/** One value that people can have in a dimension. */
export interface DimensionValue {
  /** What filters name. */
  readonly value: string
  readonly label: string
}

/** A question with one answer per person and date, such as age band or payer; what filters and groups are made of. */
export interface Dimension {
  readonly id: string
  readonly label: string
  readonly group: DimensionInfo['group']
  /** Not offered as a filter; used by figures only. */
  readonly hidden: boolean
  /** The answer is the same on every date. */
  readonly fixed: boolean
  readonly values: readonly DimensionValue[]
  /** @returns index into `values` per patient, -1 where the question does not apply */
  codes(asOf: Day): Codes
}

/** The values of a question that is answered by no or yes. */
export const noOrYes: readonly DimensionValue[] = [
  { value: 'no', label: 'No' },
  { value: 'yes', label: 'Yes' }
]

/** The value of people for whom nothing is recorded. */
export const notRecorded: DimensionValue = { value: 'unknown', label: 'Not recorded' }
