import { apiMessages as m } from '#messages/api.ts'
import type { ImportListing, Input } from '#shared/contract/contract.ts'
import { savedCohortId } from '#shared/contract/drafts.ts'
import type { AuditFacts } from '../ports/host.ts'
import { definedFacts } from '../services/audit/defined-facts.ts'

/** A server's name without path and query, which may hold anything. */
export function hostOf(base: string): string {
  return URL.parse(base)?.host.slice(0, 255) ?? m.notAnAddress
}

/** How many of each kind: the texts may hold names and stay in the sealed worklist. */
export function countKinds(entries: readonly { readonly kind: string }[]): AuditFacts {
  const counts: Record<string, number> = {}
  for (const { kind } of entries) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** How many files, and how many bytes. */
export function countListing(listing: ImportListing | undefined): AuditFacts | undefined {
  if (listing === undefined) return undefined
  const bytes = listing.files.reduce((sum, file) => sum + file.bytes, 0)
  return { files: listing.files.length, skipped: listing.skipped.length, bytes }
}

/** Of drafts, only the parts of saved cohorts are recorded when they change. */
export function ofCohort({ name }: { readonly name: string }): AuditFacts | undefined {
  const cohort = savedCohortId(name)
  return cohort === undefined ? undefined : { cohort }
}

/** Which number of settings changed; how small counts may be that leave, and why, is kept in words. */
export function describeSettings(input: Input<'settings.set'>): AuditFacts {
  const { smallCellLimit, smallCellReason } = input
  return definedFacts({
    settings: Object.keys(input).length,
    smallCellLimit,
    reason: smallCellReason === '' ? undefined : smallCellReason
  })
}
