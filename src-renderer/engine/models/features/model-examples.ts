import type { IndexStay } from './feature-definition.ts'

/** People on index dates. A person may stand in it several times, on different dates. */
export interface ModelExamples {
  readonly patient: Int32Array
  /** The first day of the outcome: features see nothing of it or after. */
  readonly index: Int32Array
  /** The stay that an index date follows, of models about stays. */
  readonly stays: readonly IndexStay[] | undefined
}

/** Examples whose outcome is known. */
export interface LabeledExamples extends ModelExamples {
  readonly outcomes: Uint8Array
}
