import { formatSampleDay, updatedText } from '../base/calendar.ts'
import { billingCoding, icd10Procedures, procedureCode } from '../codes/billing.ts'
import { ndcOf, ndcSystem } from '../codes/ndc.ts'
import type { ClaimItem, ClaimRow } from './claim-row.ts'
import { carin, claimHead, claimTail, decision, claimOutcome } from './explanation-of-benefit.ts'
import { c4bb, codeOnly, hl7, money, reference } from './fragments.ts'
import { specialtyOf } from './specialties.ts'

const adjudication = hl7('adjudication')
const diagnosisTypes = carin('C4BBClaimDiagnosisType')
const information = carin('C4BBSupportingInfoType')
const places = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
const presentOnAdmission = codeOnly(
  'https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/HospitalAcqCond/Coding',
  'Y'
)

/** Patient discharge status by the codes of the FHIR discharge-disposition code system. */
const statuses: Readonly<Record<string, string>> = { home: '01', snf: '03', aadvice: '07', exp: '20', rehab: '62' }

const profileOf = ({ kind, setting }: ClaimRow): string =>
  kind === 'pharmacy'
    ? 'ExplanationOfBenefit-Pharmacy'
    : kind === 'professional'
      ? 'ExplanationOfBenefit-Professional-NonClinician'
      : setting === 'inpatient'
        ? 'ExplanationOfBenefit-Inpatient-Institutional'
        : 'ExplanationOfBenefit-Outpatient-Institutional'

function careTeam({ kind, practitionerId, clinician }: ClaimRow): string {
  const role = kind === 'pharmacy' ? 'prescribing' : kind === 'professional' ? 'performing' : 'attending'
  const [code, name] = clinician === undefined ? ['', ''] : specialtyOf(clinician)
  const qualification =
    code === ''
      ? ''
      : `,"qualification":{"coding":[{"system":"http://nucc.org/provider-taxonomy","code":"${code}","display":"${name}"}]}`
  return `,"careTeam":[{"sequence":1,"provider":${reference('Practitioner', practitionerId)},"role":${codeOnly(carin('C4BBClaimCareTeamRole'), role)}${qualification}}]`
}

function supportingInfo(row: ClaimRow): string {
  const entries: string[] = []
  const add = (category: string, value: string): void =>
    void entries.push(`{"sequence":${entries.length + 1},"category":${codeOnly(information, category)},${value}}`)
  const code = (system: string, value: string): string =>
    `"code":${codeOnly(`https://www.nubc.org/CodeSystem/${system}`, value)}`
  add('clmrecvddate', `"timingDate":"${formatSampleDay(row.decided)}"`)
  if (row.kind === 'institutional') {
    add(
      'typeofbill',
      code('TypeOfBill', `${row.setting === 'inpatient' ? '11' : '13'}${row.priorNumber === undefined ? '1' : '7'}`)
    )
    const status = statuses[row.disposition ?? '']
    if (row.setting === 'inpatient') {
      add(
        'admissionperiod',
        `"timingPeriod":{"start":"${formatSampleDay(row.start)}","end":"${formatSampleDay(row.end)}"}`
      )
    }
    if (status !== undefined) add('discharge-status', code('PatDischargeStatus', status))
  }
  if (row.drug !== undefined) add('dayssupply', `"valueQuantity":{"value":${row.drug.days},"unit":"d"}`)
  return `,"supportingInfo":[${entries.join(',')}]`
}

function diagnoses(row: ClaimRow): string {
  const stay = row.setting === 'inpatient'
  const typeOf = (index: number): string =>
    index === 0
      ? codeOnly(hl7('ex-diagnosistype'), 'principal')
      : codeOnly(diagnosisTypes, row.kind === 'professional' ? 'secondary' : 'other')
  const entries = row.diagnoses.map(
    (each, index) =>
      `{"sequence":${index + 1},"diagnosisCodeableConcept":${each.claimJson},"type":[${typeOf(index)}]${stay ? `,"onAdmission":${presentOnAdmission}` : ''}}`
  )
  const [first] = row.diagnoses
  if (stay && first !== undefined) {
    const type = codeOnly(hl7('ex-diagnosistype'), 'admitting')
    entries.push(`{"sequence":${entries.length + 1},"diagnosisCodeableConcept":${first.claimJson},"type":[${type}]}`)
  }
  return entries.length === 0 ? '' : `,"diagnosis":[${entries.join(',')}]`
}

