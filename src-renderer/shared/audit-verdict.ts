import { sharedAuditMessages as m } from '#messages/shared/audit.ts'
import * as v from 'valibot'
import { auditProblemCauses, auditProblems } from './audit-problem.ts'
import { describeSetAside, SetAsideLog } from './set-aside-log.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/**
 * What a check of the audit log found. `intact`: every record since keying has the right code, and the end of the log is
 * where it was. `unchecked`: nothing is wrong as far as can be known without the key. `unkeyed`: no record has a code yet.
 */
export const AuditVerdict = v.object({
  result: v.picklist(['intact', 'unchecked', 'unkeyed', 'problem']),
  problem: v.optional(v.picklist(auditProblems)),
  /** Sequence number of the first record that is not as it was written, where a record is. */
  firstBadRecord: v.optional(Count),
  /** Good records. */
  records: Count,
  /** Code of the last good record. */
  code: v.string(),
  /** First record with a code; 0 while there is none. Those before it were written before keying. */
  keyedFrom: Count,
  /** Records that were written while the keyring was locked. */
  whileLocked: Count,
  /** Damaged logs that were set aside in the same folder and that nobody has acknowledged. */
  setAside: Count,
  /** Every log that was set aside. */
  setAsideLogs: v.array(SetAsideLog),
  /** There is a keyring, and nothing that shows that there ever was a log. */
  neverWritten: v.boolean()
})
export type AuditVerdict = v.InferOutput<typeof AuditVerdict>

/** Whether an anchor of the log would vouch for nothing but what is in it. */
export function canAnchor({ result, problem }: AuditVerdict): boolean {
  return result !== 'problem' || problem === 'set-aside-missing'
}

/** What a check found, as sentences in the order of importance. */
export function describeVerdict(verdict: AuditVerdict): string[] {
  const { result, problem, firstBadRecord, records, keyedFrom, whileLocked, setAside } = verdict
  const sentences: string[] = []
  const named = (state: SetAsideLog['state']): string =>
    verdict.setAsideLogs
      .filter((each) => each.state === state)
      .map(({ log }) => log)
      .join(', ')
  if (problem !== undefined)
    sentences.push(
      firstBadRecord === undefined
        ? auditProblemCauses[problem]
        : m.recordCause(firstBadRecord, auditProblemCauses[problem]),
      m.recordsBeforeThatAreGood(count(records), firstBadRecord === undefined, records)
    )
  else if (result === 'intact') sentences.push(m.theAuditLogIsIntact(count(records)))
  else if (result === 'unkeyed')
    sentences.push(
      records === 0 && verdict.setAsideLogs.length === 0
        ? m.nothingWasRecordedYet
        : m.theChainOfIsUnbrokenNo(count(records))
    )
  else sentences.push(m.noDamageWasFoundInBut(count(records)))
  const missing = named('missing')
  if (missing !== '') sentences.push(`Missing: ${missing}.`)
  if (keyedFrom > 1)
    sentences.push(
      m.writtenBeforeKeyingTheirCodesProve(keyedFrom === 2 ? m.record1Was : m.records1ToWere(keyedFrom - 1))
    )
  if (result === 'intact' && keyedFrom > 0) sentences.push(m.codesOfThisInstallationCoverRecords(keyedFrom, records))
  if (whileLocked > 0) sentences.push(m.wereWrittenWhileTheKeyringWas(count(whileLocked), whileLocked))
  if (setAside > 0)
    sentences.push(
      m.setAsideInTheSameFolder(
        setAside === 1 ? m.aDamagedLogWas : m.damagedLogsWere(setAside),
        named('open'),
        foundIn(verdict),
        setAside
      )
    )
  const known = named('acknowledged')
  if (known !== '') sentences.push(m.knownDamagedLogsWereSetAside(known.includes(', '), known))
  if (verdict.neverWritten) sentences.push(m.thereIsAKeyringButNo)
  return sentences
}

/** What was wrong with the logs that are to be acknowledged, as far as it is known. */
function foundIn({ setAside, setAsideLogs }: AuditVerdict): string {
  return setAsideLogs
    .filter(({ state }) => state === 'open')
    .map((each) => ({ log: each.log, found: describeSetAside(each) }))
    .filter(({ found }) => found !== undefined)
    .map(({ log, found }) => (setAside === 1 ? ` ${found}` : ` ${log}: ${found}`))
    .join('')
}

function count(records: number): string {
  return records === 1 ? m.n1Record : m.recordsRecords(records)
}
