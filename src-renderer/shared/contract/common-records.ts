import { definedFacts, type AuditFacts } from './audit-facts.ts'

/** How many of each kind: the texts may hold names and stay in the sealed worklist. */
export function countKinds(entries: readonly { readonly kind: string }[]): AuditFacts {
  const counts: Record<string, number> = {}
  for (const { kind } of entries) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** How many files, and how many bytes. */
export function countListing(
  listing: { readonly files: readonly { readonly bytes: number }[]; readonly skipped: readonly unknown[] } | undefined
): AuditFacts | undefined {
  if (listing === undefined) return undefined
  const bytes = listing.files.reduce((sum, file) => sum + file.bytes, 0)
  return { files: listing.files.length, skipped: listing.skipped.length, bytes }
}

/** Which number of settings changed; how small counts may be that leave, and why, is kept in words. */
export function describeSettings(input: {
  readonly smallCellLimit?: number | undefined
  readonly smallCellReason?: string | undefined
}): AuditFacts {
  const { smallCellLimit, smallCellReason } = input
  return definedFacts({
    settings: Object.keys(input).length,
    smallCellLimit,
    reason: smallCellReason === '' ? undefined : smallCellReason
  })
}

/** The connection that a call names. */
export function ofConnection({ id }: { readonly id: string }): AuditFacts {
  return { connection: id }
}

/** The export that a call names. */
export function ofExport({ id }: { readonly id: string }): AuditFacts {
  return { export: id }
}

/** Who may see the list of connections and exports. */
export const connectionReaders = { anyOf: ['connections', 'refresh', 'figures'] } as const

/** Who may see how connections and exports work. */
export const exporters = { anyOf: ['connections', 'refresh'] } as const
