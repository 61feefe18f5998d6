import { qualifiedId } from '../store/model/source-keys.ts'
import type { PersonRecord } from './records/person-record.ts'

/**
 * Pairs of records of which a source itself says that the second one is to be used in place of the first (FHIR R4, `Patient.link`), by
 * places in a list. A chain leads to its last record; a link that leads to no record, or in a circle, says nothing.
 */
export function replacedPairs(
  records: readonly PersonRecord[]
): readonly (readonly [replaced: number, used: number])[] {
  const places = new Map(records.map(({ id }, index) => [id, index]))
  const next = nextOf(records)
  return Array.from(next.keys()).flatMap((id) => {
    const place = places.get(id)
    const end = places.get(endOf(id, next) ?? '')
    return place === undefined || end === undefined ? [] : [[place, end] as const]
  })
}

/** Records of one person without those that another one of them replaces; all of them where that leaves none. */
export function recordsInUse(records: readonly PersonRecord[]): readonly PersonRecord[] {
  if (records.every(({ replacedBy, replaces }) => replacedBy.length + replaces.length === 0)) return records
  const replaced = new Set(replacedPairs(records).map(([place]) => place))
  return replaced.size === 0 ? records : records.filter((_, index) => !replaced.has(index))
}

/** By id of a record: the id of the one to be used in its place, the first in the order of their texts. */
function nextOf(records: readonly PersonRecord[]): ReadonlyMap<string, string> {
  const next = new Map<string, string>()
  const add = (replaced: string, used: string): void => {
    const other = next.get(replaced)
    if (other === undefined || used < other) next.set(replaced, used)
  }
  for (const { id, source, replacedBy, replaces } of records) {
    for (const used of replacedBy) add(id, qualifiedId(used, source))
    for (const replaced of replaces) add(qualifiedId(replaced, source), id)
  }
  return next
}

/** The last record of a chain; undefined for a circle. */
function endOf(id: string, next: ReadonlyMap<string, string>): string | undefined {
  const seen = new Set([id])
  let last = id
  for (let following = next.get(last); following !== undefined; following = next.get(last)) {
    if (seen.has(following)) return undefined
    seen.add(following)
    last = following
  }
  return last
}
