/** A count with its sign: "+12", "−3", "0". */
export function signed(value: number, text: (size: number) => string): string {
  return value === 0 ? text(0) : `${value < 0 ? '\u2212' : '+'}${text(Math.abs(value))}`
}

/** Points with a true minus sign, as a table of points has them. */
export function signedPoints(points: number): string {
  return points < 0 ? `\u2212${-points}` : String(points)
}
