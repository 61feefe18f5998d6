import { detachBuffer } from '#shared/detach-buffer.ts'
import { defined } from '#shared/language/defined.ts'
import type { JoinedChunk, StoreChunk } from '../../store/model/chunk.ts'
import { bytesOfChunk, releaseChunk } from '../../store/model/release-arrays.ts'
import { readShardPart, ShardPartWriter } from '../part-bytes.ts'
import { ReusedRoom } from './array-room.ts'
import { EVERY_SHARD, NOT_YET, OF_NOBODY, type PersonRoutes } from './person-routes.ts'
import { namesOfResources } from './repeated-copies.ts'
import type { ShardFiles } from './shard-files.ts'
import { pieceOfLane, splitChunks } from './split-chunks.ts'

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

/** Memory for the arrays of a piece, next to what it has of all arrays: some shards get more than others. */
const ROOM_PER_PIECE = 1.5

/** Lane of a record that does not go to one shard, behind those of the shards. */
function laneOf(route: number, count: number): number {
  return route === EVERY_SHARD ? count : route === NOT_YET ? count + 1 : count + 2
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

/** Pieces of chunks in lists: those that are written now, and those of the population that this one is made from. */
export class ShardPieces {
  readonly lists: PieceLists
  readonly #files: ShardFiles
  /** One is filled while what another one wrote is encrypted. */
  readonly #writers = [new ShardPartWriter(), new ShardPartWriter()] as const
  readonly #written = new Set<string>()

  /** @param generation whose lists are written */
  constructor(files: ShardFiles, generation: number) {
    this.#files = files
    this.lists = pieceLists(generation)
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
    const room = new ReusedRoom((bytes / count) * ROOM_PER_PIECE)
    let [writer, next] = this.#writers
    let appending = Promise.resolve()
    for (const [lane, piece] of splitChunks(chunks, lanes, count + 3, { room })) {
      const written = writer.write(piece)
      await appending
      appending = this.#append(lists[lane]!, written)
      ;[writer, next] = [next, writer]
    }
    await appending
    room.release()
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
    const ofNobody = pieceOfLane(piece, 1, lanes)
    if (isGiven) await this.append(this.lists.nobody(shard), defined(ofNobody))
    return pieceOfLane(piece, 0, lanes)
  }

  /** Appends a piece to a list. The next one must wait for it. */
  append(list: string, piece: JoinedChunk): Promise<void> {
    return this.#append(list, this.#writers[0].write(piece))
  }

  #append(list: string, bytes: Uint8Array): Promise<void> {
    this.#written.add(list)
    return this.#files.append(list, bytes)
  }

  /** Frees what writing took, when most of it has been done. */
  release(): void {
    for (const writer of this.#writers) writer.release()
  }

  /** Whether anything was appended to a list. */
  has(list: string): boolean {
    return this.#written.has(list)
  }

  async *read(list: string): AsyncGenerator<JoinedChunk, void> {
    const from = this.has(list) ? this.#files : this.#files.base
    if (from === undefined) return
    for await (const item of from.items(list)) {
      const piece = readShardPart(item) as JoinedChunk
      detachBuffer(item)
      yield piece
    }
  }

  /** All pieces of a list. */
  async all(list: string): Promise<JoinedChunk[]> {
    const pieces: JoinedChunk[] = []
    for await (const piece of this.read(list)) pieces.push(piece)
    return pieces
  }

  async drop(list: string): Promise<void> {
    if (this.#written.delete(list)) await this.#files.drop(list)
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
      await this.append(to, defined(pieceOfLane(piece, 1, lanes)))
    }
  }
}
