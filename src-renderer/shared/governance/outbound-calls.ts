import { sharedAuditMessages as m } from '#messages/shared/audit.ts'
import * as v from 'valibot'
import { activeLocale } from '#shared/messages/locale.ts'
import { Natural } from '../basic-schemas.ts'

/** What the program asks another computer for. */
export const callPurposes = ['server-check', 'sign-in', 'export', 'audit-delivery', 'update', 'cluster-output'] as const
export type CallPurpose = (typeof callPurposes)[number]

const purposeTitles: Readonly<Record<CallPurpose, string>> = {
  'server-check': m.checkOfAServer,
  'sign-in': m.signInByAPerson,
  export: m.exportFromAServer,
  'audit-delivery': m.deliveryOfTheAuditLog,
  update: m.lookForAnUpdate,
  'cluster-output': m.outputOfACluster
}

/** A purpose in words; as it is written where a later version made it. */
export function callPurposeTitle(purpose: string): string {
  const known = callPurposes.find((each) => each === purpose)
  return known === undefined ? purpose : purposeTitles[known]
}

/** What went out to one host for one purpose. */
const HostCalls = v.object({
  /** Host, with its port where that is not the usual one. */
  server: v.string(),
  purpose: v.string(),
  calls: Natural,
  /** There may have been more: the program was ended, or goes on, without saying how many. A call that is cut off right after its record counts. */
  atLeast: v.boolean(),
  /** Calls that a policy refused, of which nothing was sent. */
  refused: Natural,
  /** Times of the first and the last record, ISO 8601. */
  first: v.string(),
  last: v.string()
})
export type HostCalls = v.InferOutput<typeof HostCalls>

/** A time during which the policy Offline was in force in one run of the program. */
const OfflinePeriod = v.object({
  from: v.string(),
  /** Absent while it lasts, or where the program ended without saying so. */
  until: v.optional(v.string()),
  calls: Natural,
  refused: Natural
})
export type OfflinePeriod = v.InferOutput<typeof OfflinePeriod>

/** What the audit log knows of calls to other computers. */
export const OutboundCalls = v.object({
  /** Time of the first record that was read; absent for a log without records. */
  since: v.optional(v.string()),
  calls: Natural,
  atLeast: v.boolean(),
  refused: Natural,
  hosts: v.array(HostCalls),
  offline: v.array(OfflinePeriod)
})
export type OutboundCalls = v.InferOutput<typeof OutboundCalls>

/**
 * What went out, in sentences.
 * @param moment a time, ISO 8601, as it is shown
 */
export function describeOutboundCalls(
  { since, calls, atLeast, refused, hosts, offline }: OutboundCalls,
  moment: (time: string) => string
): string[] {
  const asked = new Set(hosts.filter((each) => each.calls > 0).map(({ server }) => server)).size
  const total =
    since === undefined
      ? m.theLogHasNoRecords
      : calls === 0
        ? m.nothingWentOut(refused.toLocaleString(activeLocale))
        : m.outboundCallsToHosts(
            calls.toLocaleString(activeLocale),
            calls,
            atLeast,
            asked,
            refused.toLocaleString(activeLocale)
          )
  return [
    total,
    ...offline.map((period) =>
      m.whileOfflineWasInForce(
        period.calls,
        period.refused.toLocaleString(activeLocale),
        moment(period.from),
        period.until === undefined ? undefined : moment(period.until)
      )
    )
  ]
}
