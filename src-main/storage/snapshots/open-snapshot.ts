import { basename } from 'node:path'
import * as v from 'valibot'
import { closedMeanwhile, damaged } from '../sealed/frame-cipher.ts'
import { openSealed, type SealedFile } from '../sealed/open-sealed.ts'
import { createSealedWriter, type SealedWriter } from '../sealed/sealed-writer.ts'
import { readSavedShards, writeSavedShards, type SavedShards, type ShardPlace } from './saved-shards.ts'
import { Inside, purposes, type SnapshotLayout } from './snapshot-layout.ts'
import type { StoreFiles } from '../sealed/store-files.ts'

/** What is stored of work that goes on, in the place of what was stored of it before. */
export interface UnfinishedFile {
  /** Absolute path; nothing is there where no work was interrupted. */
  readonly path: string
  /** @returns undefined where there is nothing */
  read(): Promise<ReadableStream<Uint8Array> | undefined>
  /** As {@link OpenSnapshot.replaceCache}. */
  replace(): Promise<SealedWriter>
  /** Removes it. */
  drop(): Promise<void>
}

/** A snapshot whose key is in memory, until it is closed. */
export interface OpenSnapshot {
  readonly inside: Inside
  /** The text of one raw file, or a range of it. */
  raw(index: number, range?: { readonly offset: number; readonly length: number }): Promise<ReadableStream<Uint8Array>>
  /** The columns; `undefined` when they were never kept, or were removed. */
  cache(): Promise<ReadableStream<Uint8Array> | undefined>
  /** Writes the columns again. They take the place of the old ones when they are whole and on the disk. */
  replaceCache(): Promise<SealedWriter>
  /** Results of measures over the data; `undefined` when none were kept. */
  results(): Promise<ReadableStream<Uint8Array> | undefined>
  /** As {@link replaceCache}, for the results. */
  replaceResults(): Promise<SealedWriter>
  /** What a run of measures came to before it was interrupted; it goes with the snapshot, and is in no backup. */
  readonly unfinished: UnfinishedFile
  /**
   * The parts of a population that did not fit into memory; `undefined` when they were never kept.
   * @throws AppError `unreadable-file` where one is damaged or missing, `not-supported` for those of a later version
   */
  shards(): Promise<SavedShards | undefined>
  /**
   * Keeps such parts, which are sealed already, in the place of those before.
   * @throws AppError `out-of-space`, `not-supported` where those before are of a later version; they stay as they were then
   */
  replaceShards(shards: SavedShards): Promise<void>
  /** Forgets the key and closes the files. */
  close(): Promise<void>
}

