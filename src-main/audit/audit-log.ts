import { open, truncate } from 'node:fs/promises'
import type { AuditFacts, AuditPort, ClockPort, LogPort } from '../host/ports.ts'
import { appendDurably } from '../storage/append-file.ts'
import { writeFileAtomically } from '../storage/atomic-file.ts'
import { withFileLock } from '../storage/file-lock.ts'
import { makePrivateFolder } from '../storage/private-folder.ts'
import { setFileAside } from '../storage/set-aside.ts'
import { AppError } from '#shared/app-error.ts'
import { auditFiles, type AuditFiles } from './audit-files.ts'
import { chainStart, readRecord, sealRecord, type AuditContent, type ChainHead } from './hash-chain.ts'
import { verifyAuditLog } from './verify.ts'

/** What {@link openAuditLog} needs. */
export interface AuditLogParts {
  /** Absolute path of the folder for the log; made when it is missing. */
  readonly folder: string
  /** Which host writes, for the record. */
  readonly host: string
  readonly clock: ClockPort
  readonly log: LogPort
  /** The key of the codes, as soon as it is there; `undefined` until then. */
  readonly key?: () => Promise<Uint8Array | undefined>
}

/** No line is longer: facts are a few counts and words. */
const longestLine = 64 * 1024
const newline = 0x0a

/**
 * Opens the append-only, hash-chained audit log and checks it. A log that fails the check is kept aside under another name
 * and a new one begins, whose first record says so. Several processes may share one log.
 */
export async function openAuditLog({ folder, host, clock, log, key }: AuditLogParts): Promise<AuditPort> {
  await makePrivateFolder(folder)
  const files = auditFiles(folder)
  let queue = Promise.resolve()

  const append = async (
    entry: Pick<AuditContent, 'action' | 'outcome'> & { readonly facts: AuditFacts }
  ): Promise<void> => {
    const { head, cutBytes } = await readEnd(files)
    let end = head
    if (cutBytes > 0) {
      log.write('warn', 'audit.torn-line-cut', { bytes: cutBytes })
      const facts = { bytes: cutBytes }
      end = await write(files, end, await key?.(), {
        ...stamp(),
        action: 'audit.torn-line-cut',
        outcome: 'success',
        facts
      })
    }
    await write(files, end, await key?.(), { ...stamp(), ...entry })
  }
  const stamp = (): Pick<AuditContent, 'time' | 'host'> => ({ time: new Date(clock.now()).toISOString(), host })

  await withFileLock(files.lock, async () => {
    const { problem, head } = await verifyAuditLog(folder)
    if (problem !== 'changed' && problem !== 'truncated') return
    log.write('error', 'audit.set-aside', { problem, goodRecords: head.seq })
    await setAside(files, clock.now())
    await append({ action: 'audit.set-aside', outcome: 'failure', facts: { problem, goodRecords: head.seq } })
  })

  return {
    record(entry) {
      const written = queue.then(() => withFileLock(files.lock, () => append(entry)))
      queue = written.catch(() => undefined)
      return written.catch((cause: unknown) => {
        log.write('error', 'audit.append-failed')
        throw new AppError(
          'not-allowed',
          'The audit log cannot be written, so nothing was done. Check the free space and the rights of the data folder.',
          { retryable: true, cause }
        )
      })
    }
  }
}

async function write(
  files: AuditFiles,
  head: ChainHead,
  key: Uint8Array | undefined,
  content: AuditContent
): Promise<ChainHead> {
  const record = sealRecord(head, content, key)
  await appendDurably(files.records, `${JSON.stringify(record)}\n`)
  const end = { seq: record.seq, hash: record.hash }
  await writeFileAtomically(files.head, `${JSON.stringify(end)}\n`)
  return end
}

/** The last record on disk. An incomplete last line, left by a crash, is cut off. */
async function readEnd(files: AuditFiles): Promise<{ readonly head: ChainHead; readonly cutBytes: number }> {
  const file = await open(files.records, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - 2 * longestLine)
    const bytes = Buffer.alloc(size - start)
    await file.read(bytes, 0, bytes.length, start)
    const end = bytes.lastIndexOf(newline) + 1
    const cutBytes = bytes.length - end
    if (cutBytes > 0) await truncate(files.records, start + end)
    if (end === 0 && start === 0) return { head: { seq: 0, hash: chainStart }, cutBytes }
    const line = bytes.subarray(bytes.lastIndexOf(newline, end - 2) + 1, end - 1).toString('utf8')
    const record = readRecord(line)
    if (record === undefined) throw new Error('the last record of the audit log does not fit its hash')
    return { head: { seq: record.seq, hash: record.hash }, cutBytes }
  } finally {
    await file.close()
  }
}

/** The whole file may be what is missing. Without a head the new chain begins at its start. */
async function setAside(files: AuditFiles, now: number): Promise<void> {
  await setFileAside(files.records, now)
  await setFileAside(files.head, now)
}
