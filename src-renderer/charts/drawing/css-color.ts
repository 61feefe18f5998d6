/**
 * Resolves custom properties to colors as the browser computes them, so that system colors under forced colors and
 * `var()` chains arrive as plain `rgb()` values.
 * @param probe an element of the page that may be restyled
 */
export function cssColor(probe: HTMLElement): (property: string) => string {
  const style = getComputedStyle(probe)
  return (property) => {
    probe.style.color = `var(${property})`
    // What was mixed comes back in a form that a renderer cannot parse.
    const mixed = /^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(style.color)
    return mixed === null
      ? style.color
      : `rgb(${mixed
          .slice(1)
          .map((part) => Math.round(Number(part) * 255))
          .join(', ')})`
  }
}
