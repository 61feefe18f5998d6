import { storageMessages as m } from '#messages/storage.ts'
import { createHash, randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { asSpaceError } from '../files/space-error.ts'
import { damaged } from '../sealed/frame-cipher.ts'
import { openSealed } from '../sealed/open-sealed.ts'
import { createSealedWriter } from '../sealed/sealed-writer.ts'
import type { StoreFiles } from '../sealed/store-files.ts'
import type { SealedShardFile } from '../shards/shard-folder.ts'
import { isShardFile, purposes, Sealed, type SnapshotLayout } from './snapshot-layout.ts'

/** Version of the list; a list of a later one is neither read nor replaced. */
const VERSION = 1

const Versioned = v.looseObject({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) })

/** The parts of a population in a snapshot: each file with what opens it. The list is sealed under the snapshot's key. */
const ShardList = v.object({
  version: v.literal(VERSION),
  shards: v.array(
    v.object({
      name: v.string(),
      file: v.pipe(v.string(), v.check(isShardFile)),
      key: v.pipe(v.string(), v.base64()),
      purpose: v.string(),
      ...Sealed
    })
  )
})

/** The parts of a population that a snapshot holds, by their names. */
export type SavedShards = ReadonlyMap<string, SealedShardFile>

/** Where a snapshot's parts are, and what their list is sealed under. */
export interface ShardPlace {
  readonly files: StoreFiles
  readonly layout: SnapshotLayout
  readonly id: string
  /** Asked for each time that something is sealed or opened. @throws AppError `not-allowed` where it was forgotten */
  readonly key: Uint8Array
}

/**
 * Makes sealed files the parts of a snapshot, in the place of those before. They are not written again: each gets a second name, and the
 * list, which takes the place of the one before in one step, holds its key. A crash leaves the parts of before or these.
 * @returns bytes of the list and of all files
 * @throws AppError `out-of-space`, `not-supported` where a later version wrote the parts of before; or the file system's error
 */
export async function writeSavedShards(place: ShardPlace, shards: SavedShards): Promise<number> {
  const { files, layout, id } = place
  const before = await namesIn(place)
  if (before.includes(basename(layout.shards))) await requireOwnVersion(place)
  const linked: string[] = []
  let mayBeInPlace = false
  try {
    const list: v.InferOutput<typeof ShardList>['shards'] = []
    for (const [name, { path, key: shardKey, purpose, textBytes, sealedBytes, sha256 }] of shards) {
      const file = `shard-${randomBytes(16).toString('hex')}.sealed`
      await files.sync(path)
      await files.link(path, layout.inFolder(file))
      linked.push(file)
      list.push({ name, file, key: Buffer.from(shardKey).toString('base64'), purpose, textBytes, sealedBytes, sha256 })
    }
    await files.destroy(layout.nextShards)
    const writer = await createSealedWriter(files, layout.nextShards, { key: place.key, purpose: purposes.shards(id) })
    let facts
    try {
      await writer.write(Buffer.from(JSON.stringify({ version: VERSION, shards: list })))
      facts = await writer.finish()
    } catch (error) {
      // The first failure is what is told; the draft is removed when parts are written again.
      await writer.abort().catch(() => undefined)
      throw error
    }
    await files.syncFolder(layout.folder)
    mayBeInPlace = true
    await files.rename(layout.nextShards, layout.shards)
    await files.syncFolder(layout.folder)
    await removeAll(place, before.filter(isShardFile))
    return list.reduce((sum, { sealedBytes }) => sum + sealedBytes, facts.sealedBytes)
  } catch (error) {
    // After the list took its place these are the parts.
    const isWritten =
      mayBeInPlace &&
      (await readSavedShards(place).then(
        (saved) => [...(saved?.values() ?? [])].some(({ path }) => linked.includes(basename(path))),
        () => true
      ))
    if (!isWritten) await removeAll(place, [...linked, basename(layout.nextShards)])
    throw asSpaceError(error)
  }
}

/**
 * The parts of a snapshot; `undefined` where it has none. That the files are there and have their sizes was looked at, and nothing else:
 * see {@link checkSavedShards}.
 * @throws AppError `unreadable-file` for a list or file that is damaged or missing, `not-supported` for those of a later version
 */
export async function readSavedShards(place: ShardPlace): Promise<SavedShards | undefined> {
  const { files, layout } = place
  const names = await namesIn(place)
  if (!names.includes(basename(layout.shards))) return undefined
  const list = v.safeParse(ShardList, await requireOwnVersion(place))
  if (!list.success) throw damaged()
  const saved = new Map<string, SealedShardFile>()
  for (const { name, file, key, ...facts } of list.output.shards) {
    const path = layout.inFolder(file)
    if (!names.includes(file) || (await sizeOf(files, path)) !== facts.sealedBytes) throw damaged()
    saved.set(name, { path, key: Buffer.from(key, 'base64'), ...facts })
  }
  return saved
}

/**
 * Reads all parts and compares them with what was written.
 * @param isWanted asked between pieces; the check ends early when it is not
 * @throws AppError `unreadable-file` for one that is another
 */
export async function checkSavedShards(
  files: StoreFiles,
  shards: SavedShards,
  isWanted: () => boolean = () => true
): Promise<void> {
  for (const { path, sealedBytes, sha256 } of shards.values()) {
    const hash = createHash('sha256')
    const bytes = await files.open(path).catch((cause: unknown) => {
      throw damaged(cause)
    })
    try {
      if (bytes.size !== sealedBytes) throw damaged()
      for (let index = 0; index < sealedBytes; index += PIECE_BYTES) {
        if (!isWanted()) return
        hash.update(await bytes.read(index, Math.min(PIECE_BYTES, sealedBytes - index)))
      }
    } finally {
      await bytes.close()
    }
    if (hash.digest('hex') !== sha256) throw damaged()
  }
}

const PIECE_BYTES = 4 * 1024 * 1024

/** Bytes that the parts of a snapshot and their list take on the disk. What goes away meanwhile counts nothing. */
export async function savedShardBytes(files: StoreFiles, layout: SnapshotLayout): Promise<number> {
  const names = await files.list(layout.folder)
  let bytes = 0
  for (const name of names)
    if (isShardFile(name) || name === basename(layout.shards))
      // It went away meanwhile.
      bytes += await sizeOf(files, layout.inFolder(name)).catch(() => 0)
  return bytes
}

/** @returns what the list says, as it was written @throws AppError `not-supported` for a later version, `unreadable-file` */
async function requireOwnVersion({ files, layout, id, key }: ShardPlace): Promise<unknown> {
  const bytes = await files.open(layout.shards).catch((cause: unknown) => {
    throw damaged(cause)
  })
  const parts: Uint8Array[] = []
  try {
    const file = await openSealed(bytes, { key, purpose: purposes.shards(id) })
    for await (const part of file.read()) parts.push(part)
  } finally {
    await bytes.close()
  }
  const said: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'))
  const versioned = v.safeParse(Versioned, said)
  if (!versioned.success) throw damaged()
  if (versioned.output.version > VERSION) throw new AppError('not-supported', m.aLaterVersionWroteTheseParts)
  return said
}

function namesIn({ files, layout }: ShardPlace): Promise<string[]> {
  return files.list(layout.folder)
}

async function sizeOf(files: StoreFiles, path: string): Promise<number> {
  const bytes = await files.open(path)
  await bytes.close()
  return bytes.size
}

/** What cannot be removed now is removed when parts are written again. */
async function removeAll({ files, layout }: ShardPlace, names: readonly string[]): Promise<void> {
  for (const name of names) await files.remove(layout.inFolder(name)).catch(() => undefined)
}
