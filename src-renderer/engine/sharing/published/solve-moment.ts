import { isSmallCount } from '../../base/privacy/small-count.ts'
import { defined } from '#shared/language/defined.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import { withinEffort, type SolvingWatch } from '../../base/privacy/solving-watch.ts'
import type { CellSum, Release, ReleaseCell } from '../../base/privacy/release.ts'
import { suppressRelease } from '../../base/privacy/suppress-release.ts'
import { kindSystems, type KindSystem } from './kinds-of-people.ts'
import { placedCounts, placesByThing, relateCounts, type CountRelations } from './relate-counts.ts'

/** A small count that would be told by what is known already. */
export interface ExposedCount {
  /** Its place; past the last one for a difference of counts. */
  readonly place: number
  /** Places of what is known and stands in sums with it. */
  readonly beside: readonly number[]
}

/** What may be shown of the counts of one day in the same data. */
export interface MomentSolution {
  /** Places of counts that are withheld. */
  readonly withheld: ReadonlySet<number>
  readonly exposed: readonly ExposedCount[]
  /** Places of counts that are withheld because finding out whether they may be shown would cost more than it may. */
  readonly unsolved: ReadonlySet<number>
  /** Cells that were solved for. */
  readonly solved: number
}

/** Who watches the solving of one day. */
export interface MomentWatch extends SolvingWatch {
  /** Solving begins: so many counts must not be found. */
  guarded(counts: number): void
}

/**
 * Withholds what protects small counts: first against somebody who divides people by all dimensions that counts are about
 * together, as far as there are not too many of them, then against sums of any number of counts. Where solving would cost
 * more than it may, all new counts that are linked with what was not solved are withheld, which tells nobody.
 * @param cells the same counts, with what is known of each
 * @param newCount so many of the first are new; parts without a new one are left as they are
 */
export function solveMoment(
  counts: readonly PublishedCount[],
  cells: readonly ReleaseCell[],
  newCount: number,
  limit: number,
  watch: MomentWatch
): MomentSolution {
  const withheld = new Set<number>()
  const unsolved = new Set<number>()
  const exposed: ExposedCount[] = []
  let solved = 0
  const giveUp = (place: number | undefined): void => {
    if (place === undefined || counts[place]!.count === 0 || cells[place]!.fixed === true || withheld.has(place)) return
    withheld.add(place)
    unsolved.add(place)
  }
  /** @param places where the first cells of a release stand among the counts */
  const solve = (release: Release, places: readonly number[], together?: number): void => {
    solved += release.cells.length
    const found = suppressRelease(release, limit, together, watch)
    const hide = (index: number): void => {
      const place = places[index]
      if (place !== undefined && counts[place]!.count > 0) withheld.add(place)
    }
    found.status.forEach((status, index) => {
      if (status !== 'shown') hide(index)
    })
    for (const index of found.unsolved) giveUp(places[index])
    if (found.exposed.length === 0) return
    const linked = [...linkedWith(release, found.exposed)]
    const beside = linked.flatMap((index) => (release.cells[index]!.fixed === true ? (places[index] ?? []) : []))
    exposed.push(...found.exposed.map((index) => ({ place: places[index] ?? counts.length, beside })))
    for (const index of linked) hide(index)
  }
  const asDecided = (place: number): ReleaseCell =>
    withheld.has(place) && cells[place]!.fixed !== true ? { ...cells[place]!, wasWithheld: true } : cells[place]!
  cells.forEach(({ count, sensitive, wasWithheld }, place) => {
    if (count > 0 && (count <= limit || sensitive === true || wasWithheld === true)) withheld.add(place)
  })
  const guarded = new Set(
    cells.flatMap(({ count, sensitive, fixed }, place) =>
      fixed !== true && (isSmallCount(count, limit) || sensitive === true) ? [place] : []
    )
  )
  const relations = withinEffort(() => relateCounts(counts, limit, watch))
  if (relations === undefined) {
    counts.forEach((_, place) => giveUp(place))
    return { withheld, exposed, unsolved, solved }
  }
  const placed = placedCounts(counts)
  const differences = smallDifferences(relations, counts.length, limit)
  for (const { total } of differences) guarded.add(total)
  watch.guarded(guarded.size)
  for (const places of placesByThing(counts).values()) {
    const group = places.map((place) => placed[place]!)
    const systems = withinEffort(() => kindSystems(group, guarded, watch))
    if (systems === undefined) places.forEach(giveUp)
    for (const system of systems ?? [])
      if (system.places.some((place) => place < newCount))
        solve(systemRelease(system, differences, asDecided), system.places, Number.POSITIVE_INFINITY)
  }
  const all: Release = {
    cells: [
      ...cells.map((_, place) => asDecided(place)),
      ...relations.rests.map((count): ReleaseCell => ({ count, unpublished: true }))
    ],
    sums: relations.sums
  }
  const { reached, places } = partsWith(all, newCount)
  solve(
    reached,
    places.map((place) => (place < counts.length ? place : counts.length)).filter((place) => place < counts.length)
  )
  return { withheld, exposed, unsolved, solved }
}

