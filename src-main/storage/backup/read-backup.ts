import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { passphraseKey } from '../keys/passphrase-key.ts'
import { openSealed, type SealedBytes } from '../sealed/open-sealed.ts'
import {
  BackupEntry,
  backupPurpose,
  damagedBackup,
  headBytes,
  readBackupHead,
  tamperedBackup
} from './backup-format.ts'

/** A file of a backup; its bytes have to be read before the next one. */
export interface BackedUpFile {
  /** Relative to the data folder, with `/`. */
  readonly path: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Longest head of an entry. */
const maxEntryBytes = 16 * 1024

/**
 * The files of a backup. Nothing is handed out that was not authenticated; that the backup is complete is known at the end.
 * @throws AppError `unreadable-file` for a wrong passphrase, and for a file that was changed or cut
 */
export async function* readBackup(file: SealedBytes, passphrase: string): AsyncGenerator<BackedUpFile> {
  const head = await file.read(0, headBytes)
  const key = await passphraseKey(passphrase, readBackupHead(head)).catch((error: unknown) => {
    // Numbers that no backup is made with.
    throw error instanceof RangeError ? damagedBackup(error) : error
  })
  let opened = false
  try {
    const sealed = await openSealed(behindHead(file), { key, purpose: backupPurpose(head) })
    const text = readerOf(sealed.read())
    for (let files = 0; ; files += 1) {
      const entry = await nextEntry(text)
      opened = true
      if ('files' in entry) {
        if (entry.files !== files || (await text.take(1)).length > 0) throw damagedBackup()
        return
      }
      let left = entry.bytes
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        while (left > 0) {
          // Thrown where the bytes are read, not here.
          const piece = await text.some(left).catch((error: unknown) => {
            throw isUnreadable(error) ? tamperedBackup(error) : error
          })
          if (piece.length === 0) throw tamperedBackup()
          left -= piece.length
          yield piece
        }
      }
      yield { path: entry.path, bytes: bytes() }
      if (left > 0) throw new TypeError('a file of the backup was not read to its end')
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error
    throw opened ? tamperedBackup(error) : damagedBackup(error)
  } finally {
    key.fill(0)
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unreadable-file'
}

function behindHead(file: SealedBytes): SealedBytes {
  return {
    size: Math.max(0, file.size - headBytes),
    read: (offset, length) => file.read(offset + headBytes, length),
    close: () => file.close()
  }
}

interface TextReader {
  /** At most so many of the next bytes; none at the end. */
  some(max: number): Promise<Uint8Array>
  /** So many of the next bytes, fewer at the end. */
  take(count: number): Promise<Buffer>
}

function readerOf(pieces: AsyncIterator<Uint8Array, unknown>): TextReader {
  let present: Uint8Array = new Uint8Array(0)
  async function some(max: number): Promise<Uint8Array> {
    while (present.length === 0) {
      const next = await pieces.next()
      if (next.done === true) return present
      present = next.value
    }
    const piece = present.subarray(0, max)
    present = present.subarray(piece.length)
    return piece
  }
  return {
    some,
    async take(count) {
      const parts: Uint8Array[] = []
      for (let left = count; left > 0;) {
        const piece = await some(left)
        if (piece.length === 0) break
        parts.push(piece)
        left -= piece.length
      }
      return Buffer.concat(parts)
    }
  }
}

async function nextEntry(text: TextReader): Promise<BackupEntry> {
  const length = await text.take(4)
  const count = length.length === 4 ? length.readUInt32BE() : 0
  if (count === 0 || count > maxEntryBytes) throw damagedBackup()
  const head = await text.take(count)
  try {
    return v.parse(BackupEntry, JSON.parse(head.toString('utf8')))
  } catch (cause) {
    throw damagedBackup(cause)
  }
}
