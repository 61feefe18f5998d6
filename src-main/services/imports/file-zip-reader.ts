import { servicesMessages as m } from '#messages/services.ts'
import { Reader } from '@zip.js/zip.js'
import { open, type FileHandle } from 'node:fs/promises'
import { AppError } from '#shared/app-error.ts'

/**
 * Lets zip.js read a file on disk at any place, so that an archive is never held in memory. The file is open while
 * somebody uses it; a file that is another one than at first is not read.
 */
export class FileZipReader extends Reader<string> {
  readonly #path: string
  #file: Promise<FileHandle> | undefined
  #users = 0
  #modified: number | undefined

  /** @param path absolute path of the archive */
  constructor(path: string) {
    super(path)
    this.#path = path
  }

  /** Begins a use, during which the file stays open. @returns ends it; further calls do nothing */
  use(): () => void {
    this.#users++
    let ended = false
    return () => {
      if (ended) return
      ended = true
      if (--this.#users === 0) void this.close()
    }
  }

  override async init(): Promise<void> {
    await this.#opened()
    await super.init?.()
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    const file = await this.#opened()
    const bytes = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  }

  #opened(): Promise<FileHandle> {
    return (this.#file ??= this.#open())
  }

  async #open(): Promise<FileHandle> {
    const file = await open(this.#path, 'r')
    const { size, mtimeMs } = await file.stat()
    if (this.#modified !== undefined && (this.#modified !== mtimeMs || this.size !== size)) {
      await file.close()
      throw new AppError('unreadable-file', m.theZipArchiveHasChangedSince)
    }
    this.#modified = mtimeMs
    this.size = size
    return file
  }

  /** Closes the file; it is opened again when somebody reads. */
  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    // Whoever read heard that it could not be opened; there is nothing to close then.
    await (await file?.catch(() => undefined))?.close()
  }
}
