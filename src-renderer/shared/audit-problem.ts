import { sharedAuditMessages as m } from '#messages/shared/audit.ts'

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
  changed: m.isNotTheOneThatWas,
  'code-missing': m.hasNoCodeThoughKeyedRecords,
  'code-wrong': m.hasACodeThatThisInstallation,
  torn: m.theLastLineIsIncompleteAs,
  truncated: m.recordsAreMissingAtTheEnd,
  'rolled-back': m.theLogWasReplacedByAn,
  deleted: m.theAuditLogWasDeletedThere,
  'start-removed': m.theOldestRecordsAreMissingAnd,
  'head-missing': m.theFileWithTheEndOf,
  'head-changed': m.theFileWithTheEndOfThe,
  'anchor-missing': m.theAnchorOfTheLogAudit,
  'anchor-changed': m.theAnchorOfTheLogAuditAnchor,
  'key-missing': m.theAuditKeyAuditKeyIs,
  'key-damaged': m.theAuditKeyAuditKeyIsDamaged,
  'anchor-mismatch': m.thisIsNotTheLogThat,
  'set-aside-missing': m.aDamagedLogThatWasSet
}

/**
 * What was wrong with a log that was set aside, in a sentence.
 * @param record the first that was not as it was written, where one is known
 */
export function describeDamage(problem: AuditProblem, record: number | undefined): string {
  const subject = record === undefined ? m.aRecord : m.recordNumber(record)
  if (problem === 'changed') return m.subjectWasChanged(subject)
  if (problem === 'code-wrong') return m.hasACodeThatThisInstallationDid(subject)
  if (problem === 'code-missing') return record === undefined ? m.noRecordHadACode : m.hasNoCode(subject)
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