/** A whole, one part of it, and the few who are left. */
interface SmallDifference {
  readonly total: number
  readonly part: number
  readonly rest: number
}

function smallDifferences({ sums, rests }: CountRelations, first: number, limit: number): readonly SmallDifference[] {
  return sums.flatMap(({ total, parts }) => {
    const [part, last] = parts
    const rest = rests[(last ?? 0) - first]
    if (parts.length !== 2 || defined(part) >= first || rest === undefined || rest < 1 || rest > limit) return []
    return [{ total, part: defined(part), rest }]
  })
}

/** Counts as sums of kinds of people, with the small differences that nobody may find either. */
function systemRelease(
  { places, kinds }: KindSystem,
  differences: readonly SmallDifference[],
  cellAt: (place: number) => ReleaseCell
): Release {
  const index = new Map(places.map((place, index) => [place, index]))
  const placedDifferences = differences.filter(({ total, part }) => index.has(total) && index.has(part))
  const firstKind = places.length
  const firstRest = firstKind + kinds.length
  return {
    cells: [
      ...places.map(cellAt),
      ...kinds.map(({ people }): ReleaseCell => ({ count: people, latent: true })),
      ...placedDifferences.map(({ rest }): ReleaseCell => ({ count: rest, unpublished: true }))
    ],
    sums: [
      ...places.map((_, index): CellSum => ({
        total: index,
        parts: kinds.flatMap(({ inside }, kind) => (inside.includes(index) ? [firstKind + kind] : []))
      })),
      ...placedDifferences.map(({ total, part }, position): CellSum => ({
        total: defined(index.get(total)),
        parts: [defined(index.get(part)), firstRest + position]
      }))
    ]
  }
}

/** The parts of a release in which something new is, counts before all else. @param newCount how many of the first are new */
function partsWith(
  { cells, sums }: Release,
  newCount: number
): { readonly reached: Release; readonly places: readonly number[] } {
  const reached = linkedWith(
    { cells, sums },
    Array.from({ length: newCount }, (_, place) => place)
  )
  const places = [...reached].toSorted((left, right) => left - right)
  const local = new Map(places.map((place, index) => [place, index]))
  return {
    reached: {
      cells: places.map((place) => cells[place]!),
      sums: sums.flatMap(({ total, parts }) => {
        const totalPlace = local.get(total)
        return totalPlace === undefined
          ? []
          : [{ total: totalPlace, parts: parts.map((part) => defined(local.get(part))) }]
      })
    },
    places
  }
}

/** Cells that are linked with some, directly or by way of others. */
function linkedWith({ sums }: Release, from: readonly number[]): ReadonlySet<number> {
  const sumsOf = new Map<number, CellSum[]>()
  for (const sum of sums)
    for (const place of [sum.total, ...sum.parts]) {
      const known = sumsOf.get(place)
      if (known === undefined) sumsOf.set(place, [sum])
      else known.push(sum)
    }
  const linked = new Set(from)
  for (const place of linked)
    for (const { total, parts } of sumsOf.get(place) ?? []) for (const each of [total, ...parts]) linked.add(each)
  return linked
}
