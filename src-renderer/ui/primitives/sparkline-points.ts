/**
 * Points of a small line of values, oldest first, as an SVG `points` list. The smallest value is at the lower edge;
 * equal values make a level line in the middle.
 */
export function sparklinePoints(
  values: readonly number[],
  width: number,
  height: number
): readonly (readonly [number, number])[] {
  const low = Math.min(...values)
  const span = Math.max(...values) - low
  const step = values.length > 1 ? width / (values.length - 1) : 0
  return values.map((value, index) => [
    Math.round(index * step * 10) / 10,
    Math.round((span === 0 ? height / 2 : height - ((value - low) / span) * height) * 10) / 10
  ])
}
