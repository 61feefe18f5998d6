import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { readRecordPlaces, type RecordPlaces } from '#shared/cluster/record-places.ts'
import { AppError } from '#shared/app-error.ts'
import { fetchBytes } from '../base/fetch-bytes.ts'
import type { RunRecordReader } from '../base/run-record.ts'
import type { StoreIntake } from '../ingest/ingest-protocol.ts'
import type { LoadSource } from '../ingest/load-source.ts'

/** The files of a part with its records. */
export interface PartRecords {
  readonly records: LoadSource
  /** Where each block of them is. */
  readonly places: LoadSource
}

/** A part that may be asked for its places: more than this would be none of a run. */
const MAX_PLACES = 64 * 1024 * 1024

/** Blocks of text that were read last take so many bytes at most. */
const MAX_ROOM = 8 * 1024 * 1024
/** And no more than this part of the memory for columns. */
const ROOM_SHARE = 16

/** Records of a cluster population, which are read where they are when somebody asks for one. */
export class RunRecords implements RunRecordReader {
  readonly #parts: readonly PartRecords[]
  readonly #open: StoreIntake['open']
  readonly #room: number
  readonly #places = new Map<number, Promise<RecordPlaces>>()
  /** Texts by part and block; what was asked for last stands last. */
  readonly #blocks = new Map<string, Uint8Array>()
  #held = 0

  /** @param cacheBytes memory for columns, of which blocks that were read take a small part */
  constructor(parts: readonly PartRecords[], open: StoreIntake['open'], cacheBytes: number) {
    this.#parts = parts
    this.#open = open
    this.#room = Math.min(MAX_ROOM, cacheBytes / ROOM_SHARE)
  }

  async read(part: number, file: number, offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    const places = await this.#placesOf(part)
    signal?.throwIfAborted()
    const from = places.files.slice(0, file).reduce((sum, bytes) => sum + bytes, offset)
    // A length that the run did not write takes no memory.
    if (from + length > places.blocks.reduce((sum, [, bytes]) => sum + bytes, 0)) throw changed()
    const text = new Uint8Array(length)
    let [start, place, filled] = [0, 0, 0]
    for (const [block, [bytes, textBytes]] of places.blocks.entries()) {
      if (start + textBytes > from && start < from + length) {
        const blockBytes = await this.#block(part, block, place, places, signal)
        const piece = blockBytes.subarray(Math.max(0, from - start), Math.min(blockBytes.length, from + length - start))
        text.set(piece, filled)
        filled += piece.length
      }
      start += textBytes
      place += bytes
    }
    return text
  }

  #placesOf(part: number): Promise<RecordPlaces> {
    const known = this.#places.get(part)
    if (known !== undefined) return known
    const read = this.#readPlaces(part)
    this.#places.set(part, read)
    // Storage that was away is asked again.
    read.catch(() => this.#places.delete(part))
    return read
  }

  async #readPlaces(part: number): Promise<RecordPlaces> {
    const { places: source } = this.#parts[part]!
    const places = readRecordPlaces(new TextDecoder().decode(await this.#bytes(source, 0, MAX_PLACES)))
    if (places === undefined) throw changed()
    return places
  }

  async #block(
    part: number,
    block: number,
    place: number,
    { blocks }: RecordPlaces,
    signal: AbortSignal | undefined
  ): Promise<Uint8Array> {
    const key = `${part}/${block}`
    const known = this.#blocks.get(key)
    if (known !== undefined) {
      this.#blocks.delete(key)
      this.#blocks.set(key, known)
      return known
    }
    const [bytes, textBytes, hash] = blocks[block]!
    const found = await this.#bytes(this.#parts[part]!.records, place, bytes, signal)
    if (found.length !== bytes || (await hashOf(found)) !== hash) throw changed()
    const text = await inflated(found, textBytes)
    this.#keep(key, text)
    return text
  }

  #keep(key: string, text: Uint8Array): void {
    // Another request may have read it meanwhile.
    if (text.length > this.#room || this.#blocks.has(key)) return
    this.#blocks.set(key, text)
    this.#held += text.length
    for (const [oldest, { length }] of this.#blocks) {
      if (this.#held <= this.#room) return
      this.#blocks.delete(oldest)
      this.#held -= length
    }
  }

  /** @returns fewer bytes where the file ends earlier */
  async #bytes(
    source: LoadSource,
    offset: number,
    length: number,
    signal?: AbortSignal
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (source.kind === 'blob') return new Uint8Array(await source.blob.slice(offset, offset + length).arrayBuffer())
    const { importId, file } = source
    const stream = await fetchBytes(await this.#open({ importId, file, offset, length }), signal)
    return collected(stream, length)
  }
}

/** SHA-256 in hexadecimal. */
async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function changed(): AppError {
  return new AppError('unreadable-file', m.theRecordsAreNotThoseOfTheRun)
}

/** The text of a block. @throws AppError `unreadable-file` where it has another length */
async function inflated(block: Uint8Array<ArrayBuffer>, textBytes: number): Promise<Uint8Array> {
  const stream = new Blob([block]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  // What cannot be decompressed is no block of a run either.
  const text = await collected(stream, textBytes).catch(() => undefined)
  if (text?.length !== textBytes) throw changed()
  return text
}

/** The bytes of a stream. @throws AppError `unreadable-file` for more than `max` */
async function collected(stream: ReadableStream<Uint8Array>, max: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of stream) {
    bytes += piece.length
    if (bytes > max) throw changed()
    pieces.push(piece)
  }
  const all = new Uint8Array(bytes)
  let position = 0
  for (const piece of pieces) {
    all.set(piece, position)
    position += piece.length
  }
  return all
}
