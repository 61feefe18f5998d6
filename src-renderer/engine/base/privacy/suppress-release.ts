import { defined } from '#shared/language/defined.ts'
import { maximize, type Equation } from './maximize.ts'
import { withinEffort, type SolvingWatch } from './solving-watch.ts'
import type { CellStatus } from './suppress-sums.ts'

/** A count that leaves the program, in whatever table it stands. */
export interface ReleaseCell {
  readonly count: number
  /** It was published before, or is known from elsewhere, so that it cannot be withheld. */
  readonly fixed?: boolean
  /** It was withheld before, and stays so. */
  readonly wasWithheld?: boolean
  /** It tells a small group in another way, such as by how little it changed; it is withheld like a small cell. */
  readonly sensitive?: boolean
  /** It is shown in this release, as was decided before. */
  readonly settled?: boolean
  /** It is not published itself, such as those who are not in a group: it only must not be found. */
  readonly unpublished?: boolean
  /** Nobody looks for it: it only says how others belong together. Its count is one that may be, and need not be whole. */
  readonly latent?: boolean
}

/** A cell that is the sum of others, by their places. */
export interface CellSum {
  readonly total: number
  readonly parts: readonly number[]
}

/** All that leaves together: the cells of any number of tables, and how they add up. A cell in two tables stands here once. */
export interface Release {
  readonly cells: readonly ReleaseCell[]
  readonly sums: readonly CellSum[]
}

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

type Direction = 1 | -1

/** Linked cells up to which all are solved together. */
const SOLVED_TOGETHER = 150
/** In larger parts each small cell is solved with so many cells around it, as if all others were known. */
const SOLVED_AROUND = 60

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
  const isSmall = ({ count, latent }: ReleaseCell): boolean => latent !== true && count >= 1 && count <= limit
  const status = cells.map((cell): CellStatus => {
    if (limit <= 0 || isConstant(cell)) return 'shown'
    if (isSmall(cell)) return 'small'
    if (cell.unpublished === true || cell.latent === true) return 'secondary'
    return cell.sensitive === true || (cell.wasWithheld === true && cell.count > 0) ? 'secondary' : 'shown'
  })
  const exposed: number[] = []
  const unsolved: number[] = []
  if (limit <= 0) return { status, exposed, unsolved }
  for (const part of linkedParts(release)) {
    const guarded = part.cells.filter(
      (place) => !isConstant(cells[place]!) && (isSmall(cells[place]!) || cells[place]!.sensitive === true)
    )
    if (guarded.length === 0) continue
    const found = withinEffort(() => {
      if (part.cells.length <= together) return protectPart(release, part, guarded, status, limit, watch)
      const around = partsAround(release, part)
      return guarded.flatMap((target) => protectPart(release, around(target), [target], status, limit, watch))
    })
    if (found === undefined) unsolved.push(...part.cells)
    else exposed.push(...found)
  }
  return { status, exposed, unsolved }
}

/** It can be no other number for anybody, now or before. */
const isConstant = ({ fixed, settled }: ReleaseCell): boolean => fixed === true || settled === true

/** Cells that are linked by sums, directly or by way of others; those that are shown in any case link nothing. */
interface LinkedPart {
  readonly cells: readonly number[]
  readonly sums: readonly CellSum[]
}

function linkedParts({ cells, sums }: Release): readonly LinkedPart[] {
  const parent = Int32Array.from(cells, (_, place) => place)
  const rootOf = (place: number): number => {
    let root = place
    while (parent[root] !== root) root = parent[root]!
    parent[place] = root
    return root
  }
  const links = ({ total, parts }: CellSum): readonly number[] =>
    [total, ...parts].filter((place) => cells[place]!.settled !== true)
  for (const sum of sums) {
    const [first, ...others] = links(sum)
    for (const each of others) parent[rootOf(each)] = rootOf(defined(first))
  }
  const found = new Map<number, { cells: number[]; sums: CellSum[] }>()
  cells.forEach((_, place) => {
    const root = rootOf(place)
    const part = found.get(root) ?? { cells: [], sums: [] }
    part.cells.push(place)
    found.set(root, part)
  })
  for (const sum of sums) {
    const [first] = links(sum)
    if (first !== undefined) defined(found.get(rootOf(first))).sums.push(sum)
  }
  return [...found.values()]
}

