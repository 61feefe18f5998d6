import { formatSampleDay, instantText, updatedText, type SampleDay } from '../base/calendar.ts'
import { codeOnly, hl7, money, reference } from './fragments.ts'

export type ClaimKind = 'professional' | 'institutional' | 'pharmacy'

/** One line of a claim; amounts in US cents. */
export interface ClaimItem {
  /** CodeableConcept as JSON. */
  readonly service: string
  /** Four digits, institutional claims. */
  readonly revenue?: string
  readonly quantity: number
  readonly allowed: number
}

/** What an ExplanationOfBenefit row says; amounts in US cents. */
export interface ClaimRow {
  readonly id: string
  readonly kind: ClaimKind
  readonly start: SampleDay
  readonly end: SampleDay
  /** Day of the payer's decision. */
  readonly decided: SampleDay
  readonly payerId: string
  readonly payerName: string
  readonly provider: string
  readonly coverageId: string
  /** CodeableConcepts with ICD-10-CM codes, the principal one first. */
  readonly diagnoses: readonly string[]
  readonly items: readonly ClaimItem[]
  /** Place of service (Centers for Medicare & Medicaid Services); pharmacies have none. */
  readonly place?: string
  readonly encounterId?: string
  readonly prescriptionId?: string
  readonly daysSupply?: number
  readonly submitted: number
  readonly paid: number
}

const principal = codeOnly(hl7('ex-diagnosistype'), 'principal')
const information = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType'
const places = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
const adjudication = hl7('adjudication')

function supportingInfo(row: ClaimRow): string {
  if (row.daysSupply === undefined) return ''
  return `,"supportingInfo":[{"sequence":1,"category":${codeOnly(information, 'dayssupply')},"valueQuantity":{"value":${row.daysSupply},"unit":"d"}}]`
}

function item(row: ClaimRow, one: ClaimItem, at: number): string {
  const period =
    row.end > row.start
      ? `"servicedPeriod":{"start":"${formatSampleDay(row.start)}","end":"${formatSampleDay(row.end)}"}`
      : `"servicedDate":"${formatSampleDay(row.start)}"`
  // Where it was done stands on the first line; the others share it.
  const where =
    at > 0
      ? ''
      : `${row.place === undefined ? '' : `,"locationCodeableConcept":${codeOnly(places, row.place)}`}${row.encounterId === undefined ? '' : `,"encounter":[${reference('Encounter', row.encounterId)}]`}`
  return (
    `{"sequence":${at + 1}${row.diagnoses.length > 0 ? ',"diagnosisSequence":[1]' : ''}` +
    (one.revenue === undefined
      ? ''
      : `,"revenue":${codeOnly('https://www.nubc.org/CodeSystem/RevenueCodes', one.revenue)}`) +
    `,"productOrService":${one.service},${period}${where},"quantity":{"value":${one.quantity}},"net":${money(one.allowed)}}`
  )
}

/** ExplanationOfBenefit with the elements of CARIN Blue Button that analysts use; it claims no profile. */
export function explanationOfBenefitLine(row: ClaimRow, subject: string): string {
  const diagnosis = row.diagnoses
    .map(
      (item, index) =>
        `{"sequence":${index + 1},"diagnosisCodeableConcept":${item}${index === 0 ? `,"type":[${principal}]` : ''}}`
    )
    .join(',')
  return (
    `{"resourceType":"ExplanationOfBenefit","id":"${row.id}","meta":{"lastUpdated":"${updatedText(row.decided)}"},"status":"active"` +
    `,"type":${codeOnly(hl7('claim-type'), row.kind)},"use":"claim","patient":${subject}` +
    `,"billablePeriod":{"start":"${formatSampleDay(row.start)}","end":"${formatSampleDay(row.end)}"},"created":"${instantText(row.decided, 180)}"` +
    `,"insurer":{"reference":"Organization/${row.payerId}","display":"${row.payerName}"},"provider":${row.provider}` +
    `${row.prescriptionId === undefined ? '' : `,"prescription":${reference('MedicationRequest', row.prescriptionId)}`},"outcome":"complete"` +
    `${supportingInfo(row)}${diagnosis === '' ? '' : `,"diagnosis":[${diagnosis}]`}` +
    `,"insurance":[{"focal":true,"coverage":${reference('Coverage', row.coverageId)}}],"item":[${row.items.map((one, index) => item(row, one, index)).join(',')}]` +
    `,"total":[{"category":${codeOnly(adjudication, 'submitted')},"amount":${money(row.submitted)}},{"category":${codeOnly(adjudication, 'benefit')},"amount":${money(row.paid)}}]` +
    `,"payment":{"date":"${formatSampleDay(row.decided)}","amount":${money(row.paid)}}}`
  )
}
