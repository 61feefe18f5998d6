import type { OfferedFile, CompleteManifest } from './await-manifest.ts'
import type { ExportProgress } from '../journal/export-progress.ts'
import type { JournalFile } from '../journal/journal-event.ts'

/** A fresh manifest in terms of the files that are known already. */
export interface Reconciled {
  /** A file that is known has its known key, whatever its address is now. */
  readonly files: readonly OfferedFile[]
  /** Keys of files that are not part of the export any more and had not arrived. */
  readonly dropped: readonly string[]
}

/**
 * Recognizes the files of an earlier manifest in a fresh one. Addresses that were signed again keep their key. Where a server
 * writes the signature into the path, so that no address is known, files of one kind and type follow each other in the same
 * order, as long as there are as many as before and what is said about them agrees. What has arrived is never given up.
 */
export function reconcileManifest(
  { files: known, stored }: Pick<ExportProgress, 'files' | 'stored'>,
  manifest: CompleteManifest
): Reconciled {
  const offered = new Set(manifest.files.map(({ key }) => key))
  const lost = groupsOf([...known.values()].filter(({ key }) => !offered.has(key)))
  const added = groupsOf(manifest.files.filter(({ key }) => !known.has(key)))
  const keys = new Map<string, string>()
  for (const [group, files] of added) {
    const before = lost.get(group) ?? []
    if (before.length !== files.length || !files.every((file, index) => agree(file, before[index]!))) continue
    for (const [index, { key }] of files.entries()) keys.set(key, before[index]!.key)
  }
  const again = new Set(keys.values())
  const listed = new Map<string, number>()
  for (const file of manifest.files) listed.set(groupOf(file), (listed.get(groupOf(file)) ?? 0) + 1)
  const dropped = [...lost].flatMap(([group, files]) => {
    const before = [...known.values()].filter((file) => groupOf(file) === group).length
    // A list that became shorter has lost something; then the files stay missing.
    if ((listed.get(group) ?? 0) < before) return []
    return files.map(({ key }) => key).filter((key) => !again.has(key) && !stored.has(key))
  })
  return { files: manifest.files.map((file) => ({ ...file, key: keys.get(file.key) ?? file.key })), dropped }
}

function groupOf({ kind, type }: Pick<JournalFile, 'kind' | 'type'>): string {
  return `${kind} ${type ?? ''}`
}

function groupsOf<T extends Pick<JournalFile, 'kind' | 'type'>>(files: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const file of files) groups.set(groupOf(file), [...(groups.get(groupOf(file)) ?? []), file])
  return groups
}

function agree(a: Pick<JournalFile, 'count' | 'bytes'>, b: Pick<JournalFile, 'count' | 'bytes'>): boolean {
  const same = (x: number | undefined, y: number | undefined): boolean => x === undefined || y === undefined || x === y
  return same(a.count, b.count) && same(a.bytes, b.bytes)
}
