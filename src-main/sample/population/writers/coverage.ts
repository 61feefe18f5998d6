import { formatSampleDay, type SampleDay } from '../base/calendar.ts'
import type { Plan } from '../reference/payers.ts'
import { codeOnly, head, hl7, usCore } from './fragments.ts'

/** What a Coverage row says. */
export interface CoverageRow {
  readonly id: string
  readonly plan: Plan
  readonly payerName: string
  readonly payerId: string
  readonly memberId: string
  readonly start: SampleDay
  /** Last day; Infinity while it lasts. */
  readonly end: SampleDay
}

const memberType = `{"coding":[{"system":"${hl7('v2-0203')}","code":"MB"}]}`
const planClass = codeOnly(hl7('coverage-class'), 'plan')
const self = codeOnly(hl7('subscriber-relationship'), 'self')

/** US Core Coverage; the type is a Source of Payment Typology code. */
export function coverageLine(row: CoverageRow, subject: string, stored: SampleDay): string {
  const over = Number.isFinite(row.end)
  return (
    `${head('Coverage', row.id, stored, usCore('coverage'))},"identifier":[{"type":${memberType},"system":"urn:oid:2.16.840.1.113883.19.6","value":"${row.memberId}"}]` +
    `,"status":"${over ? 'cancelled' : 'active'}","type":{"coding":[{"system":"https://nahdo.org/sopt","code":"${row.plan.typology}"}],"text":"${row.plan.name}"}` +
    `,"subscriberId":"${row.memberId}","beneficiary":${subject},"relationship":${self},"period":{"start":"${formatSampleDay(row.start)}"${over ? `,"end":"${formatSampleDay(row.end)}"` : ''}}` +
    `,"payor":[{"reference":"Organization/${row.payerId}","display":"${row.payerName}"}]` +
    `,"class":[{"type":${planClass},"value":"${row.plan.id}","name":"${row.plan.name}"}]}`
  )
}