/**
 * The cells nearest to one of a large part. Whoever is protected from somebody who knows all the others is protected from
 * everybody, so that solving for these alone withholds too much, never too little.
 */
function partsAround({ cells }: Release, part: LinkedPart): (target: number) => LinkedPart {
  const sumsOf = new Map<number, CellSum[]>(part.cells.map((place) => [place, []]))
  for (const sum of part.sums) {
    sumsOf.get(sum.total)?.push(sum)
    for (const place of sum.parts) sumsOf.get(place)?.push(sum)
  }
  // A zero cannot move, and nobody looks for it.
  const isLooked = (place: number): boolean =>
    sumsOf.has(place) &&
    (cells[place]!.count > 0 || cells[place]!.unpublished === true || cells[place]!.latent === true)
  return (target) => {
    const found = new Set([target])
    const sums = new Map<CellSum, number[]>()
    for (const place of found) {
      for (const sum of defined(sumsOf.get(place))) {
        sums.set(sum, [])
        if (found.size < SOLVED_AROUND && isLooked(sum.total)) found.add(sum.total)
        for (const each of sum.parts) {
          if (found.size >= SOLVED_AROUND) break
          if (isLooked(each)) found.add(each)
        }
      }
      if (found.size >= SOLVED_AROUND) break
    }
    // Sums that end outside are kept, too: what lies outside stands still.
    for (const place of found)
      for (const sum of defined(sumsOf.get(place))) {
        const parts = sums.get(sum) ?? []
        if (place !== sum.total) parts.push(place)
        sums.set(sum, parts)
      }
    return { cells: [...found], sums: [...sums].map(([{ total }, parts]) => ({ total, parts })) }
  }
}

/** Withholds what protects the guarded cells of a part, in `status`. @returns those that cannot be protected */
function protectPart(
  { cells }: Release,
  part: LinkedPart,
  guarded: readonly number[],
  status: CellStatus[],
  limit: number,
  watch: SolvingWatch | undefined
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
    status[place] !== 'shown'
      ? status[place]!
      : cells[place]!.count >= 1 && cells[place]!.count <= limit
        ? 'small'
        : 'secondary'

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
    return maximize({ equations, lower, upper, gain, price }, watch)
  }
  const distance = (
    target: number,
    direction: Direction,
    wanted: number,
    asStatus: (place: number) => CellStatus,
    isFixed: (place: number) => boolean
  ): number =>
    wanted === 0
      ? 0
      : Math.round(
          Math.abs(move(target, direction, wanted, asStatus, isFixed, () => 0)[defined(local.get(target))]!) * 1e6
        ) / 1e6
  const isFixed = (place: number): boolean => cells[place]!.fixed === true
  const current = (place: number): CellStatus => status[place]!
  const highest = Math.max(...part.cells.map((place) => cells[place]!.count))
  const priceOf = (place: number): number =>
    status[place] === 'shown' ? Math.log2(2 + cells[place]!.count) / Math.log2(2 + highest) : 0

  const exposed: number[] = []
  for (const target of guarded) {
    watch?.decided()
    const wanted = wantedOf(target)
    let reached = 0
    for (const [direction, full] of [
      [1, wanted.up],
      [-1, wanted.down]
    ] as const) {
      const now = distance(target, direction, full, current, isFixed)
      if (now >= full) {
        reached += now
        continue
      }
      const possible = distance(target, direction, full, withheldAll, isFixed)
      reached += possible
      if (now >= possible) continue
      const way = move(target, direction, possible, withheldAll, isFixed, priceOf)
      part.cells.forEach((place, index) => {
        if (Math.abs(way[index]!) > 1e-7 && status[place] === 'shown') status[place] = 'secondary'
      })
    }
    if (reached >= wanted.up + wanted.down) continue
    const ideal =
      distance(target, 1, wanted.up, withheldAll, () => false) +
      distance(target, -1, wanted.down, withheldAll, () => false)
    if (reached < ideal / 2) exposed.push(target)
  }
  return exposed
}
