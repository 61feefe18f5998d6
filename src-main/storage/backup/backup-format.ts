import { storageMessages as m } from '#messages/storage.ts'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { newPassphraseSalt, passphraseWork, type PassphraseSalt, type PassphraseWork } from '../keys/passphrase-key.ts'

/*
 * A backup is a head in the clear, and one sealed file (see `frame-cipher.ts`) under a key of the passphrase. In it stands
 * one entry after another: a length of four bytes, a JSON head of that length, and the bytes of the file. The last entry
 * says how many there were. Whatever is changed, moved, repeated or cut in the sealed part does not open; the head is
 * part of what the sealed part is bound to.
 */

const format = 1
const magic = `POPULUS-BACKUP-${format}`
/** Bytes of the head, filled up with blanks. */
export const headBytes = 256
/** What the sealed part is for: it opens behind this very head alone. */
export function backupPurpose(head: Uint8Array): string {
  return `populus backup 1 ${createHash('sha256').update(head).digest('hex')}`
}

const Work = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 18))
const AnyHead = v.object({ magic: v.pipe(v.string(), v.regex(/^POPULUS-BACKUP-[1-9]\d{0,3}$/)) })
const Head = v.object({
  magic: v.literal(magic),
  N: Work,
  r: v.pipe(Work, v.maxValue(16)),
  p: v.pipe(Work, v.maxValue(16)),
  salt: v.pipe(v.string(), v.base64())
})

/** A file of a data folder. */
const FileEntry = v.object({
  /** Relative to the data folder, with `/`. */
  path: v.pipe(v.string(), v.regex(/^(?!\.{1,2}(?:\/|$))[^/\\\0:]+(?:\/(?!\.{1,2}(?:\/|$))[^/\\\0:]+){0,8}$/)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0))
})
/** The last entry. */
const EndEntry = v.object({ files: v.pipe(v.number(), v.integer(), v.minValue(0)) })

/** The head of one entry. */
export const BackupEntry = v.union([FileEntry, EndEntry])
export type BackupEntry = v.InferOutput<typeof BackupEntry>

/** A head for a new backup. @param work of the passphrase */
export function makeBackupHead(work: PassphraseWork = passphraseWork): {
  readonly salt: PassphraseSalt
  readonly bytes: Buffer
} {
  const salt = newPassphraseSalt(work)
  return { salt, bytes: Buffer.from(JSON.stringify({ magic, ...salt }).padEnd(headBytes)) }
}

/** @throws AppError `unreadable-file` for anything but the head of a backup, `not-supported` for one of a newer format */
export function readBackupHead(bytes: Uint8Array): PassphraseSalt {
  try {
    const head: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    const made = v.safeParse(AnyHead, head)
    if (made.success && Number(made.output.magic.split('-').at(-1)) > format)
      throw new AppError('not-supported', m.thisBackupWasMadeByA)
    const { magic: _magic, ...salt } = v.parse(Head, head)
    return salt
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('unreadable-file', m.thisIsNoBackupOfPopulus, { cause })
  }
}

/** The head of an entry with its length. */
export function entryHead(entry: BackupEntry): Buffer {
  const text = Buffer.from(JSON.stringify(entry))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([length, text])
}

/** A backup whose beginning opened with the passphrase, and whose rest does not. */
export function tamperedBackup(cause?: unknown): AppError {
  return new AppError('unreadable-file', m.thePassphraseIsRightButThe, { cause })
}

/** A backup whose beginning does not open: a wrong passphrase and damage cannot be told apart. */
export function damagedBackup(cause?: unknown): AppError {
  return new AppError('unreadable-file', m.theBackupDoesNotOpenThe, { cause })
}
