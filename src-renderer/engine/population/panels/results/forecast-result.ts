import type { Provenance } from '../../../base/figures/figure.ts'
import type { Series } from './shapes.ts'

/** What can be forecast. */
export const forecastSubjects = ['emergency', 'inpatient', 'bedDays', 'visits', 'cost'] as const
export type ForecastSubject = (typeof forecastSubjects)[number]

/** The months to come of one subject. */
export interface ForecastPanel {
  /** Subjects that the data tell, with their names. */
  readonly subjects: readonly { readonly id: ForecastSubject; readonly label: string }[]
  readonly subject: ForecastSubject
  /** What it is, e.g. "Emergency visits by month". */
  readonly title: string
  /** The complete months, oldest first. */
  readonly actual: Series
  /** The months after the last complete one, with 80 % prediction intervals where they can be computed; undefined where it cannot be told. */
  readonly ahead: Series | undefined
  /** The same months with 95 % intervals: low and high; empty where they cannot be computed. */
  readonly within95: readonly (readonly [number, number])[]
  /** Why there is no forecast, in words for a sentence. */
  readonly refused: string | undefined
  /** How it is made, and how well that would have done. */
  readonly method:
    | {
        readonly name: string
        /** Months that the model was fitted to. */
        readonly months: number
        /** Mean absolute errors of back-tests; undefined where there are too few months for them. */
        readonly tested:
          | {
              readonly error: number
              readonly naiveError: number
              readonly origins: number
              readonly predicted: number
              readonly within80: number
            }
          | undefined
        /** How much intervals were widened because of back-tests; 1 for not. */
        readonly widened: number
        /** Why intervals cannot be computed, in words for a sentence; undefined where they can. */
        readonly noIntervals: string | undefined
      }
    | undefined
  readonly provenance: Provenance
}
