import type { ContentCase } from '#engine/measures/content/document/content-document.ts'
import type { CaseRate } from './cql-cases.svelte.ts'

/** Records to start a case from. */
export const newCaseRecords = `[
  {
    "resourceType": "Patient",
    "id": "test-1",
    "gender": "female",
    "birthDate": "1960-03-01"
  }
]`

/** Counts of a case as they are typed. */
export interface TypedCounts {
  readonly id: string
  readonly populations: { readonly code: string; count: string }[]
}

/** Observations are values and not members, so that no count of them is expected. */
const isCounted = (code: string): boolean => code !== 'measure-observation'

/**
 * The fields for what a case expects: of every population of every rate, and of those that the case names next to them.
 * @param expected of a case that is changed
 */
export function expectedCounts(
  rates: readonly CaseRate[],
  expected: ContentCase['expected'] | undefined
): TypedCounts[] {
  const groups = rates.length > 0 ? rates : Object.keys(expected ?? {}).map((id) => ({ id, populations: [] }))
  return groups.map(({ id, populations }) => {
    // A measure with one rate may call it otherwise than its cases do.
    const known = expected?.[id] ?? (groups.length === 1 ? Object.values(expected ?? {})[0] : undefined) ?? {}
    const codes = [...new Set([...populations.filter(isCounted), ...Object.keys(known)])]
    return { id, populations: codes.map((code) => ({ code, count: String(known[code] ?? 0) })) }
  })
}
