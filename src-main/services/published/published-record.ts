import * as v from 'valibot'
import { Natural } from '#shared/basic-schemas.ts'
import { PeopleSketch, PublishedCount, type PublishedEntry } from '#shared/governance/published-count.ts'

/** One record of the register of published counts. */
export const PublishedRecord = v.variant('type', [
  v.object({
    type: v.literal('published'),
    entry: Natural,
    at: v.number(),
    by: v.string(),
    what: v.string(),
    format: v.string(),
    title: v.string(),
    limit: Natural,
    people: PeopleSketch,
    /** Counts that are not in the register in the same form already. */
    counts: v.array(v.object({ ...PublishedCount.entries, withheld: v.boolean() })),
    /** All counts of the release, and how many of them are withheld. */
    all: Natural,
    withheld: Natural
  }),
  v.object({ type: v.literal('forgotten'), entry: Natural, at: v.number(), by: v.string(), reason: v.string() })
])
export type PublishedRecord = v.InferOutput<typeof PublishedRecord>

/** Entries of the register, newest first. */
export function publishedEntries(records: readonly PublishedRecord[]): PublishedEntry[] {
  const forgotten = new Map(records.flatMap((each) => (each.type === 'forgotten' ? [[each.entry, each] as const] : [])))
  return records
    .flatMap((each): PublishedEntry[] => {
      if (each.type !== 'published') return []
      const { entry, at, by, what, format, title, limit, all, withheld } = each
      const gone = forgotten.get(entry)
      const left = { entry, at, by, what, format, title, limit, counts: all, withheld }
      return [gone === undefined ? left : { ...left, forgotten: { at: gone.at, by: gone.by, reason: gone.reason } }]
    })
    .toReversed()
}
