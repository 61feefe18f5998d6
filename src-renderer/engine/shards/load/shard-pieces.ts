import { detachMemory } from '#shared/detach-buffer.ts'
import { defined } from '#shared/language/defined.ts'
import type { JoinedChunk, StoreChunk } from '../../store/model/chunk.ts'
import { bytesOfChunk, releaseChunk } from '../../store/model/release-arrays.ts'
import { readShardPart, ShardPartWriter } from '../part-bytes.ts'
import { ReusedRoom } from './array-room.ts'
import { EVERY_SHARD, NOT_YET, OF_NOBODY, type PersonRoutes } from './person-routes.ts'
import { namesOfResources } from './repeated-copies.ts'
import type { ShardFiles } from './shard-files.ts'
import { splitChunks, splitInTwo } from './split-chunks.ts'

/** Names of the lists of pieces of one population. */
interface PieceLists {
  /** @param shard whose own records are in it */
  of(shard: number): string
  /** Records of a shard that name a person who is not in the data. */
  nobody(shard: number): string
  /** Copies of records of other shards that those of a shard refer to. */
  guests(shard: number): string
  readonly common: string
  readonly waiting: string
}

/** Memory for the arrays of all pieces of chunks, for a byte of theirs: keys that several shards name stand in the piece of each. */
const ROOM_PER_BYTE = 1.1

/** Lane of a record that does not go to one shard, behind those of the shards. */
function laneOf(route: number, count: number): number {
  return route === EVERY_SHARD ? count : route === NOT_YET ? count + 1 : count + 2
}

/** A room for so many bytes: the same one where it has them. */
function largeEnough(room: ReusedRoom, bytes: number): ReusedRoom {
  if (room.bytes >= bytes) return room
  room.release()
  return new ReusedRoom(bytes)
}

/** The names of a generation; those of another one, which may be the base, are others. */
function pieceLists(generation: number): PieceLists {
  const name = nameIn(generation)
  return {
    of: (shard) => name(`pieces-${shard}`),
    nobody: (shard) => name(`nobody-${shard}`),
    guests: (shard) => name(`guests-${shard}`),
    common: name('common'),
    waiting: name('waiting')
  }
}

/** Names of files and lists of a generation. */
export function nameIn(generation: number): (name: string) => string {
  return (name) => (generation === 0 ? name : `${name}-${generation}`)
}

/**
 * Pieces of chunks in lists: those that are written now, and those of the population that this one is made from. The first ones stay in memory as
 * long as there is room for them: what is neither compressed and encrypted nor read again takes half the time.
 */
export class ShardPieces {
  readonly lists: PieceLists
  readonly #files: ShardFiles
  /** One is filled while what another one wrote is encrypted. */
  readonly #writers = [new ShardPartWriter(), new ShardPartWriter()] as const
  /** For the pieces of the chunks that are divided. */
  #room = new ReusedRoom(0)
  /** Lists that have anything, and what each of them has in memory, in front of what is in its file. */
  readonly #written = new Map<string, Uint8Array<ArrayBuffer>[]>()
  /** Lists with a file. */
  readonly #filed = new Set<string>()
  /** The memory of what stays in it. */
  readonly #staying = new WeakSet<ArrayBufferLike>()
  /** Bytes that may still stay in memory. */
  #left: number

  /**
   * @param generation whose lists are written
   * @param bytes of pieces that stay in memory
   */
  constructor(files: ShardFiles, generation: number, bytes: number) {
    this.#files = files
    this.lists = pieceLists(generation)
    this.#left = bytes
  }

  /**
   * Appends the pieces of chunks to the lists of their shards.
   * @param chunks whose arrays are freed
   * @param count number of shards
   */
  async spool(chunks: readonly (StoreChunk | JoinedChunk)[], routes: PersonRoutes, count: number): Promise<void> {
    if (chunks.length === 0) return
    const lanes = chunks.map((chunk) => routes.route(chunk).map((shard) => (shard >= 0 ? shard : laneOf(shard, count))))
    const { common, waiting } = this.lists
    const shardLists = Array.from({ length: count }, (_, shard) => this.lists.of(shard))
    const lists = [...shardLists, common, waiting, this.lists.nobody(0)]
    const bytes = chunks.reduce((sum, chunk) => sum + bytesOfChunk(chunk), 0)
    this.#room = largeEnough(this.#room, bytes * ROOM_PER_BYTE)
    const room = this.#room
    let [writer, next] = this.#writers
    let appending = Promise.resolve()
    for (const [lane, piece] of splitChunks(chunks, lanes, count + 3, { room })) {
      const written = writer.write(piece)
      await appending
      appending = this.#append(lists[lane]!, written)
      ;[writer, next] = [next, writer]
    }
    await appending
    chunks.forEach(releaseChunk)
  }

