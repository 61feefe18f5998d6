import { Reader } from '@zip.js/zip.js'
import { open, type FileHandle } from 'node:fs/promises'

/** Lets zip.js read a file on disk at any place, so that an archive is never held in memory. */
export class FileZipReader extends Reader<string> {
  readonly #path: string
  #file: FileHandle | undefined

  /** @param path absolute path of the archive */
  constructor(path: string) {
    super(path)
    this.#path = path
  }

  override async init(): Promise<void> {
    if (this.#file !== undefined) return
    this.#file = await open(this.#path, 'r')
    this.size = (await this.#file.stat()).size
    await super.init?.()
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    if (this.#file === undefined) throw new Error('the archive is not open')
    const bytes = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await this.#file.read(bytes, filled, length - filled, offset + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  }

  /** Closes the file. */
  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }
}
