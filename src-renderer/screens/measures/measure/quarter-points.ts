import type { SeriesPoint } from '#engine/population/panels/results/shapes.ts'

const dayMs = 86_400_000

/** The points whose month ends a quarter, and the last one, so that the present is never missing. */
export function quarterPoints(points: readonly SeriesPoint[]): readonly SeriesPoint[] {
  return points.filter(({ at }, index) => new Date(at * dayMs).getUTCMonth() % 3 === 2 || index === points.length - 1)
}
