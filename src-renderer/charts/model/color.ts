/** Mixes two opaque colors. @param share of the first, 0..1; colors as `#rrggbb` or `rgb(r, g, b)`, others come back as they are */
export function blend(first: string, second: string, share: number): string {
  const [a, b] = [channels(first), channels(second)]
  if (a === undefined || b === undefined) return first
  return `rgb(${a.map((value, i) => Math.round(value * share + (b[i] ?? 0) * (1 - share))).join(', ')})`
}

/** The one of two text colors that stands out more on a background. */
export function readableOn(background: string, first: string, second: string): string {
  return contrast(first, background) >= contrast(second, background) ? first : second
}

/** How far two colors are apart in brightness, 1..21 (WCAG 2.2, contrast ratio). */
export function contrast(first: string, second: string): number {
  const [low = 0, high = 0] = [luminance(first), luminance(second)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

/** Relative luminance, 0..1 (WCAG 2.2); 0 for what is not a plain color. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (channels(color) ?? []).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(color: string): readonly number[] | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)
  if (hex !== null) return hex.slice(1).map((pair) => Number.parseInt(pair, 16))
  const rgb = /^rgb\((\d+),\s*(\d+),\s*(\d+)\)$/.exec(color)
  return rgb === null ? undefined : rgb.slice(1).map(Number)
}
