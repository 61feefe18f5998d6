import { join } from 'node:path'
import { errorCode } from '#shared/error-code.ts'
import type { SnapshotEntry } from '#shared/snapshot.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import { closedMeanwhile } from '../sealed/frame-cipher.ts'
import { createSealedWriter, type SealedFacts, type SealedWriter } from '../sealed/sealed-writer.ts'
import type { SnapshotJournal } from './snapshot-journal.ts'
import { writeSavedShards, type SavedShards, type ShardPlace } from './saved-shards.ts'
import { purposes, snapshotLayout, type Inside } from './snapshot-layout.ts'
import { outsideText, type OutsideState } from './snapshot-outside.ts'
import { asSpaceError } from '../files/space-error.ts'
import type { StoreFiles } from '../sealed/store-files.ts'
import { writeCompleteFile } from '../sealed/write-complete-file.ts'

/** What is said of a snapshot by whoever writes it. */
export type InsideToWrite = Omit<Inside, 'version' | 'id' | 'keptAt' | 'files'>

/** A snapshot that is being written. It is seen by nobody before {@link commit}. */
export interface SnapshotDraft {
  readonly id: string
  /** Starts the sealed file of one raw file of the load, or of the columns. Each is written once. */
  write(part: { readonly raw: number } | 'cache'): Promise<SealedWriter>
  /** As {@link OpenSnapshot.replaceShards}. */
  keepShards(shards: SavedShards): Promise<void>
  /**
   * Shows the snapshot, whole and on the disk. The draft is used up, also when this fails.
   * @param replaced the one whose place it takes, with what holds for it and holds for this one, too. From here on that one is deleted, at the
   * latest when the store is opened the next time
   */
  commit(
    inside: InsideToWrite,
    raw: readonly ({ readonly name: string; readonly part?: string } & SealedFacts)[],
    replaced?: Pick<SnapshotEntry, 'id' | 'keptAt' | 'accepted'>
  ): Promise<SnapshotEntry>
  /** Removes what was written. */
  abandon(): Promise<void>
}

/** Dependencies of {@link createSnapshotDraft}. */
export interface SnapshotDraftDependencies {
  readonly files: StoreFiles
  readonly journal: SnapshotJournal
  readonly clock: ClockPort
  readonly log: LogPort
  /** Absolute path of the store. */
  readonly folder: string
  readonly id: string
  /** Absolute path of the folder that becomes the snapshot's; it exists. */
  readonly place: string
  /** 32 bytes, zeroed when the draft is used up. */
  readonly key: Buffer
  /** The same key, wrapped for the disk. */
  readonly wrapped: Uint8Array
  /** Bytes of sealed files that are in the folder already. */
  readonly adoptedBytes: number
}

/** Begins a snapshot in a folder of its own; nothing of it counts before `commit` returns. */
export function createSnapshotDraft(dependencies: SnapshotDraftDependencies): SnapshotDraft {
  const { files, journal, clock, log, folder, id, place, key, wrapped } = dependencies
  const layout = snapshotLayout(place)
  const writers = new Set<SealedWriter>()
  let sealedBytes = dependencies.adoptedBytes
  let shardBytes = 0
  /** Ends when the parts that are being saved are saved, or not. */
  let savingParts = Promise.resolve()
  let isDropped = false

  /** What is sealed under a forgotten key, which is all zeros, could be opened by everybody. */
  function requireNotDropped(): void {
    if (isDropped) throw closedMeanwhile()
  }

  async function write(path: string, purpose: string): Promise<SealedWriter> {
    requireNotDropped()
    const writer = await createSealedWriter(files, path, { key, purpose })
    if (isDropped) await writer.abort()
    requireNotDropped()
    writers.add(writer)
    return {
      write: (text) => writer.write(text),
      sync: () => writer.sync(),
      async finish() {
        writers.delete(writer)
        const facts = await writer.finish()
        sealedBytes += facts.sealedBytes
        return facts
      },
      abort() {
        writers.delete(writer)
        return writer.abort()
      }
    }
  }

  async function writeInside(inside: Inside): Promise<void> {
    const writer = await write(layout.inside, purposes.inside(id))
    await writer.write(Buffer.from(JSON.stringify(inside)))
    await writer.finish()
  }

  async function keepShards(shards: SavedShards): Promise<void> {
    const shardPlace: ShardPlace = {
      files,
      layout,
      id,
      get key() {
        requireNotDropped()
        return key
      }
    }
    try {
      shardBytes = await writeSavedShards(shardPlace, shards)
    } catch (error) {
      // What fails because the folder is being removed says so.
      requireNotDropped()
      throw error
    }
  }

  async function drop(): Promise<void> {
    isDropped = true
    key.fill(0)
    try {
      // They would get into the folder while it is being removed.
      await savingParts
      for (const writer of writers) await writer.abort()
      writers.clear()
      await files.removeFolder(place)
      await journal.record('dropped', id)
    } catch (error) {
      // What is left is never shown, and goes when the store is opened the next time.
      log.write('warn', 'snapshots.leftover', systemCode(error))
    }
  }

  return {
    id,
    write: (part) =>
      part === 'cache'
        ? write(layout.cache, purposes.cache(id))
        : write(layout.raw(part.raw), purposes.raw(id, part.raw)),
    keepShards(shards) {
      const saving = keepShards(shards)
      // Whoever saves them hears of a failure.
      savingParts = saving.catch(() => undefined)
      return saving
    },
    async commit(inside, raw, replaced) {
      const { keptAt = clock.now(), accepted } = replaced ?? {}
      let outside: OutsideState
      try {
        await writeInside({ ...inside, version: 2, id, keptAt, files: [...raw] })
        await writeCompleteFile(files, layout.key, wrapped)
        const state = inside.facts.completeness?.state
        outside = {
          id,
          keptAt,
          keptBytes: sealedBytes,
          ...(state === undefined ? {} : { completeness: state }),
          ...(accepted === undefined ? {} : { accepted })
        }
        await writeCompleteFile(files, layout.outside, Buffer.from(outsideText(outside, key)))
        await files.syncFolder(place)
        if (replaced !== undefined) await journal.replace(replaced.id, id)
        await files.rename(place, join(folder, id))
      } catch (error) {
        await drop()
        throw asSpaceError(error)
      }
      key.fill(0)
      await files.syncFolder(folder)
      await journal.record('kept', id)
      return { ...outside, keptBytes: sealedBytes + shardBytes, facts: inside.facts }
    },
    abandon: drop
  }
}

function systemCode(error: unknown): { readonly systemCode: string } {
  return { systemCode: errorCode(error) ?? 'unknown' }
}
