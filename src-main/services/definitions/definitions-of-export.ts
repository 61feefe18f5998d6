import type { DataExport } from '#shared/contract/audit.ts'
import type { UsedDefinition } from '#shared/governance/definition.ts'

/** What rests on no definition: records and lists as they came, and definitions themselves. */
const withoutDefinition: ReadonlySet<DataExport['what']> = new Set<DataExport['what']>(['pack', 'record', 'rejects'])

/**
 * What something that leaves rests on, as far as its announcement says so. Where it has to and does not, that is unknown.
 * @returns undefined where it is not known
 */
export function definitionsOf({
  what,
  definitions
}: Pick<DataExport, 'what' | 'definitions'>): readonly UsedDefinition[] | undefined {
  // Whoever writes a statement decides alone what it counts.
  if (what === 'sql-result') return undefined
  return definitions ?? (withoutDefinition.has(what) ? [] : undefined)
}