function procedures(row: ClaimRow): string {
  if (row.setting !== 'inpatient') return ''
  const codes = row.items.map((item) => procedureCode(item.service)).filter((code) => code !== undefined)
  const type = codeOnly(carin('C4BBClaimProcedureType'), 'principal')
  const entries = codes.map(
    (code, index) =>
      `{"sequence":${index + 1},"type":[${type}],"date":"${formatSampleDay(row.start)}T00:00:00Z","procedureCodeableConcept":${codeOnly(icd10Procedures, code)}}`
  )
  return entries.length === 0 ? '' : `,"procedure":[${entries.join(',')}]`
}

function service(row: ClaimRow, item: ClaimItem): string {
  if (row.drug !== undefined)
    return `{"coding":[${JSON.stringify({ system: ndcSystem, code: ndcOf(row.drug), display: row.drug.concept.display })}]}`
  // What a hospital bills for a stay, it bills by revenue code.
  if (row.setting === 'inpatient') return codeOnly(hl7('data-absent-reason'), 'not-applicable')
  return `{"coding":[${billingCoding(item.service)}]}`
}

function line(row: ClaimRow, item: ClaimItem, index: number): string {
  const amount = (system: string, code: string, cents: number): string =>
    `{"category":${codeOnly(system, code)},"amount":${money(cents)}}`
  const served =
    row.end > row.start
      ? `"servicedPeriod":{"start":"${formatSampleDay(row.start)}","end":"${formatSampleDay(row.end)}"}`
      : `"servicedDate":"${formatSampleDay(row.start)}"`
  const pointers = row.diagnoses.slice(0, 4).map((_, index) => index + 1)
  return (
    `{"sequence":${index + 1},"careTeamSequence":[1]${pointers.length === 0 ? '' : `,"diagnosisSequence":[${pointers.join(',')}]`}` +
    (item.revenue === undefined
      ? ''
      : `,"revenue":${codeOnly('https://www.nubc.org/CodeSystem/RevenueCodes', item.revenue)}`) +
    `,"productOrService":${service(row, item)},${served}` +
    (row.place === undefined || row.kind === 'institutional'
      ? ''
      : `,"locationCodeableConcept":${codeOnly(places, row.place)}`) +
    `,"quantity":{"value":${item.quantity}},"adjudication":[${amount(adjudication, 'submitted', item.submitted)},${amount(adjudication, 'eligible', item.allowed)}` +
    `,${amount(adjudication, 'benefit', item.paid)},${amount(carin('C4BBAdjudication'), 'memberliability', item.member)}]}`
  )
}

/** ExplanationOfBenefit of CARIN Blue Button as a payer sends it: no encounter, no prescription, drugs by NDC. */
export function payerClaimLine(row: ClaimRow, subject: string): string {
  const provider =
    row.kind === 'professional'
      ? reference('Practitioner', row.practitionerId)
      : reference('Organization', row.organizationId)
  return (
    `{"resourceType":"ExplanationOfBenefit","id":"${row.id}","meta":{"lastUpdated":"${updatedText(row.stored)}","profile":["${c4bb(profileOf(row))}"]}` +
    `${claimHead(row, subject, provider)},"outcome":"${claimOutcome(row)}"${careTeam(row)}${supportingInfo(row)}${diagnoses(row)}${procedures(row)}` +
    `,"insurance":[{"focal":true,"coverage":${reference('Coverage', row.coverageId)}}],"item":[${row.items.map((item, index) => line(row, item, index)).join(',')}]` +
    `${decision(row)}${claimTail(row)}`
  )
}
