import { formatSampleDay, instantText, updatedText } from '../base/calendar.ts'
import { denialReasons, denialSystem } from '../codes/denials.ts'
import type { ClaimItem, ClaimRow } from './claim-row.ts'
import { codeOnly, hl7, money, reference } from './fragments.ts'

/** A code system of CARIN Blue Button by its name. */
export const carin = (name: string): string => `http://hl7.org/fhir/us/carin-bb/CodeSystem/${name}`

const principal = codeOnly(hl7('ex-diagnosistype'), 'principal')
const places = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
const adjudication = hl7('adjudication')
const unique = codeOnly(carin('C4BBIdentifierType'), 'uc')
const relations = carin('C4BBRelatedClaimRelationshipCodes')

function supportingInfo({ drug }: ClaimRow): string {
  if (drug === undefined) return ''
  return `,"supportingInfo":[{"sequence":1,"category":${codeOnly(carin('C4BBSupportingInfoType'), 'dayssupply')},"valueQuantity":{"value":${drug.days},"unit":"d"}}]`
}

function item(row: ClaimRow, line: ClaimItem, index: number): string {
  const period =
    row.end > row.start
      ? `"servicedPeriod":{"start":"${formatSampleDay(row.start)}","end":"${formatSampleDay(row.end)}"}`
      : `"servicedDate":"${formatSampleDay(row.start)}"`
  // Where it was done stands on the first line; the others share it.
  const where =
    index > 0
      ? ''
      : `${row.place === undefined ? '' : `,"locationCodeableConcept":${codeOnly(places, row.place)}`}${row.encounterId === undefined ? '' : `,"encounter":[${reference('Encounter', row.encounterId)}]`}`
  return (
    `{"sequence":${index + 1}${row.diagnoses.length > 0 ? ',"diagnosisSequence":[1]' : ''}` +
    (line.revenue === undefined
      ? ''
      : `,"revenue":${codeOnly('https://www.nubc.org/CodeSystem/RevenueCodes', line.revenue)}`) +
    `,"productOrService":${line.service.json},${period}${where},"quantity":{"value":${line.quantity}},"net":${money(line.allowed)}}`
  )
}

/** The replaced and the replacing claim, by number. */
function relatedClaims({ priorNumber, nextNumber }: ClaimRow): string {
  const entries = [
    ...(priorNumber === undefined ? [] : [['prior', priorNumber]]),
    ...(nextNumber === undefined ? [] : [['replacedby', nextNumber]])
  ].map(([code = '', value = '']) => `{"relationship":${codeOnly(relations, code)},"reference":{"value":"${value}"}}`)
  return entries.length === 0 ? '' : `,"related":[${entries.join(',')}]`
}

/** Why the plan pays nothing, on the claim as a whole. */
export function decision({ denial, capitated }: ClaimRow): string {
  const reason = denial ?? (capitated ? denialReasons.capitation : undefined)
  if (reason === undefined) return ''
  const category = denial === undefined ? 'adjustmentreason' : 'denialreason'
  const why = `{"coding":[{"system":"${denialSystem}","code":"${reason.code}","display":"${reason.display}"}]}`
  return `,"adjudication":[{"category":${codeOnly(carin('C4BBAdjudicationDiscriminator'), category)},"reason":${why}}]`
}

/** Identifier, status, kind, patient, times and parties: what every form of the row begins with after its meta. */
export function claimHead(row: ClaimRow, subject: string, provider: string): string {
  return (
    `,"identifier":[{"type":${unique},"system":"urn:oid:2.16.840.1.113883.19.7","value":"${row.number}"}],"status":"${row.status}"` +
    `,"type":${codeOnly(hl7('claim-type'), row.kind)}` +
    (row.setting === undefined ? '' : `,"subType":${codeOnly(carin('C4BBInstitutionalClaimSubType'), row.setting)}`) +
    `,"use":"claim","patient":${subject}` +
    `,"billablePeriod":{"start":"${formatSampleDay(row.start)}","end":"${formatSampleDay(row.end)}"},"created":"${instantText(row.decided, 180)}"` +
    `,"insurer":{"reference":"Organization/${row.payerId}","display":"${row.payerName}"},"provider":${provider}${relatedClaims(row)}`
  )
}

/** Totals and payment: what every form of the row ends with. */
export function claimTail(row: ClaimRow): string {
  const total = (system: string, code: string, cents: number): string =>
    `{"category":${codeOnly(system, code)},"amount":${money(cents)}}`
  const paidFor = row.denial === undefined ? 'paid' : 'denied'
  return (
    `,"total":[${total(adjudication, 'submitted', row.submitted)},${total(adjudication, 'benefit', row.paid)},` +
    `${total(adjudication, 'eligible', row.allowed)},${total(carin('C4BBAdjudication'), 'memberliability', row.member)}]` +
    `,"payment":{"type":${codeOnly(carin('C4BBPayerClaimPaymentStatusCode'), paidFor)},"date":"${formatSampleDay(row.decided)}","amount":${money(row.paid)}}}`
  )
}

/** The outcome of processing; what lacks information was not processed to the end. */
export const claimOutcome = ({ denial }: ClaimRow): string =>
  denial === denialReasons.information ? 'error' : 'complete'

/** ExplanationOfBenefit as a record system that also holds claims shows it: with its encounter and prescription. */
export function explanationOfBenefitLine(row: ClaimRow, subject: string): string {
  const provider =
    row.kind === 'professional'
      ? reference('Practitioner', row.practitionerId)
      : reference('Organization', row.organizationId)
  const diagnosis = row.diagnoses
    .map(
      (each, index) =>
        `{"sequence":${index + 1},"diagnosisCodeableConcept":${each.claimJson}${index === 0 ? `,"type":[${principal}]` : ''}}`
    )
    .join(',')
  return (
    `{"resourceType":"ExplanationOfBenefit","id":"${row.id}","meta":{"lastUpdated":"${updatedText(row.stored)}"}` +
    claimHead(row, subject, provider) +
    `${row.prescriptionId === undefined ? '' : `,"prescription":${reference('MedicationRequest', row.prescriptionId)}`},"outcome":"${claimOutcome(row)}"` +
    `${supportingInfo(row)}${diagnosis === '' ? '' : `,"diagnosis":[${diagnosis}]`}` +
    `,"insurance":[{"focal":true,"coverage":${reference('Coverage', row.coverageId)}}],"item":[${row.items.map((line, index) => item(row, line, index)).join(',')}]` +
    `${decision(row)}${claimTail(row)}`
  )
}
