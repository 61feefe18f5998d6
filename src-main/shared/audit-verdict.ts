import * as v from 'valibot'
import { SetAsideLog } from './set-aside-log.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** What can be wrong with an audit log, from the inside out. */
export const auditProblems = [
  'changed',
  'code-missing',
  'code-wrong',
  'torn',
  'truncated',
  'rolled-back',
  'deleted',
  'head-missing',
  'head-changed',
  'anchor-missing',
  'anchor-changed',
  'key-missing',
  'key-damaged',
  'anchor-mismatch',
  'set-aside-missing'
] as const
export type AuditProblem = (typeof auditProblems)[number]

/**
 * What a check of the audit log found. `intact`: every record since keying has the right code, and the end of the log is
 * where it was. `unchecked`: nothing is wrong as far as can be known without the key. `unkeyed`: there is no key yet.
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

const causes: Readonly<Record<AuditProblem, string>> = {
  changed: 'is not the one that was written there: it was changed, removed, inserted, or moved.',
  'code-missing': 'has no code, though keyed records have to have one.',
  'code-wrong': 'has a code that this installation did not make.',
  torn: 'The last line is incomplete, as after a crash.',
  truncated: 'Records are missing at the end.',
  'rolled-back': 'The log was replaced by an older copy of itself: records that were written are missing.',
  deleted: 'The audit log was deleted: there are no records, but a key or an anchor of them.',
  'head-missing': 'The file with the end of the log (audit-head.json) is missing or damaged.',
  'head-changed': 'The file with the end of the log (audit-head.json) was not written by this installation.',
  'anchor-missing': 'The anchor of the log (audit-anchor.json) is missing or damaged.',
  'anchor-changed': 'The anchor of the log (audit-anchor.json) was not written by this installation.',
  'key-missing': 'The audit key (audit.key) is missing, so the codes of the records cannot be checked.',
  'key-damaged': 'The audit key (audit.key) is damaged or replaced, so the codes of the records cannot be checked.',
  'anchor-mismatch': 'This is not the log that the given anchor was taken from, or it was rewritten or cut since.',
  'set-aside-missing':
    'A damaged log that was set aside is gone from the folder, or lacks files. Put it back from a backup.'
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
      `${firstBadRecord === undefined ? '' : `Record ${firstBadRecord} `}${causes[problem]}`,
      `${count(records)}${firstBadRecord === undefined ? '' : ' before that'} ${records === 1 ? 'is' : 'are'} good.`
    )
  else if (result === 'intact') sentences.push(`The audit log is intact: ${count(records)}.`)
  else if (result === 'unkeyed')
    sentences.push(
      `The chain of ${count(records)} is unbroken. There is no key yet, so anybody who can write the files could have rewritten it.`
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
      `${setAside === 1 ? 'A damaged log was' : `${setAside} damaged logs were`} set aside in the same folder (${named('open')}). This log began after that. Find out what happened, and acknowledge ${setAside === 1 ? 'it' : 'each of them'} with the reason.`
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

function count(records: number): string {
  return records === 1 ? '1 record' : `${records} records`
}
