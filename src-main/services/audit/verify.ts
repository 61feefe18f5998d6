import type { AuditProblem } from '#shared/audit-problem.ts'
import type { AuditVerdict } from '#shared/audit-verdict.ts'
import { wrappedKeyBytes } from '../../storage/keys/wrap-key.ts'
import { readStoredKey, type AuditKeyState } from './audit-key.ts'
import { headCode } from './audit-codes.ts'
import { auditFiles, listSegments } from './audit-files.ts'
import { createChainCheck, type ChainCheck } from './chain-check.ts'
import { readLogHead, readStatement, type EndStatement, type LogHead, type Stored } from './log-head.ts'
import { readFileEnd, readLines } from './read-lines.ts'
import { endAfter, hasCode, isKeyed, readAuditRecord, type AnyAuditRecord } from './record-chain.ts'
import { emptyChain, type ChainEnd } from './chain-end.ts'
import { findSetAside, isBegunWhileLocked, SetAsideRecords } from './set-aside-logs.ts'

/** How {@link verifyAuditLog} checks. */
export interface VerifyOptions {
  /** What is known of the audit key; that there is no keyring, when absent. */
  readonly key?: AuditKeyState
  /** Ends of the log as they were noted elsewhere. */
  readonly against?: readonly ChainEnd[]
  /** Checks the newest segment and what links it to the one before, for a start that must not take long. */
  readonly newestOnly?: boolean
}

/** The last record that retention removed. */
interface Removal extends ChainEnd {
  readonly byKey: boolean
}

interface Walked {
  readonly problem: AuditProblem | undefined
  readonly check: ChainCheck
  readonly last: AnyAuditRecord | undefined
  readonly setAside: SetAsideRecords
  /** What records say that retention removed. */
  readonly removed: readonly Removal[]
  /** Records before the first that was checked. */
  readonly startedAt: number
  /** The code of the record that each statement is about, and the running key after it. */
  readonly passed: ReadonlyMap<number, { readonly code: string; readonly running: Uint8Array | undefined }>
}

/**
 * Checks every segment of an audit log: hashes, links, codes, the end next to the log and the anchor outside its folder.
 * @param folder absolute path; need not exist
 */
export async function verifyAuditLog(folder: string, options: VerifyOptions = {}): Promise<AuditVerdict> {
  const files = auditFiles(folder)
  const keyState = options.key ?? { state: 'absent' }
  const key = keyState.state === 'open' ? keyState.key : undefined
  const earlyKey = 'early' in keyState ? keyState.early : undefined
  const head = await readLogHead(files.head)
  const anchor = await readStatement(files.anchor)
  const statements = [head, anchor].filter((item) => typeof item === 'object')
  const expected = statements.map(({ keyedFrom }) => keyedFrom).filter((from) => from > 0)
  const against = options.against ?? []
  const marks = new Set([...statements, ...against].map(({ seq }) => seq))
  const statedFrom = expected.length === 0 ? 0 : Math.min(...expected)
  const segments = await listSegments(files)
  const first = await startOf(segments)
  const isNewestOnly = options.newestOnly === true && segments.length > 1
  const start = isNewestOnly ? await endBefore(segments) : first
  const check = createChainCheck({ start, key, earlyKey, keyedFrom: statedFrom })
  const walked = await walk(isNewestOnly && start.seq > 0 ? segments.slice(-1) : segments, check, marks)
  const end = check.end()
  const keyedFrom = check.keyedFrom() || statedFrom
  const wasKeyed = keyedFrom > 0
  const keyBytes = (await readStoredKey(files))?.bytes.length
  const mayLackCodes = wasKeyed || key === undefined || (await isBegunWhileLocked(folder, segments, key))
  const last = options.newestOnly === true ? undefined : walked.last
  const keyProblem = problemOfKey(keyBytes, keyState, wasKeyed, mayLackCodes, last)
  // Where there is a key, what was written without one does not acknowledge anything.
  const setAsideLogs = walked.setAside.compare(await findSetAside(folder), wasKeyed || keyBytes !== undefined)
  // A check of the newest segment alone does not see every record about them.
  const isMissing = options.newestOnly !== true && setAsideLogs.some(({ state }) => state === 'missing')
  const fresh = end.seq === 0 && head === 'missing' && anchor === 'missing' && keyBytes === undefined
  const recordProblem = walked.problem === 'torn' ? undefined : walked.problem
  const problem =
    recordProblem ??
    (fresh
      ? undefined
      : (emptyProblem(end, keyBytes, head, key) ?? endProblem(walked, head, anchor, key) ?? keyProblem)) ??
    startProblem(walked, first, options, key !== undefined) ??
    againstProblem(walked, against, first) ??
    (isMissing ? 'set-aside-missing' : undefined) ??
    walked.problem
  return {
    result: problem !== undefined ? 'problem' : resultOf(wasKeyed, keyState, fresh),
    ...(problem === undefined ? {} : { problem }),
    ...(recordProblem === undefined ? {} : { firstBadRecord: end.seq + 1 }),
    records: end.seq,
    code: end.code,
    keyedFrom,
    whileLocked: check.whileLocked(),
    setAside: setAsideLogs.filter(({ state }) => state === 'open').length,
    setAsideLogs,
    neverWritten: fresh && keyState.state !== 'absent'
  }
}

