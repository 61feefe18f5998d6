import { createHmac } from 'node:crypto'
import type { AuditProblem } from '#shared/audit-problem.ts'
import type { EarlyAuditRecord } from '#shared/audit-record.ts'
import { nextRunningKey, runningKeyAfter } from './audit-codes.ts'
import { endAfter, hasCode, isKeyed, readAuditRecord, type AnyAuditRecord } from './record-chain.ts'
import type { ChainEnd } from './chain-end.ts'

/** How {@link createChainCheck} checks. */
export interface ChainCheckOptions {
  /** Where the records to check begin. */
  readonly start: ChainEnd
  /** Checks the codes, too. */
  readonly key: Uint8Array | undefined
  /** Checks the codes that a version up to 0.1 made. */
  readonly earlyKey?: Uint8Array | undefined
  /** Records from this one on have to have a code, as the stored ends of the log say; 0 when they do not. */
  readonly keyedFrom: number
}

/** Checks records one after another. */
export interface ChainCheck {
  /** @returns what is wrong with a line, or its record */
  next(line: string): { readonly problem: AuditProblem } | { readonly record: AnyAuditRecord }
  /** The end of what was good so far. */
  end(): ChainEnd
  /** First record with a code; 0 while there was none. */
  keyedFrom(): number
  whileLocked(): number
  /** The running key after the last good record; undefined where it cannot be known. */
  running(): Uint8Array | undefined
}

/** Checks the hashes, the links and, with the key, the codes of records. */
export function createChainCheck({ start, key, earlyKey, keyedFrom: expected }: ChainCheckOptions): ChainCheck {
  let end = start
  let keyedFrom = expected > 0 && expected <= start.seq ? expected : 0
  let whileLocked = 0
  let running: Uint8Array | undefined

  function problemOf(record: AnyAuditRecord | undefined): AuditProblem | undefined {
    if (record === undefined) return 'changed'
    if (record.seq !== end.seq + 1 || record.prev !== end.code) return 'changed'
    if (!isKeyed(record)) return unkeyedProblem(record)
    if (key === undefined) return undefined
    if (record.keyedBy === 'key') return hasCode(record, key) ? undefined : 'code-wrong'
    // A check that begins in the middle knows the running key from the first record with the audit key on.
    if (running === undefined) return start.seq > 0 ? undefined : 'code-wrong'
    return hasCode(record, running) ? undefined : 'code-wrong'
  }

  function unkeyedProblem(record: AnyAuditRecord): AuditProblem | undefined {
    if (keyedFrom > 0 || (expected > 0 && record.seq >= expected)) return 'code-missing'
    if ('v' in record) return record.code === undefined && record.keyedBy === undefined ? undefined : 'changed'
    return earlyKey === undefined || record.mac === undefined || record.mac === earlyCode(record, earlyKey)
      ? undefined
      : 'code-wrong'
  }

  return {
    next(line) {
      const record = readAuditRecord(line)
      const problem = problemOf(record)
      if (record === undefined || problem !== undefined) return { problem: problem ?? 'changed' }
      end = endAfter(record)
      if (isKeyed(record)) {
        if (keyedFrom === 0) keyedFrom = record.seq
        if (record.keyedBy === 'running') whileLocked += 1
        if (key !== undefined && record.keyedBy === 'key') running = runningKeyAfter(key, record.seq)
        else if (running !== undefined) running = nextRunningKey(running)
      }
      return { record }
    },
    end: () => end,
    keyedFrom: () => keyedFrom,
    whileLocked: () => whileLocked,
    running: () => running
  }
}

/** The code of a record of an earlier version, which covered its hash only. */
function earlyCode({ hash }: EarlyAuditRecord, key: Uint8Array): string {
  return createHmac('sha256', key).update(hash).digest('hex')
}
