import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { ChartedMonths } from './shapes.ts'

/** How well a registry's control is achieved from month to month: results of each month, against what chance alone gives. */
export interface ControlChartPanel {
  /** Id of the registry. */
  readonly registry: string
  /** Id of the control. */
  readonly control: string
  /** What is charted, e.g. "A1c below 8%". */
  readonly title: string
  /** On which side of the mean things are better. */
  readonly better: 'above' | 'below'
  /** Undefined where months or results are too few. */
  readonly chart: ChartedMonths | undefined
  /** Why there is no chart. */
  readonly refused: string | undefined
  /** One per point of the chart. */
  readonly figures: readonly Figure[]
  readonly provenance: Provenance
}
