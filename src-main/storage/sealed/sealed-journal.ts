import { storageMessages as m } from '#messages/storage.ts'
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { isCut, readSealedHead, writeHead } from './sealed-head.ts'
import { asSpaceError } from '../files/space-error.ts'
import type { StoreFiles } from './store-files.ts'
import { writeCompleteFile } from './write-complete-file.ts'

/**
 * An append-only file of sealed records. Header: `PPJ2` and 16 random bytes that name the journal. Record: length of the
 * ciphertext (u32, big-endian), nonce (12), ciphertext, tag (16), AES-256-GCM. A record is bound to the journal, its
 * number and the tag before it, so that none can be moved, left out of the middle, or taken from another journal. A sealed
 * head next to it says how many there are, so that none can be cut off the end. `PPJ1` is the same without a head.
 */
const magic = Buffer.from('PPJ2')
const magicWithoutHead = Buffer.from('PPJ1')
const headerBytes = magic.length + 16
const nonceBytes = 12
const tagBytes = 16
const overhead = 4 + nonceBytes + tagBytes
/** A record is never longer; a greater length in the file is damage. */
const maxRecordBytes = 16 * 1024 * 1024

/** A journal that is open. */
export interface SealedJournal {
  /** Bytes at the end that were not what was written, and stand aside in a file of their own; 0 in the normal case. */
  readonly setAsideBytes: number
  /** Records that were written are missing at the end, or all of it is an older copy. */
  readonly cut: boolean
  /** Where it ends now, for a statement about it that is kept elsewhere. */
  end(): JournalEnd
  /**
   * Appends one record and waits for the disk. Calls come one after another. After an error the record does not count.
   * @throws AppError `out-of-space`, or the file system's error
   */
  append(record: Uint8Array): Promise<void>
}

/** An end of a journal: how many records it has, and what stands for all of them. */
export interface JournalEnd {
  readonly records: number
  /** SHA-256 of the name of the journal and the tag of its last record, which covers those before; 64 hexadecimal digits. */
  readonly digest: string
}

/** What {@link openSealedJournal} gives: the journal and every record in it. */
export interface OpenedJournal {
  readonly journal: SealedJournal
  readonly records: readonly Buffer[]
  /** What stood for all records when there were so many; `undefined` when there never were. */
  readonly digestAt: (records: number) => string | undefined
}

/** Where a journal lies and how it is sealed. */
export interface JournalDependencies {
  /** Absolute path; its folder exists. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly files: StoreFiles
  /** Milliseconds since 1970, for the name of what is set aside. */
  now(): number
}

interface Good {
  readonly header: Buffer
  readonly records: readonly Buffer[]
  /** Where the good part ends. */
  readonly end: number
  /** Of each record. */
  readonly tags: readonly Buffer[]
  readonly hasHead: boolean
}

/** Reads a journal without changing anything. @returns no records when there is none */
export async function readSealedJournal({
  path,
  key,
  files
}: Pick<JournalDependencies, 'path' | 'key' | 'files'>): Promise<
  Pick<OpenedJournal, 'records' | 'digestAt'> & { readonly cut: boolean }
> {
  // The head first: a record that is written meanwhile is then one more than it knows.
  const head = await readSealedHead(files, path, key)
  const good = readGood((await files.read(path)) ?? Buffer.alloc(0), key)
  return { records: good.records, cut: isCut(head, good), digestAt: (records) => digestAt(good, records) }
}

function digestAt({ header, tags, hasHead }: Good, records: number): string | undefined {
  const tag = hasHead ? tags[records - 1] : undefined
  return tag === undefined ? undefined : digestOf(header, tag)
}

function digestOf(header: Buffer, tag: Buffer): string {
  return createHash('sha256').update(header).update(tag).digest('hex')
}

/**
 * Opens a journal to add to it; makes it when there is none. What a crash left half written at its end, or what somebody
 * changed and everything after it, is put aside first, so that the next record stands behind a good one.
 */