function resultOf(wasKeyed: boolean, { state }: AuditKeyState, fresh: boolean): AuditVerdict['result'] {
  if (fresh && state === 'absent') return 'unkeyed'
  if (state === 'open' && wasKeyed) return 'intact'
  return state === 'absent' || state === 'early' || state === 'open' ? 'unkeyed' : 'unchecked'
}

/** What stands before the first record that is there: nothing, or what retention removed. */
async function startOf(segments: readonly string[]): Promise<ChainEnd> {
  for (const path of segments.slice(0, 1))
    for await (const { text } of readLines(path)) {
      const record = readAuditRecord(text)
      return record === undefined || record.seq === 1 ? emptyChain : { seq: record.seq - 1, code: record.prev }
    }
  return emptyChain
}

/** Records before the first are missing rightly only when a keyed record says that retention removed them. */
function startProblem(
  { removed }: Walked,
  first: ChainEnd,
  { newestOnly = false }: VerifyOptions,
  hasKey: boolean
): AuditProblem | undefined {
  // A check of the newest segment does not see every record about it.
  if (first.seq === 0 || newestOnly) return undefined
  const proof = removed.filter(({ byKey }) => byKey || !hasKey)
  const isProven = proof.some(({ seq, code }) => seq > first.seq || (seq === first.seq && code === first.code))
  return isProven ? undefined : 'start-removed'
}

/** The end of the segment before the newest one; the start of the chain where it cannot be read. */
async function endBefore(segments: readonly string[]): Promise<ChainEnd> {
  const before = segments.at(-2)
  const { line } = before === undefined ? { line: undefined } : await readFileEnd(before)
  const record = line === undefined ? undefined : readAuditRecord(line)
  return record === undefined ? emptyChain : endAfter(record)
}

async function walk(segments: readonly string[], check: ChainCheck, marks: ReadonlySet<number>): Promise<Walked> {
  const passed = new Map<number, { readonly code: string; readonly running: Uint8Array | undefined }>()
  let problem: AuditProblem | undefined
  let last: AnyAuditRecord | undefined
  const setAside = new SetAsideRecords()
  const removed: Removal[] = []
  const startedAt = check.end().seq
  reading: for (const path of segments) {
    for await (const { text, complete } of readLines(path)) {
      if (!complete) {
        problem = 'torn'
        break reading
      }
      const found = check.next(text)
      if ('problem' in found) {
        ;({ problem } = found)
        break reading
      }
      last = found.record
      setAside.add(last)
      const { seq, code } = check.end()
      const removal = removalOf(last)
      if (removal !== undefined) removed.push(removal)
      if (marks.has(seq)) passed.set(seq, { code, running: check.running() })
    }
  }
  return { problem, check, last, setAside, removed, startedAt, passed }
}

/** Whether the log ends where it was left. */
function endProblem(
  walked: Walked,
  head: Stored<LogHead>,
  anchor: Stored<EndStatement>,
  key: Uint8Array | undefined
): AuditProblem | undefined {
  const end = walked.check.end()
  const anchored = typeof anchor === 'object' ? anchor : undefined
  if (end.seq === 0 && ((typeof head === 'object' && head.seq > 1) || (anchored?.seq ?? 0) > 0)) return 'deleted'
  if (typeof head === 'string') {
    if (anchored !== undefined && anchored.seq > end.seq) return 'truncated'
    // A crash before the first record leaves an anchor that says that there is none.
    if (head === 'missing' && end.seq === 0 && anchored?.code === end.code) return undefined
    // A version up to 0.1 wrote the head after the record.
    return head === 'missing' && end.seq <= 1 && anchored === undefined ? undefined : 'head-missing'
  }
  if (anchored !== undefined && anchored.seq > end.seq) return head.seq > end.seq ? 'truncated' : 'rolled-back'
  // The head is written first, with the record in it: after a crash the log is one record behind.
  if (head.seq > end.seq && !isPending(head, end)) return head.seq === end.seq + 1 ? 'head-changed' : 'truncated'
  // A version up to 0.1 wrote the head last: after a crash it is one record behind.
  if (head.seq < end.seq - (head.seal === undefined && head.last === undefined ? 1 : 0)) return 'head-changed'
  const isEarly = head.last === undefined && anchor === 'missing' && walked.check.keyedFrom() === 0
  if (anchored === undefined && !isEarly) return 'anchor-missing'
  if (anchored !== undefined && anchored.seq < head.seq - 1) return 'anchor-changed'
  return (
    statementProblem(walked, head, key, 'head-changed') ??
    (anchored === undefined ? undefined : statementProblem(walked, anchored, key, 'anchor-changed'))
  )
}

