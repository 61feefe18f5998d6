import { instantText, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { codeOnly, head, hl7, reference, usCore } from './fragments.ts'

/** Category of an observation. */
export type ObservationKind =
  | 'laboratory'
  | 'vital-signs'
  | 'survey'
  | 'social-history'
  | 'exam'
  | 'imaging'
  | 'procedure'

/** Where and when something was observed. */
export interface ObservationRow {
  readonly id: string
  readonly kind: ObservationKind
  /** Last part of the US Core profile's address. */
  readonly profile: string
  readonly code: string
  readonly encounterId: string | undefined
  readonly day: SampleDay
  readonly minute: number
  readonly status: 'final' | 'amended' | 'preliminary' | 'entered-in-error'
  /** Everything after the effective time: value, interpretation, components; begins with a comma. */
  readonly result: string
}

const categories = hl7('observation-category')

/** US Core Observation. */
export function observationLine(row: ObservationRow, subject: string, stored: SampleDay): string {
  return (
    `${head('Observation', row.id, stored, usCore(row.profile))},"status":"${row.status}","category":[${codeOnly(categories, row.kind)}]` +
    `,"code":${row.code},"subject":${subject}${row.encounterId === undefined ? '' : `,"encounter":${reference('Encounter', row.encounterId)}`}` +
    `,"effectiveDateTime":"${instantText(row.day, row.minute)}"${row.result}}`
  )
}

/** `valueQuantity`; without a unit when the source lost it. */
export function quantityResult(value: string, unitJson: string | undefined): string {
  return `,"valueQuantity":{"value":${value}${unitJson ?? ''}}`
}

/** The value of an observation that is a concept, as a piece of JSON with a comma in front. */
export function codedResult(value: SampleConcept): string {
  return `,"valueCodeableConcept":${value.json}`
}

/** High, low or normal. */
export function interpretation(code: 'H' | 'L' | 'N'): string {
  return `,"interpretation":[${codeOnly(hl7('v3-ObservationInterpretation'), code)}]`
}

/** One `component` of a panel such as blood pressure. */
export function component(code: SampleConcept, value: string, unitJson: string): string {
  return `{"code":{"coding":[${code.coding}]},"valueQuantity":{"value":${value}${unitJson}}}`
}
