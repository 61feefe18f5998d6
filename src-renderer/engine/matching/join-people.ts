import type { OpenBytes } from '../base/ndjson/gunzip.ts'
import { dropDuplicates } from '../store/merge/drop-duplicates.ts'
import { duplicateRecords, type DuplicatesOfTable } from './duplicate-records.ts'
import { mergePeople } from '../store/merge/merge-people.ts'
import type { Store } from '../store/model/store.ts'
import { matchPeople } from './match-people.ts'
import { planMerge } from './plan-merge.ts'
import { readPersonRecords } from './read-person-records.ts'
import type { PersonRecord } from './records/person-record.ts'
import type { MatchDecision, MatchResult } from './results/match-result.ts'

/** A population in which the records of one person are one person, and how that was found out. */
export interface JoinedPeople {
  readonly store: Store
  /** Absent for a population of one source, in which nobody is matched. */
  readonly matched?: MatchResult
  /** What several sources say about one person, and is counted once. */
  readonly duplicates?: readonly DuplicatesOfTable[]
}

/**
 * Joins the people of several sources.
 * @param open gives the bytes of a file by its index
 * @param decisions what users decided
 */
export async function joinPeople(
  store: Store,
  open: (file: number) => OpenBytes,
  decisions: readonly MatchDecision[],
  signal?: AbortSignal
): Promise<JoinedPeople> {
  return store.sources === undefined
    ? { store }
    : joinRecords(store, await readPersonRecords(store, open, signal), decisions)
}

/** The same for records that were read. */
export function joinRecords(
  store: Store,
  records: readonly PersonRecord[],
  decisions: readonly MatchDecision[]
): Required<JoinedPeople> {
  const matched = matchPeople(records, decisions)
  const joined = mergePeople(store, planMerge(store, matched))
  const { leaders, tables } = duplicateRecords(joined)
  return { store: dropDuplicates(joined, leaders), matched, duplicates: tables }
}
