import type { Day } from '../../base/figures/filter.ts'

/** How far the data reach into a period that they do not cover to its end. */
export interface PeriodProgress {
  /** Last day with regular data. */
  readonly through: Day
  /** Which day of the period that is, from 1, and how many it has. */
  readonly day: number
  readonly days: number
  /** Share of the period's days up to it, 0..1. */
  readonly share: number
}
