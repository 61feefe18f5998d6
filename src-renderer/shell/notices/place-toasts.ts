/** Edges of a rectangle in window pixels. */
export interface Edges {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Where messages may stand, the usual place first: in corners and at edges of the sheet, and in the bars above it. */
export const toastPlaces = ['bottom-end', 'bottom-center', 'bottom-start', 'top-end', 'bars'] as const

export type ToastPlace = (typeof toastPlaces)[number]

/** Distance from the edges of the sheet, and least distance from those of the window, in pixels. */
const EDGE = 16
const MARGIN = 8
/** What stands in the bars ends this much above the sheet, in pixels. */
const GAP = 1

/** Where messages of a size stand at each place, inside the window. */
export function toastBox(
  place: ToastPlace,
  sheet: Edges,
  { width, height }: { readonly width: number; readonly height: number }
): Edges {
  const center = (sheet.left + sheet.right - width) / 2
  const [left, top] = {
    'bottom-end': [sheet.right - EDGE - width, sheet.bottom - EDGE - height],
    'bottom-center': [center, sheet.bottom - EDGE - height],
    'bottom-start': [sheet.left + EDGE, sheet.bottom - EDGE - height],
    'top-end': [sheet.right - EDGE - width, sheet.top + EDGE],
    bars: [center, sheet.top - GAP - height]
  }[place].map((edge) => Math.max(MARGIN, edge)) as [number, number]
  return { left, right: left + width, top, bottom: top + height }
}

/** What messages should not cover. */
interface Obstacles {
  readonly controls: readonly Edges[]
  readonly figures: readonly Edges[]
}

/**
 * The place where messages cover the fewest controls, and of those the fewest figures; of equal ones where they stand, else the
 * first.
 */
export function placeToasts(
  sheet: Edges,
  size: { readonly width: number; readonly height: number },
  { controls, figures }: Obstacles,
  current?: ToastPlace
): ToastPlace {
  const covered = toastPlaces.map((place) => {
    const box = toastBox(place, sheet, size)
    const count = (boxes: readonly Edges[]): number => boxes.filter((each) => overlaps(box, each)).length
    return { place, controls: count(controls), figures: count(figures), moves: place === current ? 0 : 1 }
  })
  // Sorting keeps the order of equal ones.
  covered.sort(
    (left, right) => left.controls - right.controls || left.figures - right.figures || left.moves - right.moves
  )
  return covered[0]!.place
}

function overlaps(first: Edges, second: Edges): boolean {
  return (
    first.left < second.right && second.left < first.right && first.top < second.bottom && second.top < first.bottom
  )
}
