import { createReadStream, existsSync } from 'node:fs'
import { auditFiles, readHead } from './audit-files.ts'
import { chainStart, followRecord, hasMac, type ChainHead } from './hash-chain.ts'

/** What {@link verifyAuditLog} found. */
export interface AuditVerdict {
  /** The last good record; `seq` is the number of good records. */
  readonly head: ChainHead
  /** Bytes of the file up to the end of the last good record. */
  readonly goodBytes: number
  /**
   * `changed`: record `head.seq + 1` is not the one that was written there (altered, removed, inserted or moved).
   * `torn`: the last line is incomplete, as after a crash. `truncated`: records are missing at the end.
   */
  readonly problem: 'changed' | 'torn' | 'truncated' | undefined
  /** Records up to this one cannot have been changed by anybody without the key; 0 without a key or codes. */
  readonly keyedUpTo: number
}

const newline = 0x0a

/**
 * Checks the whole chain against the records' own hashes and against the stored head.
 *
 * @param folder absolute path; a folder without a log has an intact, empty one
 * @param key checks the codes of the records, too
 */
export async function verifyAuditLog(folder: string, key?: Uint8Array): Promise<AuditVerdict> {
  let keyedUpTo = 0
  const files = auditFiles(folder)
  let head: ChainHead = { seq: 0, hash: chainStart }
  let goodBytes = 0
  let torn = false
  const stored = await readHead(files)
  /** The head file names the record it was written after; that record must be in the chain with the same hash. */
  let reachedStored = stored === undefined || (stored.seq === 0 && stored.hash === chainStart)

  if (existsSync(files.records)) {
    for await (const { bytes, complete } of readLines(files.records)) {
      if (!complete) {
        torn = true
        break
      }
      const next = followRecord(head, bytes.toString('utf8'))
      const forged = next?.mac !== undefined && key !== undefined && !hasMac(next, key)
      if (next === undefined || forged) return { head, goodBytes, problem: 'changed', keyedUpTo }
      head = { seq: next.seq, hash: next.hash }
      if (key !== undefined && next.mac !== undefined) keyedUpTo = next.seq
      goodBytes += bytes.length + 1
      if (stored !== undefined && stored.seq === head.seq) {
        if (stored.hash !== head.hash) return { head, goodBytes, problem: 'changed', keyedUpTo }
        reachedStored = true
      }
    }
  }
  // The head is written after the first record, so only a chain of one record may be without.
  if (!reachedStored || (stored === undefined && head.seq > 1))
    return { head, goodBytes, problem: 'truncated', keyedUpTo }
  return { head, goodBytes, problem: torn ? 'torn' : undefined, keyedUpTo }
}

async function* readLines(path: string): AsyncGenerator<{ readonly bytes: Buffer; readonly complete: boolean }> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let buffer: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline)) {
      yield { bytes: buffer.subarray(0, end), complete: true }
      buffer = buffer.subarray(end + 1)
    }
    rest = buffer
  }
  if (rest.length > 0) yield { bytes: rest, complete: false }
}
