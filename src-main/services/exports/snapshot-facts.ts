import type { SnapshotFacts } from '#shared/snapshot.ts'
import type { ExportResult } from '../../bulk/sink/export-result.ts'
import type { CommittedPart } from '../../bulk/sink/export-sink.ts'
import type { ExportRecord } from './export-record.ts'

/**
 * What is said about the snapshot of an export.
 * @param fhirVersion as the server names it
 * @param mode how the data came
 */
export function exportFacts(
  { id, name, connection }: Pick<ExportRecord, 'id' | 'name' | 'connection'>,
  fhirVersion: string | undefined,
  parts: readonly CommittedPart[],
  { completeness, transactionTime, people }: Pick<ExportResult, 'completeness' | 'transactionTime' | 'people'>,
  mode: 'bulk' | 'crawl'
): SnapshotFacts {
  const counts = parts.flatMap(({ types }) => Object.entries(types))
  return {
    label: name,
    export: { connection, run: id },
    ...(transactionTime === undefined ? {} : { dataAt: transactionTime }),
    ...(mode === 'crawl' ? { paged: true } : {}),
    ...(completeness === undefined ? {} : { completeness }),
    counts: sumByType(counts),
    source: 'server',
    patients: people ?? counts.reduce((sum, [type, count]) => sum + (type === 'Patient' ? count : 0), 0),
    resources: counts.reduce((sum, [, count]) => sum + count, 0),
    release: fhirVersion?.startsWith('5.') === true ? 'R5' : fhirVersion?.startsWith('4.3') === true ? 'R4B' : 'R4',
    textBytes: parts.reduce((sum, { textBytes }) => sum + textBytes, 0)
  }
}

function sumByType(counts: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const [type, count] of counts) sums[type] = (sums[type] ?? 0) + count
  return sums
}