function isPending({ seq, code, last }: LogHead, end: ChainEnd): boolean {
  const record = last === undefined ? undefined : readAuditRecord(last)
  if (record === undefined || record.seq !== end.seq + 1 || record.prev !== end.code) return false
  return endAfter(record).seq === seq && endAfter(record).code === code
}

function statementProblem(
  { passed, check, startedAt }: Walked,
  statement: EndStatement,
  key: Uint8Array | undefined,
  problem: AuditProblem
): AuditProblem | undefined {
  const state = statement.seq === 0 ? { code: emptyChain.code, running: undefined } : passed.get(statement.seq)
  // The record of a head that was written just before a crash.
  if (state === undefined) return undefined
  if (state.code !== statement.code) return problem
  const keyedFrom = check.keyedFrom()
  if (keyedFrom === 0 || statement.seq < keyedFrom) return undefined
  if (statement.keyedFrom !== keyedFrom || statement.seal === undefined) return problem
  if (key === undefined) return undefined
  const made = statement.sealedBy === 'key' ? key : state.running
  // A check of the newest segment alone need not come to know the running key.
  if (made === undefined && startedAt > 0) return undefined
  return made !== undefined && statement.seal === headCode(made, statement, statement.keyedFrom) ? undefined : problem
}

/**
 * @param keyBytes size of the file with the audit key; undefined where there is none
 * @param mayLackCodes the log was keyed, or is one that began while the key was locked
 */
function problemOfKey(
  keyBytes: number | undefined,
  { state }: AuditKeyState,
  wasKeyed: boolean,
  mayLackCodes: boolean,
  last: AnyAuditRecord | undefined
): AuditProblem | undefined {
  if (keyBytes === undefined) {
    // The key is made with the first record after the keyring; a version up to 0.1 had folders without one.
    const isDue = state !== 'absent' && last !== undefined && 'v' in last && last.outcome !== 'intent'
    return wasKeyed || isDue ? 'key-missing' : undefined
  }
  if (state === 'damaged' || keyBytes !== wrappedKeyBytes) return 'key-damaged'
  // The key was made for records with codes, and there are none.
  return state === 'open' && !mayLackCodes ? 'code-missing' : undefined
}

/** A key is there with the first record that it made a code for, which a crash may have left in the head alone. */
function emptyProblem(
  end: ChainEnd,
  keyBytes: number | undefined,
  head: Stored<LogHead>,
  key: Uint8Array | undefined
): AuditProblem | undefined {
  if (end.seq > 0 || keyBytes === undefined) return undefined
  const isFirst = typeof head === 'object' && head.keyedFrom === 1 && isPending(head, end) && isMadeWith(head, key)
  return isFirst ? undefined : 'deleted'
}

/** Whether a head and the record in it have codes of the audit key; where that is locked, they have codes at least. */
function isMadeWith({ last, seal, sealedBy, ...statement }: LogHead, key: Uint8Array | undefined): boolean {
  const record = last === undefined ? undefined : readAuditRecord(last)
  if (record === undefined || !isKeyed(record) || record.keyedBy !== 'key' || sealedBy !== 'key') return false
  return key === undefined || (hasCode(record, key) && seal === headCode(key, statement, statement.keyedFrom))
}

/** What retention removed cannot be compared any more, but for its last record. */
function againstProblem({ passed }: Walked, against: readonly ChainEnd[], first: ChainEnd): AuditProblem | undefined {
  const isKept = ({ seq, code }: ChainEnd): boolean =>
    seq < first.seq || code === (seq === first.seq ? first.code : passed.get(seq)?.code)
  return against.every((anchor) => anchor.seq === 0 || isKept(anchor)) ? undefined : 'anchor-mismatch'
}

/** What a record says that retention removed. */
function removalOf(record: AnyAuditRecord): Removal | undefined {
  const { through, code } = record.facts
  if (record.action !== 'audit.expired' || typeof through !== 'number' || typeof code !== 'string') return undefined
  return { seq: through, code, byKey: isKeyed(record) && record.keyedBy === 'key' }
}
