import type { SnapshotFacts } from '#shared/snapshot.ts'
import type { CommittedPart } from '../bulk/export-sink.ts'

/** What is said about the snapshot of an export. @param fhirVersion as the server names it */
export function exportFacts(
  label: string,
  fhirVersion: string | undefined,
  parts: readonly CommittedPart[]
): SnapshotFacts {
  const counts = parts.flatMap(({ types }) => Object.entries(types))
  return {
    label,
    source: 'server',
    patients: counts.reduce((sum, [type, count]) => sum + (type === 'Patient' ? count : 0), 0),
    resources: counts.reduce((sum, [, count]) => sum + count, 0),
    release: fhirVersion?.startsWith('5.') === true ? 'R5' : fhirVersion?.startsWith('4.3') === true ? 'R4B' : 'R4',
    textBytes: parts.reduce((sum, { textBytes }) => sum + textBytes, 0)
  }
}
