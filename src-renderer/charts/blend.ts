/** Mixes two opaque colours. @param share of the first, 0..1; colours as `#rrggbb` or `rgb(r, g, b)`, others come back as they are */
export function blend(first: string, second: string, share: number): string {
  const [a, b] = [channels(first), channels(second)]
  if (a === undefined || b === undefined) return first
  return `rgb(${a.map((value, i) => Math.round(value * share + (b[i] ?? 0) * (1 - share))).join(', ')})`
}

function channels(colour: string): readonly number[] | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  if (hex !== null) return hex.slice(1).map((pair) => Number.parseInt(pair, 16))
  const rgb = /^rgb\((\d+),\s*(\d+),\s*(\d+)\)$/.exec(colour)
  return rgb === null ? undefined : rgb.slice(1).map(Number)
}
