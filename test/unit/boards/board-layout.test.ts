import { describe, expect, it } from 'vitest'
import { BOARD_COLUMNS, type BoardPlace } from '#engine/boards/board.ts'
import { compacted, freePlace, inReadingOrder, moveTarget, withPlace } from '#engine/boards/board-layout.ts'
import { fc } from '../../support/property.ts'

interface Placed {
  readonly id: string
  readonly place: BoardPlace
}

const item = (id: string, x: number, y: number, width = 6, height = 4): Placed => ({
  id,
  place: { x, y, width, height }
})
const overlaps = ({ place: a }: Placed, { place: b }: Placed): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const layouts = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 11 }),
    y: fc.nat(20),
    width: fc.integer({ min: 2, max: 12 }),
    height: fc.integer({ min: 2, max: 6 })
  }),
  { minLength: 1, maxLength: 8 }
)

function settled(places: readonly BoardPlace[]): Placed[] {
  return places.reduce<Placed[]>(
    (items, { width, height }, index) => [...items, { id: String(index), place: freePlace(items, width, height) }],
    []
  )
}

describe('the grid of a board', () => {
  it('puts a new item next to the last one where there is room', () => {
    expect(freePlace([item('a', 0, 0)], 6, 4)).toEqual({ x: 6, y: 0, width: 6, height: 4 })
    expect(freePlace([item('a', 0, 0), item('b', 6, 0)], 6, 4)).toEqual({ x: 0, y: 4, width: 6, height: 4 })
  })

  it('lets the others make way for what is moved', () => {
    const moved = withPlace([item('a', 0, 0), item('b', 6, 0)], 'b', { x: 0, y: 0, width: 6, height: 4 })
    expect(moved.find(({ id }) => id === 'b')?.place.y).toBe(0)
    expect(moved.find(({ id }) => id === 'a')?.place.y).toBe(4)
  })

  it('moves beyond the neighbor with one press of a key', () => {
    const items = [item('a', 0, 0), item('b', 0, 4)]
    const down = withPlace(items, 'a', moveTarget(items, 'a', 0, 1)!)
    expect(inReadingOrder(down).map(({ id }) => id)).toEqual(['b', 'a'])
    const up = withPlace(down, 'a', moveTarget(down, 'a', 0, -1)!)
    expect(inReadingOrder(up).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('never lets items overlap or leave the grid, wherever one is put', () => {
    fc.assert(
      fc.property(
        layouts,
        fc.nat(7),
        fc.integer({ min: -3, max: 15 }),
        fc.integer({ min: -3, max: 30 }),
        (places, which, x, y) => {
          const items = settled(places)
          const { id, place } = items[which % items.length]!
          const after = withPlace(items, id, { ...place, x, y })
          expect(after).toHaveLength(items.length)
          for (const [index, item] of after.entries()) {
            expect(item.place.x).toBeGreaterThanOrEqual(0)
            expect(item.place.x + item.place.width).toBeLessThanOrEqual(BOARD_COLUMNS)
            expect(after.slice(index + 1).filter((other) => overlaps(item, other))).toEqual([])
          }
          // Nothing more can move up.
          expect(
            compacted(after)
              .map((each) => each.place.y)
              .toSorted()
          ).toEqual(after.map((each) => each.place.y).toSorted())
        }
      )
    )
  })
})
