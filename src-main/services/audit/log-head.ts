import * as v from 'valibot'
import { errorCode } from '#shared/error-code.ts'
import { readText } from '../../storage/files/read-text.ts'
import { headCode } from './audit-codes.ts'
import type { ChainEnd } from './chain-end.ts'

const Code = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** What is stored about the end of the log, next to the log and in its anchor. */
export const EndStatement = v.object({
  version: v.literal(2),
  seq: Count,
  code: Code,
  /** Sequence number of the first record with a code; 0 while there is none. */
  keyedFrom: Count,
  /** What made `seal`. Both are absent before keying. */
  sealedBy: v.optional(v.picklist(['key', 'running'])),
  /** HMAC over the rest. */
  seal: v.optional(Code)
})
export type EndStatement = v.InferOutput<typeof EndStatement>

/** The statement next to the log. It is written before the record that it ends with, and holds that record. */
const LogHead = v.object({
  ...EndStatement.entries,
  /** The last record, in full: after a crash between the two writes it is appended from here. */
  last: v.optional(v.string()),
  /** Key of the next record that is written while the keyring is locked. */
  running: v.optional(Code),
  /**
   * The wrapped audit key in Base64, in the head of the first record with a code alone: a key that was made is on the disk with that
   * record or not at all. After a crash it is put into its own file from here.
   */
  key: v.optional(v.pipe(v.string(), v.base64()))
})
export type LogHead = v.InferOutput<typeof LogHead>

const EarlyHead = v.object({ seq: Count, hash: Code })

/** A stored statement: as it was read, not there, or there and unreadable. */
export type Stored<T> = T | 'missing' | 'damaged'

/** Reads the head of a log, also one of an earlier version. */
export async function readLogHead(path: string): Promise<Stored<LogHead>> {
  return read(path, (value) => {
    const head = v.safeParse(LogHead, value)
    if (head.success) return head.output
    const early = v.safeParse(EarlyHead, value)
    if (!early.success) return 'damaged'
    return { version: 2, seq: early.output.seq, code: early.output.hash, keyedFrom: 0 }
  })
}

/** The wrapped audit key that the head of the first record with a code has; undefined in every other head. */
export function keyInHead(head: Stored<LogHead> | undefined): Buffer | undefined {
  if (typeof head !== 'object' || head.key === undefined || head.seq !== head.keyedFrom) return undefined
  return Buffer.from(head.key, 'base64')
}

/** Reads an anchor, or a statement that was stored elsewhere. */
export async function readStatement(path: string): Promise<Stored<EndStatement>> {
  return read(path, (value) => {
    const statement = v.safeParse(EndStatement, value)
    return statement.success ? statement.output : 'damaged'
  })
}

async function read<T>(path: string, parse: (value: unknown) => Stored<T>): Promise<Stored<T>> {
  let text: string | undefined
  try {
    text = await readText(path)
  } catch (error) {
    // A folder in its place is set aside like a damaged file.
    if (errorCode(error) === 'EISDIR') return 'damaged'
    throw error
  }
  if (text === undefined) return 'missing'
  try {
    return parse(JSON.parse(text))
  } catch {
    return 'damaged'
  }
}

/** States the end of a log. @param key undefined before keying */
export function stateEnd(
  end: ChainEnd,
  keyedFrom: number,
  key: { readonly by: 'key' | 'running'; readonly key: Uint8Array } | undefined
): EndStatement {
  const open = { version: 2 as const, seq: end.seq, code: end.code, keyedFrom }
  return key === undefined ? open : { ...open, sealedBy: key.by, seal: headCode(key.key, end, keyedFrom) }
}