/** @param key is zeroed by {@link OpenSnapshot.close} */
export async function openSnapshot(
  files: StoreFiles,
  layout: SnapshotLayout,
  id: string,
  key: Buffer
): Promise<OpenSnapshot> {
  const inside = await readInside(files, layout, id, key)
  let isClosed = false

  function requireOpen(): void {
    if (isClosed) throw closedMeanwhile()
  }

  const place: ShardPlace = {
    files,
    layout,
    id,
    /** What is sealed under a forgotten key, which is all zeros, could be opened by everybody and by nobody who has the right one. */
    get key() {
      requireOpen()
      return key
    }
  }
  /** Columns and results that are being read. */
  const reading = new Set<SealedFile>()
  /** Raw files stay open: a viewer reads small ranges of them again and again. */
  const raw = new Map<number, Promise<SealedFile>>()

  async function readPart(path: string, purpose: string): Promise<ReadableStream<Uint8Array> | undefined> {
    if (!(await files.list(layout.folder)).includes(basename(path))) return undefined
    return streamOf(partText(path, purpose))
  }

  /** Opened when somebody reads: a stream that nobody takes must not hold a file. Ends with an error when the snapshot is closed. */
  async function* partText(path: string, purpose: string): AsyncGenerator<Uint8Array, void> {
    const file = await open(files, path, { key: place.key, purpose })
    reading.add(file)
    try {
      for await (const piece of file.read()) {
        requireOpen()
        yield piece
      }
    } catch (error) {
      // What cannot be read because it was closed says so.
      requireOpen()
      throw error
    } finally {
      if (reading.delete(file)) await file.close()
    }
  }

  async function replacePart(path: string, next: string, purpose: string): Promise<SealedWriter> {
    await files.destroy(next)
    const writer = await createSealedWriter(files, next, { key: place.key, purpose })
    return {
      write: (text) => writer.write(text),
      sync: () => writer.sync(),
      async finish() {
        const facts = await writer.finish()
        await files.rename(next, path)
        await files.syncFolder(layout.folder)
        return facts
      },
      async abort() {
        await writer.abort()
        await files.destroy(next)
      }
    }
  }

  return {
    inside,
    async raw(index, range) {
      const known = inside.files[index]
      if (known === undefined) throw damaged()
      let file = raw.get(index)
      if (file === undefined) {
        const { part, sealedBytes } = known
        const [path, purpose] =
          part === undefined
            ? [layout.raw(index), purposes.raw(id, index)]
            : [layout.part(part), purposes.part(id, part)]
        file = open(files, path, { key: place.key, purpose }, sealedBytes)
        raw.set(index, file)
        // Whoever reads hears of the failure; the next one opens it again.
        file.catch(() => raw.delete(index))
      }
      return streamOf((await file).read(range))
    },
    cache: () => readPart(layout.cache, purposes.cache(id)),
    replaceCache: () => replacePart(layout.cache, layout.nextCache, purposes.cache(id)),
    results: () => readPart(layout.results, purposes.results(id)),
    replaceResults: () => replacePart(layout.results, layout.nextResults, purposes.results(id)),
    unfinished: {
      path: layout.unfinished,
      read: () => readPart(layout.unfinished, purposes.unfinished(id)),
      replace: () => replacePart(layout.unfinished, layout.nextUnfinished, purposes.unfinished(id)),
      async drop() {
        await files.remove(layout.nextUnfinished)
        await files.remove(layout.unfinished)
      }
    },
    shards: () => readSavedShards(place),
    async replaceShards(shards) {
      await writeSavedShards(place, shards)
    },
    async close() {
      isClosed = true
      key.fill(0)
      const openFiles = [...raw.values(), ...reading]
      raw.clear()
      reading.clear()
      for (const file of openFiles) await (await file).close()
    }
  }
}

/** @throws AppError `unreadable-file` when the descriptor is not what was written */
export async function readInside(
  files: StoreFiles,
  layout: SnapshotLayout,
  id: string,
  key: Uint8Array
): Promise<Inside> {
  const file = await open(files, layout.inside, { key, purpose: purposes.inside(id) })
  const parts: Uint8Array[] = []
  for await (const part of closing(file)) parts.push(part)
  const inside = v.safeParse(Inside, JSON.parse(Buffer.concat(parts).toString('utf8')))
  if (!inside.success || inside.output.id !== id) throw damaged()
  return inside.output
}

/** Nothing is read before somebody asks for it. */
function streamOf(chunks: AsyncGenerator<Uint8Array, void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await chunks.return()
      }
    },
    { highWaterMark: 0 }
  )
}

async function* closing(file: SealedFile): AsyncGenerator<Uint8Array, void> {
  try {
    yield* file.read()
  } finally {
    await file.close()
  }
}

/** @param expected bytes of the sealed file as the descriptor states them */
async function open(
  files: StoreFiles,
  path: string,
  context: { readonly key: Uint8Array; readonly purpose: string },
  expected?: number
): Promise<SealedFile> {
  let bytes
  try {
    bytes = await files.open(path)
  } catch (cause) {
    throw damaged(cause)
  }
  if (expected !== undefined && bytes.size !== expected) {
    await bytes.close()
    throw damaged()
  }
  try {
    return await openSealed(bytes, context)
  } catch (error) {
    await bytes.close()
    throw error
  }
}
