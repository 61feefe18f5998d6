import { join } from 'node:path'
import * as v from 'valibot'
import { Natural } from '#shared/basic-schemas.ts'
import { SnapshotFacts } from '#shared/snapshot.ts'
import { SkippedFile } from '#shared/source-name.ts'

/** What a sealed file is. */
export const Sealed = {
  textBytes: Natural,
  sealedBytes: Natural,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
}

/** Name of a file that was sealed before its snapshot was there, as an export does it. */
const partPattern = /^[a-z]{1,16}-\d{1,9}$/

/** The descriptor, sealed: what the data are, and every raw file in the order of the load. */
export const Inside = v.object({
  /** 2 says that what lies next to is sealed, too (`snapshot-outside.ts`). */
  version: v.picklist([1, 2]),
  id: v.string(),
  /** When it was saved, in milliseconds since 1970; snapshots of version 1 have it next to only. */
  keptAt: v.optional(Natural),
  facts: SnapshotFacts,
  files: v.array(v.object({ name: v.string(), part: v.optional(v.pipe(v.string(), v.regex(partPattern))), ...Sealed })),
  /**
   * The snapshot that this one was made from by what had changed: its files are the first of this one, with everything at its place but for
   * the lines that hold no longer, which are blank. Absent where files were rewritten.
   */
  refreshes: v.optional(
    v.object({
      snapshot: v.string(),
      /** Of each of its files, the offsets of the lines that became blank. */
      blanked: v.array(v.array(Natural)),
      /** Bytes of all blank lines, also of those before. */
      blankBytes: Natural
    })
  ),
  /** What was left out of the load, with the reason. */
  skipped: v.array(SkippedFile)
})
export type Inside = v.InferOutput<typeof Inside>

/** Prefix of the folder of a snapshot that is being written; it is never shown. */
export const newPrefix = 'new-'
/** Prefix of the folder of a snapshot whose key is destroyed. */
export const gonePrefix = 'gone-'
const idPattern = /^[0-9a-f]{32}$/

/** Whether a folder's name is that of a whole snapshot. */
export function isSnapshotId(name: string): boolean {
  return idPattern.test(name)
}

/** Whether a file's name is that of a part of a population that does not fit into memory. */
export function isShardFile(name: string): boolean {
  return /^shard-[0-9a-f]{32}\.sealed$/.test(name)
}

/** The files in the folder of one snapshot. */
export interface SnapshotLayout {
  readonly folder: string
  readonly key: string
  readonly outside: string
  readonly inside: string
  /** Where a new outside or descriptor is written before it takes the place of the old one. */
  readonly nextOutside: string
  readonly nextInside: string
  readonly cache: string
  /** Where a new cache is written before it takes the place of the old one. */
  readonly nextCache: string
  /** Results of measures, and where new ones are written before they take the place of the old ones. */
  readonly results: string
  readonly nextResults: string
  /** What a run of measures came to before it was interrupted, and where it is written. */
  readonly unfinished: string
  readonly nextUnfinished: string
  /** List of the parts of a population that does not fit into memory, and where a new one is written. */
  readonly shards: string
  readonly nextShards: string
  /** Of version 1: there while the snapshot is on hold. */
  readonly earlyHold: string
  /** Of version 1: there while data that are much smaller than before are used all the same; holds the reason. */
  readonly earlyAccepted: string
  raw(index: number): string
  part(name: string): string
  /** A file by its name. */
  inFolder(name: string): string
}

/** @param folder absolute path of the snapshot's folder */
export function snapshotLayout(folder: string): SnapshotLayout {
  return {
    folder,
    key: join(folder, 'key'),
    outside: join(folder, 'outside.json'),
    inside: join(folder, 'inside.sealed'),
    cache: join(folder, 'cache.sealed'),
    nextCache: join(folder, 'cache.next'),
    results: join(folder, 'results.sealed'),
    nextResults: join(folder, 'results.next'),
    unfinished: join(folder, 'unfinished.sealed'),
    nextUnfinished: join(folder, 'unfinished.next'),
    shards: join(folder, 'shards.sealed'),
    nextShards: join(folder, 'shards.next'),
    nextOutside: join(folder, 'outside.next'),
    nextInside: join(folder, 'inside.next'),
    earlyHold: join(folder, 'hold'),
    earlyAccepted: join(folder, 'accepted'),
    raw: (index) => join(folder, `raw-${index}.sealed`),
    part: (name) => join(folder, `${name}.sealed`),
    inFolder: (name) => join(folder, name)
  }
}

/** What the files of a snapshot are bound to, so that none can stand in for another. */
export const purposes = {
  key: (id: string): string => `${id}/key`,
  inside: (id: string): string => `${id}/inside`,
  outside: (id: string): string => `${id}/outside`,
  cache: (id: string): string => `${id}/cache`,
  results: (id: string): string => `${id}/results`,
  unfinished: (id: string): string => `${id}/unfinished`,
  shards: (id: string): string => `${id}/shards`,
  raw: (id: string, index: number): string => `${id}/raw/${index}`,
  part: (id: string, name: string): string => `${id}/part/${name}`
} as const