  /**
   * Takes what names a person who is not in the data out of a piece of a shard.
   * @param isGiven whether it is put into the list of such records
   */
  async withoutNobody(
    piece: JoinedChunk,
    routes: PersonRoutes,
    shard: number,
    isGiven: boolean
  ): Promise<JoinedChunk | undefined> {
    const lanes = routes.route(piece).map((to) => (to === OF_NOBODY ? 1 : 0))
    if (!lanes.includes(1)) return piece
    const [others, ofNobody] = splitInTwo(piece, lanes)
    if (isGiven) await this.append(this.lists.nobody(shard), defined(ofNobody))
    return others
  }

  /** Appends a piece to a list. The next one must wait for it. */
  append(list: string, piece: JoinedChunk): Promise<void> {
    return this.#append(list, this.#writers[0].write(piece))
  }

  async #append(list: string, bytes: Uint8Array): Promise<void> {
    const inMemory = this.#written.get(list) ?? []
    this.#written.set(list, inMemory)
    this.#left -= bytes.length
    if (this.#left >= 0) {
      const copy = new Uint8Array(bytes)
      inMemory.push(copy)
      this.#staying.add(copy.buffer)
      return
    }
    // From now on all go to the files, so that those of a list stay in order.
    this.#left = 0
    this.#filed.add(list)
    await this.#files.append(list, bytes)
  }

  /** Frees what writing took, when most of it has been done. */
  release(): void {
    for (const writer of this.#writers) writer.release()
    this.#room.release()
    this.#room = new ReusedRoom(0)
  }

  /** Whether anything was appended to a list. */
  has(list: string): boolean {
    return this.#written.has(list)
  }

  /** The pieces of a list. Each holds until the next one is asked for. */
  async *read(list: string): AsyncGenerator<JoinedChunk, void> {
    for await (const piece of this.#read(list)) {
      yield piece
      this.free([piece])
    }
  }

  /** All pieces of a list, until they are freed. Their arrays are not to be changed. */
  async all(list: string): Promise<JoinedChunk[]> {
    const pieces: JoinedChunk[] = []
    for await (const piece of this.#read(list)) pieces.push(piece)
    return pieces
  }

  /** Frees pieces that were read. */
  free(pieces: readonly JoinedChunk[]): void {
    for (const { resources } of pieces) if (!this.#staying.has(resources.key.buffer)) detachMemory(resources.key)
  }

  async *#read(list: string): AsyncGenerator<JoinedChunk, void> {
    for (const bytes of this.#written.get(list) ?? []) yield readShardPart(bytes, true) as JoinedChunk
    const from = this.has(list) ? this.#files : this.#files.base
    if (from === undefined || (this.has(list) && !this.#filed.has(list))) return
    for await (const item of from.items(list)) yield readShardPart(item, true) as JoinedChunk
  }

  async drop(list: string): Promise<void> {
    this.#written.delete(list)
    if (this.#filed.delete(list)) await this.#files.drop(list)
  }

  /** Makes a list of the base one of this population; nothing happens with those that were written. */
  async take(list: string): Promise<void> {
    if (!this.has(list)) await this.#files.base?.takeList(list)
  }

  /** Copies resources from one list to another, as guests. @param wanted as `Type/id` */
  async sendGuests(from: string, to: string, wanted: ReadonlySet<string>): Promise<void> {
    for await (const piece of this.read(from)) {
      const lanes = Int32Array.from(namesOfResources(piece), (name) => (wanted.has(name) ? 1 : 0))
      if (!lanes.includes(1)) continue
      await this.append(to, defined(splitInTwo(piece, lanes)[1]))
    }
  }
}
