/** Edges of a rectangle in window pixels. */
export interface Edges {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Corners and edges where messages may stand, the usual one first. */
export const toastPlaces = ['bottom-end', 'bottom-center', 'bottom-start', 'top-end'] as const

export type ToastPlace = (typeof toastPlaces)[number]

/** Distance from the edges of the sheet, in pixels. */
const EDGE = 16

/** Where messages of a size stand at each place, inside the sheet. */
export function toastBox(
  place: ToastPlace,
  sheet: Edges,
  { width, height }: { readonly width: number; readonly height: number }
): Edges {
  const left =
    place === 'bottom-start'
      ? sheet.left + EDGE
      : place === 'bottom-center'
        ? (sheet.left + sheet.right - width) / 2
        : sheet.right - EDGE - width
  const top = place === 'top-end' ? sheet.top + EDGE : sheet.bottom - EDGE - height
  return { left, right: left + width, top, bottom: top + height }
}

/** The place where messages cover the fewest controls; of equal ones the first. */
export function placeToasts(
  sheet: Edges,
  size: { readonly width: number; readonly height: number },
  controls: readonly Edges[]
): ToastPlace {
  const covered = toastPlaces.map((place) => {
    const box = toastBox(place, sheet, size)
    return controls.filter((control) => overlaps(box, control)).length
  })
  return toastPlaces[covered.indexOf(Math.min(...covered))]!
}

function overlaps(one: Edges, other: Edges): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}
