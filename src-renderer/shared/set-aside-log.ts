import { sharedAuditMessages as m } from '#messages/shared/audit.ts'
import * as v from 'valibot'
import { auditProblems, describeDamage } from './audit-problem.ts'

/** Names a damaged audit log that was set aside: the moment in the names of its files. */
const SetAsideName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,40}$/))

/** A damaged audit log that stands next to the present one. */
export const SetAsideLog = v.object({
  log: SetAsideName,
  /** Files of it that are there. */
  files: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** `open`: nobody has looked at it yet. `missing`: it was there, and is gone or lacks files. */
  state: v.picklist(['open', 'acknowledged', 'missing']),
  /** What was wrong with it, where the present log says so. */
  problem: v.optional(v.picklist(auditProblems)),
  /** Sequence number of its first record that was not as it was written. */
  badRecord: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)))
})
export type SetAsideLog = v.InferOutput<typeof SetAsideLog>

/** What was wrong with a log that was set aside, in a sentence; `undefined` where it is not known. */
export function describeSetAside({ problem, badRecord }: SetAsideLog): string | undefined {
  return problem === undefined ? undefined : describeDamage(problem, badRecord)
}

/** Why a damaged log is no concern any more. */
export const acknowledgeReasons = ['crash', 'disk-fault', 'restored-backup', 'moved', 'test', 'investigated'] as const
export type AcknowledgeReason = (typeof acknowledgeReasons)[number]

/** The reasons in words. */
export const acknowledgeReasonLabels: Readonly<Record<AcknowledgeReason, string>> = {
  crash: m.aCrashOrPowerFailureDamaged,
  'disk-fault': m.theDiskWasFullOrFaulty,
  'restored-backup': m.filesWereRestoredFromABackup,
  moved: m.theDataFolderWasMovedOr,
  test: m.itWasDamagedInATest,
  investigated: m.itWasInvestigated
}

/** What an acknowledgement says. */
export const Acknowledgement = v.object({
  log: SetAsideName,
  reason: v.picklist(acknowledgeReasons),
  /** Number of a ticket or of an incident report. */
  reference: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._#/-]{0,39}$/)))
})
export type Acknowledgement = v.InferOutput<typeof Acknowledgement>

/** When a log was set aside, in milliseconds since 1970; undefined where its name does not tell. */
export function setAsideAt(log: string): number | undefined {
  const [, day, hour, minute, second, milli] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/.exec(log) ?? []
  const time = Date.parse(`${day}T${hour}:${minute}:${second}.${milli}Z`)
  return Number.isNaN(time) ? undefined : time
}
