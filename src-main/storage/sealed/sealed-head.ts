import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { writeCompleteFile } from './write-complete-file.ts'
import type { StoreFiles } from './store-files.ts'

/** Where a sealed journal ended when something was last written to it. */
export interface JournalHead {
  /** The journal's header, which names it. */
  readonly header: Buffer
  readonly records: number
  /** Tag of the last record; zeros when there is none. */
  readonly tag: Buffer
  /** Its journal is about to take the place of another, or of none. */
  readonly pending: boolean
}

const headerBytes = 20
const tagBytes = 16
const nonceBytes = 12
const textBytes = headerBytes + 4 + tagBytes + 1
const purpose = Buffer.from('journal head')

/** Where the head of a journal lies. */
const headPath = (journal: string): string => `${journal}.head`

/** @returns `undefined` when there is none, or it is not what was written */
export async function readSealedHead(
  files: StoreFiles,
  journal: string,
  key: Uint8Array
): Promise<JournalHead | undefined> {
  const sealed = await files.read(headPath(journal))
  if (sealed?.length !== nonceBytes + textBytes + tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  decipher.setAAD(purpose)
  decipher.setAuthTag(sealed.subarray(nonceBytes + textBytes))
  const text = decipher.update(sealed.subarray(nonceBytes, nonceBytes + textBytes))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return {
    header: text.subarray(0, headerBytes),
    records: text.readUInt32BE(headerBytes),
    tag: text.subarray(headerBytes + 4, headerBytes + 4 + tagBytes),
    pending: text[textBytes - 1] === 1
  }
}

/** Puts a new head in the place of the old one, in one step, and waits for the disk. */
export async function writeHead(
  files: StoreFiles,
  journal: string,
  key: Uint8Array,
  { header, records, tag, pending }: JournalHead
): Promise<void> {
  const text = Buffer.alloc(textBytes)
  header.copy(text)
  text.writeUInt32BE(records, headerBytes)
  tag.copy(text, headerBytes + 4)
  text[textBytes - 1] = pending ? 1 : 0
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(purpose)
  const path = headPath(journal)
  await files.remove(`${path}.next`)
  await writeCompleteFile(
    files,
    `${path}.next`,
    Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
  )
  await files.rename(`${path}.next`, path)
}

/**
 * Whether records are missing at the end of a journal, or the whole journal is an older one.
 * @param found what the journal holds; no header when there is no journal
 */
export function isCut(
  head: JournalHead | undefined,
  found: { readonly header: Buffer; readonly hasHead: boolean; readonly tags: readonly Buffer[] }
): boolean {
  if (head?.pending === true) return false
  if (!found.hasHead) return head !== undefined
  if (head === undefined || !head.header.equals(found.header)) return true
  if (head.records > found.tags.length) return true
  const last = found.tags[head.records - 1]
  return last !== undefined && !last.equals(head.tag)
}
