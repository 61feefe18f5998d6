import { BOARD_COLUMNS, type BoardPlace } from './board.ts'

/** Something with a place on the grid. */
interface Placed {
  readonly id: string
  readonly place: BoardPlace
}

/** Rows and columns that an item takes at the minimum and at the maximum. */
const MIN = { width: 2, height: 2 }
const MAX_HEIGHT = 12

function overlap(a: BoardPlace, b: BoardPlace): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** In reading order: by rows, then by columns. */
export function inReadingOrder<T extends Placed>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.place.y - b.place.y || a.place.x - b.place.x)
}

/** A place within the grid. */
function withinGrid({ x, y, width, height }: BoardPlace): BoardPlace {
  const wide = Math.min(BOARD_COLUMNS, Math.max(MIN.width, Math.round(width)))
  return {
    x: Math.min(BOARD_COLUMNS - wide, Math.max(0, Math.round(x))),
    y: Math.max(0, Math.round(y)),
    width: wide,
    height: Math.min(MAX_HEIGHT, Math.max(MIN.height, Math.round(height)))
  }
}

/**
 * Moves everything up as far as it goes, so that no two items overlap and no row stays empty.
 * @param first keeps its place before all others, as what is being moved
 */
export function compacted<T extends Placed>(items: readonly T[], first?: string): T[] {
  const order = inReadingOrder(items)
  const moved = order.filter(({ id }) => id === first)
  const settled: T[] = []
  // What is moved stays where it was put until the others have made way.
  const taken = moved.map(({ place }) => place)
  for (const item of order) {
    if (item.id === first) continue
    let y = 0
    const free = (position: number): boolean => {
      const place = { ...item.place, y: position }
      return ![...taken, ...settled.map((each) => each.place)].some((each) => overlap(each, place))
    }
    while (!free(y)) y++
    settled.push({ ...item, place: { ...item.place, y } })
  }
  const all = [...settled, ...moved]
  return moved.length === 0 ? all : compacted(all)
}

/** Puts an item elsewhere or gives it another size; the others make way. */
export function withPlace<T extends Placed>(items: readonly T[], id: string, place: BoardPlace): T[] {
  const changed = items.map((item) => (item.id === id ? { ...item, place: withinGrid(place) } : item))
  return compacted(changed, id)
}

/** How an arrow key moves an item: beyond its neighbor, which is one step for whoever uses the keyboard. */
export function moveTarget<T extends Placed>(
  items: readonly T[],
  id: string,
  dx: number,
  dy: number
): BoardPlace | undefined {
  const item = items.find((each) => each.id === id)
  if (item === undefined) return undefined
  const { place } = item
  if (dy === 0) return { ...place, x: place.x + dx }
  if (dy < 0) {
    const above = items.filter(
      ({ id: other, place: each }) => other !== id && each.y < place.y && overlapsColumns(each, place)
    )
    return { ...place, y: above.length === 0 ? 0 : Math.max(...above.map((each) => each.place.y)) }
  }
  const below = items.filter(
    ({ id: other, place: each }) => other !== id && each.y >= place.y + place.height && overlapsColumns(each, place)
  )
  if (below.length === 0) return { ...place, y: place.y + 1 }
  const next = below.reduce((first, each) => (each.place.y < first.place.y ? each : first))
  return { ...place, y: next.place.y + next.place.height - place.height + 1 }
}

function overlapsColumns(a: BoardPlace, b: BoardPlace): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width
}

/** The first place for a new item: next to the last one where there is room, else below everything. */
export function freePlace(items: readonly Placed[], width: number, height: number): BoardPlace {
  const end = items.reduce((max, { place }) => Math.max(max, place.y + place.height), 0)
  for (let y = 0; y <= end; y++) {
    for (let x = 0; x + width <= BOARD_COLUMNS; x++) {
      const place = { x, y, width, height }
      if (!items.some((each) => overlap(each.place, place))) return place
    }
  }
  return { x: 0, y: end, width, height }
}
