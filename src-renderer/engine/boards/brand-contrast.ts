/** Contrast that text needs against its background (WCAG 2.2, 1.4.3). */
export const MIN_CONTRAST = 4.5

function channel(value: number): number {
  const share = value / 255
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** Contrast of a color against white, from 1 to 21 (WCAG 2.2, relative luminance). @param color `#rrggbb` */
export function contrastOnWhite(color: string): number {
  const value = Number.parseInt(color.slice(1), 16)
  const luminance =
    0.2126 * channel((value >> 16) & 255) + 0.7152 * channel((value >> 8) & 255) + 0.0722 * channel(value & 255)
  return 1.05 / (luminance + 0.05)
}
