import { defined } from '#shared/language/defined.ts'
import type { Figure } from '../figures/figure.ts'
import { suppressedCells } from './small-cells.ts'
import type { CellSum, Release } from './release.ts'
import { suppressRelease } from './suppress-release.ts'
import { suppressParts } from './suppress-table.ts'

/** Linked cells up to which all sums are solved together; a larger table is solved column by column. */
const SOLVED_TOGETHER = 150

/** One count of each row, such as the numerators of a column of rates. Rows without it are undefined. */
interface Track {
  readonly kind: 'people' | 'numerator' | 'rest' | 'denominator'
  readonly column: number
  readonly counts: readonly (number | undefined)[]
}

/**
 * Which figures of a table are withheld, so that no small one can be worked out from the others. How the counts of a table
 * add up is read from the numbers themselves: a row that is the sum of the others, a column that is the sum of two, parts
 * that make up a whole, groups whose rates belong to one. A sum that holds by chance withholds too much, never too little.
 * @param rows figures by row and column
 */
export function withheldFigures(
  rows: readonly (readonly (Figure | undefined)[])[],
  limit: number
): readonly (readonly boolean[])[] {
  if (limit <= 0) return rows.map((row) => row.map(() => false))
  const tracks = tracksOf(rows)
  const { release, placeOf } = releaseOf(tracks, rows.length)
  const hides =
    release.cells.length <= SOLVED_TOGETHER ? solved(release, placeOf, limit) : byColumn(tracks, rows.length, limit)
  return rows.map((row, place) =>
    row.map((_, column) =>
      tracks.some(
        ({ kind, column: of, counts }, index) =>
          kind !== 'rest' && of === column && counts[place] !== undefined && hides(index, place)
      )
    )
  )
}

/** Whether a count is withheld. */
type Hides = (track: number, row: number) => boolean

function solved(release: Release, placeOf: (track: number, row: number) => number, limit: number): Hides {
  const { status, exposed } = suppressRelease(release, limit)
  // What cannot be protected by the rest of a table is protected by withholding all that is linked with it.
  if (exposed.length > 0) return () => true
  return (track, row) => status[placeOf(track, row)] !== 'shown'
}

/** People as parts of a whole and rates as groups of one, each column for itself. */
function byColumn(tracks: readonly Track[], rows: number, limit: number): Hides {
  const hidden = tracks.map(({ kind, column, counts }) => {
    if (kind === 'people')
      return suppressParts(
        counts.map((count) => count ?? 0),
        limit,
        true
      ).parts.map((status) => status !== 'shown')
    const of = (wanted: Track['kind']): Track | undefined =>
      tracks.find((track) => track.column === column && track.kind === wanted)
    const cells = Array.from({ length: rows }, (_, row) => ({
      numerator: of('numerator')?.counts[row] ?? 0,
      denominator: of('denominator')?.counts[row] ?? 0
    }))
    return suppressedCells(cells, limit)
  })
  return (track, row) => hidden[track]![row]!
}

function tracksOf(rows: readonly (readonly (Figure | undefined)[])[]): readonly Track[] {
  const width = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: width }, (_, column) => {
    const figures = rows.map((row) => row[column])
    const track = (kind: Track['kind'], countOf: (figure: Figure) => number | undefined): Track => ({
      kind,
      column,
      counts: figures.map((figure) => (figure === undefined ? undefined : wholeCount(countOf(figure))))
    })
    const partOf = (figure: Figure): number | undefined => (isRate(figure) ? figure.numerator : undefined)
    const wholeOf = (figure: Figure): number | undefined => (isRate(figure) ? figure.denominator : undefined)
    return [
      track('people', (figure) => figure.people ?? (figure.unit === 'people' ? figure.value : undefined)),
      track('numerator', partOf),
      track('rest', (figure) => (isRate(figure) ? defined(wholeOf(figure)) - defined(partOf(figure)) : undefined)),
      track('denominator', wholeOf)
    ].filter(({ counts }) => counts.some((count) => count !== undefined))
  }).flat()
}

/** Whether a figure is a part of a group of people. */
function isRate({ unit, numerator, denominator, people }: Figure): boolean {
  return unit === 'proportion' && numerator !== undefined && denominator !== undefined && people === undefined
}

function wholeCount(count: number | undefined): number | undefined {
  return count === undefined || !Number.isInteger(count) || count < 0 ? undefined : count
}

/** The counts of a table with all sums that hold in it. Equal columns are one. */
function releaseOf(
  tracks: readonly Track[],
  rows: number
): { readonly release: Release; readonly placeOf: (track: number, row: number) => number } {
  const first = tracks.map((track) => tracks.findIndex((other) => isSameTrack(other, track)))
  const cells: { count: number; unpublished: boolean }[] = []
  const places = tracks.map(() => new Map<number, number>())
  tracks.forEach(({ kind, counts }, index) => {
    if (first[index] !== index) return
    const known = counts.filter((count) => count !== undefined)
    const isOneWhole = kind === 'denominator' && known.length > 1 && known.every((count) => count === known[0])
    counts.forEach((count, row) => {
      if (count === undefined) return
      const shared = isOneWhole ? [...places[index]!.values()][0] : undefined
      places[index]!.set(row, shared ?? cells.push({ count, unpublished: kind === 'rest' }) - 1)
    })
  })
  const placeOf = (track: number, row: number): number => defined(places[first[track]!]!.get(row))
  const distinct = tracks.flatMap((_, index) => (first[index] === index ? [index] : []))
  const sums: CellSum[] = [...sumsOfColumns(tracks, distinct, rows, placeOf)]
  for (const index of distinct) {
    const present = [...places[index]!.entries()]
    const parts = present.map(([, place]) => place)
    if (new Set(parts).size < 2) continue
    const sum = parts.reduce((all, place) => all + cells[place]!.count, 0)
    const total = present.length < 3 ? undefined : parts.find((place) => cells[place]!.count * 2 === sum)
    const totalPlace = total ?? wholeOf(cells, parts, sum)
    if (totalPlace !== undefined) sums.push({ total: totalPlace, parts: parts.filter((place) => place !== totalPlace) })
  }
  return { release: { cells, sums }, placeOf }
}

/** A cell next to the parts that is as large as all of them. */
function wholeOf(cells: Release['cells'], parts: readonly number[], sum: number): number | undefined {
  const found = cells.findIndex(({ count }, place) => count === sum && !parts.includes(place))
  return found < 0 ? undefined : found
}

/** Columns that are the sum of two others in every row. */
function sumsOfColumns(
  tracks: readonly Track[],
  distinct: readonly number[],
  rows: number,
  placeOf: (track: number, row: number) => number
): readonly CellSum[] {
  const found: CellSum[] = []
  const countOf = (track: number, row: number): number | undefined => tracks[track]!.counts[row]
  for (const total of distinct)
    for (const [position, left] of distinct.entries())
      for (const right of distinct.slice(position + 1)) {
        if (total === left || total === right) continue
        const shared = Array.from({ length: rows }, (_, row) => row).filter((row) =>
          [total, left, right].every((track) => countOf(track, row) !== undefined)
        )
        const isSum = shared.every(
          (row) => countOf(total, row) === defined(countOf(left, row)) + defined(countOf(right, row))
        )
        if (shared.length === 0 || !isSum || shared.every((row) => countOf(total, row) === 0)) continue
        for (const row of shared)
          found.push({ total: placeOf(total, row), parts: [placeOf(left, row), placeOf(right, row)] })
      }
  return found
}

function isSameTrack(left: Track, right: Track): boolean {
  return left.counts.every((count, row) => count === right.counts[row])
}
