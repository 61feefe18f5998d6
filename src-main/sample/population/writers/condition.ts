import { formatSampleDay, type SampleDay } from '../base/calendar.ts'
import type { Diagnosis } from '../codes/conditions.ts'
import { codeOnly, head, hl7, reference, usCore } from './fragments.ts'

/** What a Condition row says. */
export interface ConditionRow {
  readonly id: string
  readonly diagnosis: Diagnosis
  readonly category: 'problem-list-item' | 'encounter-diagnosis'
  readonly onset: SampleDay
  readonly recorded: SampleDay
  /** Infinity while it lasts. */
  readonly abated: SampleDay
  readonly verification: 'confirmed' | 'provisional' | 'refuted' | 'entered-in-error'
  readonly encounterId: string | undefined
  /** `remission` is for depression, everything else resolves. */
  readonly ends: 'resolved' | 'remission'
}

const clinical = hl7('condition-clinical')
const verified = hl7('condition-ver-status')
const categories = hl7('condition-category')
const profiles = {
  'problem-list-item': usCore('condition-problems-health-concerns'),
  'encounter-diagnosis': usCore('condition-encounter-diagnosis')
} as const

/** US Core Condition, of the problem list or of an encounter. */
export function conditionLine(row: ConditionRow, subject: string, stored: SampleDay): string {
  const over = Number.isFinite(row.abated)
  // A condition entered in error must not have a clinical status (con-5).
  const status =
    row.verification === 'entered-in-error' ? '' : `,"clinicalStatus":${codeOnly(clinical, over ? row.ends : 'active')}`
  return (
    `${head('Condition', row.id, stored, profiles[row.category])}${status},"verificationStatus":${codeOnly(verified, row.verification)}` +
    `,"category":[${codeOnly(categories, row.category)}],"code":${row.diagnosis.json},"subject":${subject}` +
    (row.encounterId === undefined ? '' : `,"encounter":${reference('Encounter', row.encounterId)}`) +
    `,"onsetDateTime":"${formatSampleDay(row.onset)}"${over ? `,"abatementDateTime":"${formatSampleDay(row.abated)}"` : ''},"recordedDate":"${formatSampleDay(row.recorded)}"}`
  )
}