export async function openSealedJournal(dependencies: JournalDependencies): Promise<OpenedJournal> {
  const { path, key, files } = dependencies
  const bytes = (await files.read(path)) ?? Buffer.alloc(0)
  const good = readGood(bytes, key)
  const cut = isCut(await readSealedHead(files, path, key), good)
  const torn = bytes.subarray(good.end)
  if (torn.length > 0) await setAside(dependencies, torn)
  const { header, records } = good
  let [end, tag]: [number, Buffer] = [headerBytes, Buffer.alloc(tagBytes)]
  let number = records.length
  let failed = false

  const saveHead = (pending = false): Promise<void> =>
    writeHead(files, path, key, { header, records: number, tag, pending }).catch((error: unknown) => {
      throw asSpaceError(error)
    })

  if (good.hasHead) {
    end = good.end
    tag = good.tags.at(-1) ?? tag
    if (torn.length > 0) await replace(dependencies, bytes.subarray(0, end))
  } else {
    const sealed: Buffer[] = [header]
    for (const [index, record] of records.entries()) {
      const next = seal(key, header, index, tag, record)
      tag = next.subarray(next.length - tagBytes)
      sealed.push(next)
    }
    await saveHead(true)
    await replace(dependencies, Buffer.concat(sealed))
    end = sealed.reduce((total, { length }) => total + length, 0)
  }
  await saveHead()

  /** After a failed write the end of the file is unknown: the good part takes its place. */
  async function repair(): Promise<void> {
    const now = (await files.read(path)) ?? Buffer.alloc(0)
    if (now.length < end) {
      throw new AppError('unreadable-file', m.aFileOfPopulusWasCut)
    }
    await replace(dependencies, now.subarray(0, end))
    await saveHead()
    failed = false
  }

  const journal: SealedJournal = {
    setAsideBytes: torn.length,
    cut,
    end: () => ({ records: number, digest: digestOf(header, tag) }),
    async append(record) {
      if (record.length > maxRecordBytes) throw new RangeError('a record is too long')
      if (failed) await repair()
      const sealed = seal(key, header, number, tag, record)
      const before = { tag, number }
      try {
        const file = await files.append(path)
        try {
          await file.write(sealed)
          await file.sync()
        } finally {
          await file.close()
        }
        tag = sealed.subarray(sealed.length - tagBytes)
        number += 1
        await saveHead()
        end += sealed.length
      } catch (error) {
        failed = true
        ;({ tag, number } = before)
        // If this fails too, the next record tries again before it is written.
        await repair().catch(() => undefined)
        throw asSpaceError(error)
      }
    }
  }
  return { journal, records, digestAt: (count) => digestAt(good, count) }
}

/** Reads records up to the first that is not whole or not as it was written. */
function readGood(bytes: Buffer, key: Uint8Array): Good {
  const found = bytes.length < headerBytes ? undefined : bytes.subarray(0, magic.length)
  const hasHead = found?.equals(magic) ?? false
  const known = hasHead || (found?.equals(magicWithoutHead) ?? false)
  const fresh = Buffer.concat([magic, randomBytes(16)])
  const header = known ? Buffer.from(bytes.subarray(0, headerBytes)) : fresh
  const records: Buffer[] = []
  const tags: Buffer[] = []
  let tag: Buffer = Buffer.alloc(tagBytes)
  let position = known ? headerBytes : 0
  while (known && position + overhead <= bytes.length) {
    const length = bytes.readUInt32BE(position)
    if (length > maxRecordBytes || position + overhead + length > bytes.length) break
    const record = open(key, header, records.length, tag, bytes.subarray(position, position + overhead + length))
    if (record === undefined) break
    records.push(record)
    position += overhead + length
    tag = Buffer.from(bytes.subarray(position - tagBytes, position))
    tags.push(tag)
  }
  return { header: hasHead ? header : fresh, records, end: position, tags, hasHead }
}

function bound(header: Buffer, number: number, tag: Buffer, length: number): Buffer {
  const place = Buffer.alloc(8)
  place.writeUInt32BE(number, 0)
  place.writeUInt32BE(length, 4)
  return Buffer.concat([header, place, tag])
}

function seal(key: Uint8Array, header: Buffer, number: number, tag: Buffer, record: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(bound(header, number, tag, record.length))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(record.length)
  return Buffer.concat([length, nonce, cipher.update(record), cipher.final(), cipher.getAuthTag()])
}

function open(key: Uint8Array, header: Buffer, number: number, tag: Buffer, sealed: Buffer): Buffer | undefined {
  const length = sealed.readUInt32BE(0)
  const text = 4 + nonceBytes
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(4, text))
  decipher.setAAD(bound(header, number, tag, length))
  decipher.setAuthTag(sealed.subarray(text + length))
  const record = decipher.update(sealed.subarray(text, text + length))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return record
}

/** Keeps bytes under a name of their own; they stay sealed. */
async function setAside(dependencies: JournalDependencies, bytes: Uint8Array): Promise<void> {
  const mark = new Date(dependencies.now()).toISOString().replaceAll(/[:.]/g, '-')
  await writeCompleteFile(
    dependencies.files,
    `${dependencies.path}.torn-${mark}-${randomBytes(3).toString('hex')}`,
    bytes
  )
}

/** Puts other bytes in the place of the journal, in one step. */
async function replace({ path, files }: JournalDependencies, bytes: Uint8Array): Promise<void> {
  const next = join(dirname(path), `${basename(path)}.next`)
  await files.destroy(next)
  await writeCompleteFile(files, next, bytes)
  await files.rename(next, path)
  await files.syncFolder(dirname(path))
}
