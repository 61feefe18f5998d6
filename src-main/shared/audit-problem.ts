/** What can be wrong with an audit log, from the inside out. */
export const auditProblems = [
  'changed',
  'code-missing',
  'code-wrong',
  'torn',
  'truncated',
  'rolled-back',
  'deleted',
  'start-removed',
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

/** What each of them means; what is said of a record begins with its number. */
export const auditProblemCauses: Readonly<Record<AuditProblem, string>> = {
  changed: 'is not the one that was written there: it was changed, removed, inserted, or moved.',
  'code-missing': 'has no code, though keyed records have to have one.',
  'code-wrong': 'has a code that this installation did not make.',
  torn: 'The last line is incomplete, as after a crash.',
  truncated: 'Records are missing at the end.',
  'rolled-back': 'The log was replaced by an older copy of itself: records that were written are missing.',
  deleted: 'The audit log was deleted: there are no records, but a key or an anchor of them.',
  'start-removed':
    'The oldest records are missing, and no keyed record says that the retention of this installation removed them.',
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

/**
 * What was wrong with a log that was set aside, in a sentence.
 * @param record the first that was not as it was written, where one is known
 */
export function describeDamage(problem: AuditProblem, record: number | undefined): string {
  const subject = record === undefined ? 'A record' : `Record ${record}`
  if (problem === 'changed') return `${subject} was changed.`
  if (problem === 'code-wrong') return `${subject} has a code that this installation did not make.`
  if (problem === 'code-missing') return record === undefined ? 'No record had a code.' : `${subject} has no code.`
  return auditProblemCauses[problem]
}

/** What the record of setting a log aside says of the damage. */
export interface Damage {
  readonly problem: AuditProblem
  /** Sequence number of the first record that was not as it was written, where a record was the problem. */
  readonly badRecord?: number
}

/** Reads the damage from the facts of a record; `undefined` where a version that is not known wrote another word. */
export function damageOf(facts: Readonly<Record<string, unknown>>): Damage | undefined {
  const problem = auditProblems.find((each) => each === facts['problem'])
  if (problem === undefined) return undefined
  const { badRecord, goodRecords } = facts
  if (isRecordNumber(badRecord)) return { problem, badRecord }
  // Earlier versions wrote the number of good records only.
  const isOfRecord = problem === 'changed' || problem === 'code-wrong'
  const next = typeof goodRecords === 'number' ? goodRecords + 1 : undefined
  return isOfRecord && isRecordNumber(next) ? { problem, badRecord: next } : { problem }
}

function isRecordNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
}
