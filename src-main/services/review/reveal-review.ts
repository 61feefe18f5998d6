import type { AuditRow } from '#shared/audit-record.ts'
import { reviewFindings, type RevealEntry } from '#shared/governance/audit-review.ts'

/** Uses of names with the newest review of each, newest first. @param rows oldest first */
export function revealEntries(rows: readonly AuditRow[], actions: readonly string[]): RevealEntry[] {
  const reviews = new Map<number, AuditRow>()
  for (const row of rows)
    if (row.action === 'audit.reveal-reviewed' && row.outcome === 'success') {
      const record = row.facts['record']
      if (typeof record === 'number') reviews.set(record, row)
    }
  return rows
    .filter(({ action, outcome }) => outcome === 'success' && actions.includes(action))
    .map((row) => {
      const review = reviewOf(row, reviews.get(row.seq))
      return review === undefined ? { row } : { row, review }
    })
    .reverse()
}

function reviewOf(row: AuditRow, review: AuditRow | undefined): RevealEntry['review'] {
  if (review === undefined) return undefined
  const finding = reviewFindings.find((each) => each === review.facts['finding'])
  if (finding === undefined) return undefined
  const { reference } = review.facts
  return {
    finding,
    ...(review.actor === undefined ? {} : { by: review.actor }),
    time: review.time,
    bySameAccount: review.actor === row.actor,
    ...(typeof reference === 'string' ? { reference } : {})
  }
}
