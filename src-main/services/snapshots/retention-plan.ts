import { isUsable, type SnapshotEntry, type SnapshotFacts } from '#shared/snapshot.ts'

/** How many snapshots stay, and for how long; 0 means without limit. */
export interface RetentionPolicy {
  /** Complete snapshots of each source. */
  readonly keepCount: number
  /** Days since a snapshot was saved. */
  readonly keepDays: number
}

const dayMs = 86_400_000

/**
 * Which snapshots the policy deletes, oldest first. Never one on hold, one that cannot be read, or the newest complete one
 * of a source; one that is much smaller and used all the same counts as complete. An incomplete one goes when it is too old, or when the complete ones after it fill the count.
 * @param now milliseconds since 1970, by a clock that is trusted
 */
export function retentionPlan(
  entries: readonly SnapshotEntry[],
  { keepCount, keepDays }: RetentionPolicy,
  now: number
): readonly SnapshotEntry[] {
  const sources = new Map<string, SnapshotEntry[]>()
  for (const entry of entries) {
    if (entry.facts === undefined || entry.transient === true) continue
    const source = sourceOf(entry.facts)
    sources.set(source, [...(sources.get(source) ?? []), entry])
  }
  return [...sources.values()].flatMap((group) => {
    let complete = 0
    return group
      .toSorted((a, b) => b.keptAt - a.keptAt)
      .filter((entry) => {
        const place = complete
        if (isComplete(entry)) complete += 1
        if (entry.hold === true || (isComplete(entry) && place === 0)) return false
        const tooMany = keepCount > 0 && place >= keepCount
        const tooOld = keepDays > 0 && now - entry.keptAt > keepDays * dayMs
        return tooMany || tooOld
      })
      .toReversed()
  })
}

/** Exports are of their connection, whatever that was called; other data have no better name than their label. */
function sourceOf({ source, label, export: made }: SnapshotFacts): string {
  return JSON.stringify(made === undefined ? [source, label] : ['export', made.connection])
}

function isComplete({ facts, accepted }: SnapshotEntry): boolean {
  return isUsable({ completeness: facts?.completeness?.state, accepted }) && (facts?.resources ?? 0) > 0
}
