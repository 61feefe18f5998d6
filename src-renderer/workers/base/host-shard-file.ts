import type { OpenedBytes } from '#engine/shards/disk/array-cache.ts'
import { readBytesNow } from './read-bytes-now.ts'

/** Less is not asked for: the columns of a table follow each other, and a request takes longer than some more bytes. */
const BLOCK_BYTES = 256 * 1024

/** Reads the files of one population that the services have for a page, at once and from any of its workers. */
export class HostShardReader {
  readonly #id: string
  readonly #below: 'file' | 'base'
  readonly #readNow: typeof readBytesNow
  /** What was read last. */
  #block: { readonly file: object; readonly from: number; readonly bytes: Uint8Array<ArrayBuffer> } | undefined

  /**
   * @param id name of the addresses of the population
   * @param readNow browsers' own but in tests
   * @param below which of its files: its own, or those of the population that it is made from
   */
  constructor(id: string, readNow = readBytesNow, below: 'file' | 'base' = 'file') {
    this.#id = id
    this.#below = below
    this.#readNow = readNow
  }

  /** A file that is whole. @param size in bytes */
  open(name: string, size: number): OpenedBytes {
    const readNow = (offset: number, length: number): Uint8Array<ArrayBuffer> =>
      this.#readNow(`/data/${this.#id}/${this.#below}/${name}/${offset}/${length}`, length)
    const file: OpenedBytes = {
      read: (offset, length) => {
        if (length >= BLOCK_BYTES) return readNow(offset, length)
        let block = this.#block
        if (block?.file !== file || block.from > offset || block.from + block.bytes.length < offset + length) {
          const from = offset - (offset % BLOCK_BYTES)
          block = { file, from, bytes: readNow(from, Math.min(size - from, BLOCK_BYTES + (offset % BLOCK_BYTES))) }
          this.#block = block
        }
        return block.bytes.slice(offset - block.from, offset - block.from + length)
      }
    }
    return file
  }
}
