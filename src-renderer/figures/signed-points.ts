/** Points with a true minus sign, as a table of points has them. */
export function signedPoints(points: number): string {
  return points < 0 ? `\u2212${-points}` : String(points)
}
