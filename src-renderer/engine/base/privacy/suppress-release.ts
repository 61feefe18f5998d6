import { isSmallCount } from './small-count.ts'
import { defined } from '#shared/language/defined.ts'
import { LinearSystem } from './linear-system.ts'
import type { Equation } from './tableau.ts'
import { KnownMoves, rounded, type Direction } from './known-moves.ts'
import { linkedParts, partsAround, type LinkedPart } from './linked-parts.ts'
import type { Release, ReleaseCell } from './release.ts'
import { withinEffort, type SolvingWatch } from './solving-watch.ts'
import type { CellStatus } from './suppress-sums.ts'

/** How each cell may leave. */
export interface ReleaseStatus {
  readonly status: readonly CellStatus[]
  /** Cells that would be told by what is published already, whatever is withheld now. */
  readonly exposed: readonly number[]
  /** Cells of parts that were not solved, because that would cost more than it may: all of them have to be withheld. */
  readonly unsolved: readonly number[]
}

/** How far a cell may be above and below its count, for all that somebody knows. */
interface Reach {
  readonly up: number
  readonly down: number
}

/** Linked cells up to which all are solved together. */
const SOLVED_TOGETHER = 150

/**
 * Chooses which cells of linked tables are withheld, so that nobody who solves for them finds more about a small cell (1 to
 * `limit` people) than that it is small. Whoever knows all that is published, that cells marked as small hold 1 to `limit`
 * and that other withheld ones hold more, finds every number from 1 to `limit` possible, unless even a release without any
 * count would say more. What else is withheld costs little: counts are chosen by the linear program of Kelly, Golden and
 * Assad (Networks 22 (1992) 397), one small cell and direction after another.
 * @param together linked cells up to which all are solved together; in larger parts those around each small cell are
 * @param watch without it solving takes as long as it takes
 * @returns `exposed` is not empty where what was published before leaves a small cell less than half of its range
 */
export function suppressRelease(
  release: Release,
  limit: number,
  together = SOLVED_TOGETHER,
  watch?: SolvingWatch
): ReleaseStatus {
  const { cells } = release
  const isSmall = ({ count, latent }: ReleaseCell): boolean => latent !== true && isSmallCount(count, limit)
  const status = cells.map((cell): CellStatus => {
    if (limit <= 0 || isConstant(cell)) return 'shown'
    if (isSmall(cell)) return 'small'
    if (cell.unpublished === true || cell.latent === true) return 'withheld'
    return cell.sensitive === true || (cell.wasWithheld === true && cell.count > 0) ? 'withheld' : 'shown'
  })
  const exposed: number[] = []
  const unsolved: number[] = []
  if (limit <= 0) return { status, exposed, unsolved }
  const protection = { release, status, limit, watch, known: new KnownMoves(cells.length) }
  for (const part of linkedParts(release)) {
    const guarded = part.cells.filter(
      (place) => !isConstant(cells[place]!) && (isSmall(cells[place]!) || cells[place]!.sensitive === true)
    )
    if (guarded.length === 0) continue
    const found = withinEffort(() => {
      if (part.cells.length <= together) return protectPart(protection, part, guarded)
      const around = partsAround(release, part)
      return guarded.flatMap((target) => protectPart(protection, around(target), [target]))
    })
    if (found === undefined) unsolved.push(...part.cells)
    else exposed.push(...found)
  }
  return { status, exposed, unsolved }
}

/** It can be no other number for anybody, now or before. */
const isConstant = ({ fixed, settled }: ReleaseCell): boolean => fixed === true || settled === true

/** What the parts of a release are protected with. */
interface Protection {
  readonly release: Release
  readonly status: CellStatus[]
  readonly limit: number
  readonly watch: SolvingWatch | undefined
  /** Moves by what is withheld so far. */
  readonly known: KnownMoves
}

