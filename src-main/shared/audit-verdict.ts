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
      `${firstBadRecord === undefined ? '' : `Record ${firstBadRecord} `}${auditProblemCauses[problem]}`,
      `${count(records)}${firstBadRecord === undefined ? '' : ' before that'} ${records === 1 ? 'is' : 'are'} good.`
    )
  else if (result === 'intact') sentences.push(`The audit log is intact: ${count(records)}.`)
  else if (result === 'unkeyed')
    sentences.push(
      `The chain of ${count(records)} is unbroken. No record has a code yet, so anybody who can write the files could have rewritten it.`
    )
  else
    sentences.push(
      `No damage was found in ${count(records)}, but the codes of the records and the seal of the end were not checked: that needs the passphrase.`
    )
  const missing = named('missing')
  if (missing !== '') sentences.push(`Missing: ${missing}.`)
  if (keyedFrom > 1)
    sentences.push(
      `${keyedFrom === 2 ? 'Record 1 was' : `Records 1 to ${keyedFrom - 1} were`} written before keying: their codes prove nothing about them.`
    )
  if (result === 'intact' && keyedFrom > 0)
    sentences.push(`Codes of this installation cover records ${keyedFrom} to ${records}.`)
  if (whileLocked > 0)
    sentences.push(`${count(whileLocked)} ${whileLocked === 1 ? 'was' : 'were'} written while the keyring was locked.`)
  if (setAside > 0)
    sentences.push(
      `${setAside === 1 ? 'A damaged log was' : `${setAside} damaged logs were`} set aside in the same folder (${named('open')}).${foundIn(verdict)} This log began after that. Find out what happened, and acknowledge ${setAside === 1 ? 'it' : 'each of them'} with the reason.`
    )
  const known = named('acknowledged')
  if (known !== '')
    sentences.push(
      `Known: ${known.includes(', ') ? 'damaged logs were' : 'a damaged log was'} set aside and acknowledged (${known}).`
    )
  if (verdict.neverWritten)
    sentences.push(
      'There is a keyring but no audit log: it was deleted, or the folder is of a version that wrote none.'
    )
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
  return records === 1 ? '1 record' : `${records} records`
}
