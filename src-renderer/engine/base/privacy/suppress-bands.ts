import type { CellSum, ReleaseCell } from './release.ts'
import { isSmallCount } from './small-count.ts'
import { suppressRelease } from './suppress-release.ts'

/** Withholding a sum of bands costs as much as so many bands. */
const WORTH_OF_SUM = 3

/** People in some of the bands together, that stand next to them. */
export interface BandSum {
  /** Places of the bands. */
  readonly bands: readonly number[]
  /** Other figures show it as well, so that bands are withheld before it. */
  readonly isElsewhere: boolean
}

/** What is withheld of bands and of sums of them. */
export interface WithheldBands {
  readonly bands: readonly boolean[]
  readonly sums: readonly boolean[]
  /** The smallest count that may not be told: of a band, a sum, or who is in none of it; undefined where there is none. */
  readonly fewest: number | undefined
}

/**
 * Which of the bands of a group, and which sums of them, are withheld, so that no small one can be worked out: from the size of the
 * group, which is known, from the other bands, and from the sums. A sum of one band is that band.
 * @param counts people in each band
 * @param limit groups of 1 to so many people are small; 0 withholds nothing
 */
export function suppressBands(counts: readonly number[], sums: readonly BandSum[], limit: number): WithheldBands {
  const all = counts.reduce((total, count) => total + count, 0)
  const sizes = sums.map(({ bands }) => bands.reduce((size, band) => size + (counts[band] ?? 0), 0))
  const few = [...counts, ...sizes].flatMap((count) => [count, all - count].filter((each) => isSmallCount(each, limit)))
  if (few.length === 0) return { bands: counts.map(() => false), sums: sums.map(() => false), fewest: undefined }
  const first = solved(counts, sums, sizes, limit, true)
  const status = first.isExposed ? solved(counts, sums, sizes, limit, false) : first
  return { ...status.withheld, fewest: Math.min(...few) }
}

function solved(
  counts: readonly number[],
  sums: readonly BandSum[],
  sizes: readonly number[],
  limit: number,
  keepsElsewhere: boolean
): { readonly withheld: Omit<WithheldBands, 'fewest'>; readonly isExposed: boolean } {
  const all = counts.reduce((total, count) => total + count, 0)
  const cells: ReleaseCell[] = [{ count: all, fixed: true }, ...counts.map((count) => ({ count }))]
  const total = 0
  const placeOf = (band: number): number => band + 1
  const links: CellSum[] = [{ total, parts: counts.map((_, band) => placeOf(band)) }]
  // Who is not in it is known with it.
  const addRest = (place: number, count: number): void => {
    if (count < all) links.push({ total, parts: [place, cells.push({ count: all - count, unpublished: true }) - 1] })
  }
  const sumPlaces = sums.map(({ bands, isElsewhere }, index) => {
    const [only] = bands
    if (bands.length === 1 && only !== undefined) return placeOf(only)
    const count = sizes[index]!
    const isTold = isSmallCount(count, limit) || isSmallCount(all - count, limit)
    const fixed = keepsElsewhere && isElsewhere && !isTold
    const place = cells.push({ count, worth: WORTH_OF_SUM, fixed }) - 1
    links.push({ total: place, parts: bands.map(placeOf) })
    addRest(place, count)
    return place
  })
  counts.forEach((count, band) => addRest(placeOf(band), count))
  const { status, exposed } = suppressRelease({ cells, sums: links }, limit)
  const isWithheld = (place: number): boolean => status[place] !== 'shown'
  return {
    withheld: { bands: counts.map((_, band) => isWithheld(placeOf(band))), sums: sumPlaces.map(isWithheld) },
    isExposed: exposed.length > 0
  }
}
