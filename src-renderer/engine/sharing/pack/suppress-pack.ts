import { engineSharingMessages as m } from '#messages/engine/sharing.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { ReleaseCell } from '../../base/privacy/release.ts'
import { suppressRelease } from '../../base/privacy/suppress-release.ts'
import type { CellStatus } from '../../base/privacy/suppress-sums.ts'
import type { PackCell, PackCells } from './pack-cells.ts'
import type { PackCount, PackDocument } from './pack-document.ts'

/** What left before in the same series, as far as it concerns a new pack. */
export type EarlierPack = Pick<PackDocument, 'asOf' | 'aggregates'>

/** Counts as they may leave, by key, and how many were withheld next to the small ones. */
export interface SuppressedPack {
  readonly counts: ReadonlyMap<string, PackCount>
  readonly small: number
  readonly withheld: number
}

/**
 * Decides how each count of a pack may leave: first the people, then each registry, whose groups are parts of theirs.
 * @param asOf date of the pack, `YYYY-MM-DD`
 * @param earlier packs of the same series and definitions
 * @param told keys of counts that must not leave for what else left before
 * @throws AppError `not-allowed` with the counts named where what left before leaves a small one no room
 */
export function suppressPack(
  people: PackCells,
  parts: readonly PackCells[],
  limit: number,
  asOf: string,
  earlier: readonly EarlierPack[],
  told: ReadonlySet<string> = new Set()
): SuppressedPack {
  const status = new Map<string, CellStatus>()
  const before = earlier.map((pack) => ({
    asOf: pack.asOf,
    counts: new Map(pack.aggregates.map(({ key, people: count }) => [key, count]))
  }))
  const exposed: PackCell[] = []
  const cellOf = (cell: PackCell): ReleaseCell => {
    const decided = status.get(cell.key)
    return {
      count: cell.count,
      ...(cell.unpublished === true ? { unpublished: true } : fromBefore(cell, limit, asOf, before)),
      ...(decided === 'shown' && cell.unpublished !== true ? { settled: true } : {}),
      ...(decided === 'withheld' || (decided === undefined && told.has(cell.key))
        ? { wasWithheld: true, fixed: false }
        : {})
    }
  }
  for (const [stage, { cells, sums }] of [people, ...parts].entries()) {
    // Groups of a registry are parts of the groups of people, which stand in every stage.
    const all = stage === 0 ? cells : [...cells, ...people.cells]
    const place = new Map(all.map(({ key }, index) => [key, index]))
    const release = {
      cells: all.map(cellOf),
      sums: [...sums, ...(stage === 0 ? [] : people.sums)].map(({ total, parts: keys }) => ({
        total: defined(place.get(total)),
        parts: keys.map((key) => defined(place.get(key)))
      }))
    }
    const found = suppressRelease(release, limit)
    exposed.push(...found.exposed.map((index) => all[index]!))
    all.forEach(({ key }, index) => status.set(key, found.status[index]!))
  }
  if (exposed.length > 0) throw refusal(exposed, earlier)
  const published = [people, ...parts].flatMap(({ cells }) => cells).filter(({ unpublished }) => unpublished !== true)
  const counts = new Map(published.map(({ key, count }) => [key, publishedCount(count, defined(status.get(key)))]))
  const number = (wanted: PackCount): number => [...counts.values()].filter((count) => count === wanted).length
  return { counts, small: number('small'), withheld: number('withheld') }
}

function publishedCount(count: number, status: CellStatus): PackCount {
  return status === 'shown' ? count : status === 'small' ? 'small' : 'withheld'
}

/** What earlier packs say about a count. */
function fromBefore(
  { key, count }: PackCell,
  limit: number,
  asOf: string,
  before: readonly { readonly asOf: string; readonly counts: ReadonlyMap<string, PackCount> }[]
): Partial<ReleaseCell> {
  let result: Partial<ReleaseCell> = {}
  for (const { asOf: then, counts } of before) {
    const was = counts.get(key)
    if (was === undefined) continue
    if (typeof was !== 'number') {
      // The same day tells the same count: what was withheld must not be found now.
      if (then === asOf) result = { ...result, wasWithheld: true }
    } else if (was === count) result = { ...result, fixed: true }
    else if (Math.abs(was - count) <= limit) result = { ...result, sensitive: true }
  }
  return result
}

function refusal(exposed: readonly PackCell[], earlier: readonly EarlierPack[]): AppError {
  const named = exposed
    .slice(0, 3)
    .map(({ title, group }) => (group === '' ? title : `${title}, ${group}`))
    .join('; ')
  const more = exposed.length > 3 ? m.andExposedMore(exposed.length - 3) : ''
  const dates = [...new Set(earlier.map(({ asOf }) => asOf))].join(', ')
  return new AppError('not-allowed', m.withWhatLeftBeforeThisPack(dates, named, more))
}
