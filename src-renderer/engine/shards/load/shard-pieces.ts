import { detachBuffer } from '#shared/detach-buffer.ts'
import { defined } from '#shared/language/defined.ts'
import type { JoinedChunk } from '../../store/model/chunk.ts'
import { releaseChunk } from '../../store/model/release-arrays.ts'
import { readShardPart, ShardPartWriter } from '../part-bytes.ts'
import { EVERY_SHARD, NOT_YET, OF_NOBODY, type PersonRoutes } from './person-routes.ts'
import { namesOfResources } from './shard-exchange.ts'
import type { ShardFiles } from './shard-files.ts'
import { splitChunk } from './split-chunk.ts'

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
  readonly #writer = new ShardPartWriter()
  readonly #written = new Set<string>()

  /** @param generation whose lists are written */
  constructor(files: ShardFiles, generation: number) {
    this.#files = files
    this.lists = pieceLists(generation)
  }

  /**
   * Appends the pieces of chunks to the lists of their shards.
   * @param chunk whose arrays are freed
   * @param count number of shards
   */
  async spool(chunk: JoinedChunk, routes: PersonRoutes, count: number): Promise<void> {
    const lanes = routes.route(chunk).map((shard) => (shard >= 0 ? shard : laneOf(shard, count)))
    const { common, waiting } = this.lists
    const shardLists = Array.from({ length: count }, (_, shard) => this.lists.of(shard))
    const lists = [...shardLists, common, waiting, this.lists.nobody(0)]
    const pieces = splitChunk(chunk, lanes, count + 3)
    releaseChunk(chunk)
    const appended: Promise<void>[] = []
    for (const [lane, piece] of pieces) {
      appended.push(this.append(lists[lane]!, piece))
      releaseChunk(piece)
    }
    await Promise.all(appended)
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
    const pieces = splitChunk(piece, lanes, 2)
    if (isGiven) await this.append(this.lists.nobody(shard), defined(pieces.get(1)))
    return pieces.get(0)
  }

  /** Appends a piece to a list. It is read before the function returns. */
  async append(list: string, piece: JoinedChunk): Promise<void> {
    this.#written.add(list)
    const item = this.#writer.write(piece).slice()
    await this.#files.append(list, item)
    detachBuffer(item)
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
      await this.append(to, defined(splitChunk(piece, lanes, 2).get(1)))
    }
  }
}
