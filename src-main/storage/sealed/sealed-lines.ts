import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { readChain, type LineChain } from './line-chain.ts'
import { readSealedHead, writeHead } from './sealed-head.ts'
import { placeAfter, sealLine, type LinePlace } from './sealed-line.ts'
import type { FileWriter, StoreFiles } from './store-files.ts'

/** Files of text lines that are added to and read whole. */
export interface LineFiles extends Pick<StoreFiles, 'append' | 'read'> {
  /** Whether a file holds all that was written to it, in its order; for files that can tell. */
  isIntact?(path: string): Promise<boolean>
}

/** Files of sealed lines. */
export type SealedLineFiles = Required<LineFiles>

/**
 * Seals every write as a line of its own that knows its place: how many lines are before it, and a hash over all of them. A
 * sealed head next to the file says how many there were when it was last synchronized, so that none can be cut off the end.
 * What a crash cut in the middle of a write is left out when the file is read. Files of earlier versions, whose lines know no
 * place, are read and continued.
 * @param key 32 bytes
 */
export function sealLines(files: StoreFiles, key: Uint8Array): SealedLineFiles {
  async function chainOf(path: string): Promise<LineChain> {
    return readChain((await files.read(path))?.toString('latin1') ?? '', key, basename(path))
  }

  return {
    async append(path) {
      const head = await readSealedHead(files, path, key)
      const chain = await chainOf(path)
      const { end, hasPlaces, tags } = chain
      // Before the first line that knows its place: without a head such a line does not count as intact.
      if (head === undefined && !hasPlaces) await saveHead(files, key, path, end, tags.get(end.number - 1))
      return chainedWriter(await files.append(path), {
        end: { ...end, number: nextNumber(chain, head?.records) },
        name: basename(path),
        key,
        reread: async () => (await chainOf(path)).end,
        saveHead: (end, tag) => saveHead(files, key, path, end, tag)
      })
    },
    async read(path) {
      const sealed = await files.read(path)
      if (sealed === undefined) return undefined
      return Buffer.concat(readChain(sealed.toString('latin1'), key, basename(path)).texts)
    },
    async isIntact(path) {
      // The head first: a line that is written meanwhile is then one more than it knows.
      const head = await readSealedHead(files, path, key)
      const { tags, inOrder, hasPlaces } = await chainOf(path)
      if (head === undefined) return inOrder && !hasPlaces
      const isHere = head.header.equals(headerOf(path))
      return inOrder && isHere && (head.records === 0 || tags.get(head.records - 1)?.equals(head.tag) === true)
    }
  }
}

/** Where lines were cut off the end, or the head is gone, their numbers stay free: the next head must not hide that. */
function nextNumber({ end, hasPlaces }: LineChain, headRecords: number | undefined): number {
  if (headRecords === undefined) return hasPlaces ? end.number + 1 : end.number
  return Math.max(end.number, headRecords)
}

interface ChainedDependencies {
  readonly end: LinePlace
  readonly name: string
  readonly key: Uint8Array
  readonly reread: () => Promise<LinePlace>
  readonly saveHead: (end: LinePlace, tag: Buffer) => Promise<void>
}

function chainedWriter(file: FileWriter, { end, name, key, reread, saveHead: save }: ChainedDependencies): FileWriter {
  let place = end
  /** After a failed write nobody knows whether its line is in the file. */
  let failed = false
  let unsaved: Buffer | undefined
  return {
    async write(bytes) {
      if (failed) {
        const found = await reread()
        if (found.number > place.number) place = found
      }
      failed = true
      const { text, tag } = sealLine(key, name, place, bytes)
      // The line end in front closes a line that a crash left half written.
      await file.write(Buffer.from(`\n${text}\n`))
      failed = false
      place = placeAfter(place, tag)
      unsaved = tag
    },
    async sync() {
      const [synced, tag] = [place, unsaved]
      await file.sync()
      if (tag === undefined) return
      await save(synced, tag)
      if (unsaved === tag) unsaved = undefined
    },
    close: () => file.close()
  }
}

/** Binds a head to the name of its file. */
function headerOf(path: string): Buffer {
  return createHash('sha256').update(basename(path)).digest().subarray(0, 20)
}

function saveHead(
  files: StoreFiles,
  key: Uint8Array,
  path: string,
  { number }: LinePlace,
  tag: Buffer = Buffer.alloc(16)
): Promise<void> {
  return writeHead(files, path, key, { header: headerOf(path), records: number, tag, pending: false })
}