/** Withholds what protects the guarded cells of a part, in `status`. @returns those that cannot be protected */
function protectPart(
  { release: { cells }, status, limit, watch, known }: Protection,
  part: LinkedPart,
  guarded: readonly number[]
): readonly number[] {
  const local = new Map(part.cells.map((place, index) => [place, index]))
  watch?.spend(part.sums.reduce((terms, { parts }) => terms + parts.length, 0))
  const term = (place: number, factor: number): Equation => {
    const variable = local.get(place)
    return variable === undefined ? [] : [{ variable, factor }]
  }
  const equations = part.sums.map(({ total, parts }): Equation => [
    ...term(total, -1),
    ...parts.flatMap((place) => term(place, 1))
  ])
  const size = part.cells.length
  const system = new LinearSystem(size, equations)
  /** How far a cell may go, when it is withheld. */
  const roomOf = (place: number, as: CellStatus, isFixed: boolean): Reach => {
    const { count, unpublished, latent } = cells[place]!
    if ((unpublished === true || latent === true) && !isFixed) return { up: Number.POSITIVE_INFINITY, down: count }
    if (as === 'shown' || isFixed || count === 0) return { up: 0, down: 0 }
    if (as === 'small') return { up: limit - count, down: count - 1 }
    return { up: Number.POSITIVE_INFINITY, down: Math.max(0, count - limit - 1) }
  }
  const wantedOf = (place: number): Reach =>
    status[place] === 'small'
      ? { up: limit - cells[place]!.count, down: cells[place]!.count - 1 }
      : { up: limit, down: Math.min(limit, cells[place]!.count - limit - 1) }
  const withheldAll = (place: number): CellStatus =>
    status[place] !== 'shown' ? status[place]! : isSmallCount(cells[place]!.count, limit) ? 'small' : 'withheld'

  /** The way to move a cell as far as wanted, by cells that are withheld, and by others for a price. */
  const move = (
    target: number,
    direction: Direction,
    wanted: number,
    asStatus: (place: number) => CellStatus,
    isFixed: (place: number) => boolean,
    priceOf: (place: number) => number
  ): Float64Array => {
    const [lower, upper] = [new Float64Array(size), new Float64Array(size)]
    const [gain, price] = [new Float64Array(size), new Float64Array(size)]
    part.cells.forEach((place, index) => {
      const room = roomOf(place, asStatus(place), isFixed(place))
      const isTarget = place === target
      lower[index] = -(isTarget ? (direction < 0 ? Math.min(wanted, room.down) : 0) : room.down)
      upper[index] = isTarget ? (direction > 0 ? Math.min(wanted, room.up) : 0) : room.up
      price[index] = isTarget ? 0 : priceOf(place)
    })
    // Moving the target is worth more than any way to it costs.
    gain[defined(local.get(target))] = direction * 1000 * (size + 1)
    return system.maximize({ lower, upper, gain, price }, watch)
  }
  const distance = (
    target: number,
    direction: Direction,
    wanted: number,
    asStatus: (place: number) => CellStatus,
    isFixed: (place: number) => boolean
  ): number => {
    if (wanted === 0) return 0
    return rounded(Math.abs(move(target, direction, wanted, asStatus, isFixed, () => 0)[defined(local.get(target))]!))
  }
  /** How far a cell may go by what is withheld so far. */
  const distanceNow = (target: number, direction: Direction, wanted: number): number => {
    if (known.of(target, direction) >= wanted) return wanted
    const found = move(target, direction, wanted, current, isFixed, () => 0)
    known.add(part.cells, found)
    return rounded(Math.abs(found[defined(local.get(target))]!))
  }
  const isFixed = (place: number): boolean => cells[place]!.fixed === true
  const current = (place: number): CellStatus => status[place]!
  const hasFixed = part.cells.some(isFixed)
  const canWithholdMore = (): boolean =>
    part.cells.some((place) => status[place] === 'shown' && !isFixed(place) && cells[place]!.count > 0)
  const highest = Math.max(...part.cells.map((place) => cells[place]!.count))
  const priceOf = (place: number): number =>
    status[place] === 'shown'
      ? ((cells[place]!.worth ?? 1) * Math.log2(2 + cells[place]!.count)) / Math.log2(2 + highest)
      : 0

  const exposed: number[] = []
  for (const target of guarded) {
    watch?.decided()
    const wanted = wantedOf(target)
    let reached = 0
    for (const [direction, full] of [
      [1, wanted.up],
      [-1, wanted.down]
    ] as const) {
      const now = distanceNow(target, direction, full)
      if (now >= full) {
        reached += now
        continue
      }
      const possible = canWithholdMore() ? distance(target, direction, full, withheldAll, isFixed) : now
      reached += possible
      if (now >= possible) continue
      const way = move(target, direction, possible, withheldAll, isFixed, priceOf)
      part.cells.forEach((place, index) => {
        if (Math.abs(way[index]!) > 1e-7 && status[place] === 'shown') status[place] = 'withheld'
      })
      known.add(part.cells, way)
    }
    if (reached >= wanted.up + wanted.down || !hasFixed) continue
    const ideal =
      distance(target, 1, wanted.up, withheldAll, () => false) +
      distance(target, -1, wanted.down, withheldAll, () => false)
    if (reached < ideal / 2) exposed.push(target)
  }
  return exposed
}
