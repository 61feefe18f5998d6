const lineHeight = 14
const highest = 7

/** Moves labels, given from bottom to top, so far apart that none covers another and none leaves the chart. */
export function apart<T extends { readonly y: number }>(labels: readonly T[]): T[] {
  const ys = labels.map(({ y }) => y)
  for (let i = 1; i < ys.length; i++) ys[i] = Math.min(ys[i] ?? 0, (ys[i - 1] ?? 0) - lineHeight)
  for (let i = ys.length - 1; i >= 0; i--) {
    const least = i === ys.length - 1 ? highest : (ys[i + 1] ?? 0) + lineHeight
    ys[i] = Math.max(ys[i] ?? 0, least)
  }
  return labels.map((label, i) => ({ ...label, y: ys[i] ?? label.y }))
}
