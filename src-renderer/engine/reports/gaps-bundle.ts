import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import type { FhirJson, FhirObject } from '../cql/elm/values/fhir-element.ts'
import type { Day } from '../base/figures/filter.ts'
import type { GapStatus } from '../measures/results/gap-status.ts'
import type { InputMeasure } from '../measures/rates/measure-input.ts'
import type { Rate } from '../measures/rates/rate.ts'
import { uuidOf } from '../cql/elm/fhir/uuid-of.ts'
import { codeableConcept, deqm, narrative, unknownReference, without, type GapStatusCode } from './deqm.ts'
import { individualReport, type ReportAuthor } from './measure-report.ts'

/** One patient's gap in one rate. */
export interface ReportedGap {
  readonly rate: Rate
  readonly status: GapStatus
}

/**
 * The status that a gap is reported with. Who is not in the denominator, or is excluded, is never open; an open gap of a
 * period that has not ended is prospective. Without data the gap is perceived, which its text says.
 */
export function reportedStatus(status: GapStatus, end: Day, asOf: Day): GapStatusCode {
  switch (status) {
    case 'closed':
      return 'closed-gap'
    case 'excluded':
    case 'not-applicable':
      return 'not-applicable'
    default:
      return end >= asOf ? 'prospective-gap' : 'open-gap'
  }
}

/** Gaps of one measure, as one DetectedIssue: its most open rate counts. */
function worst(gaps: readonly ReportedGap[]): ReportedGap {
  const order: readonly GapStatus[] = [
    'open',
    'due-soon',
    'no-data',
    'set-aside',
    'closed',
    'excluded',
    'not-applicable'
  ]
  return gaps.reduce((item, other) => (order.indexOf(other.status) < order.indexOf(item.status) ? other : item))
}

interface Patient {
  readonly ordinal: number
  readonly id: string
  readonly gender: string | undefined
  readonly birthDate: string | undefined
}

function entry(uuid: string, resource: FhirObject): FhirJson {
  return { fullUrl: `urn:uuid:${uuid}`, resource: { ...resource, id: uuid } }
}

/** What rests on incomplete data is interim. */
function documentStatus({ incomplete = '' }: Pick<ReportAuthor, 'incomplete'>): 'final' | 'preliminary' {
  return incomplete === '' ? 'final' : 'preliminary'
}

function detectedIssue(
  patient: string,
  report: string,
  code: GapStatusCode,
  { rate, status }: ReportedGap,
  { date, incomplete = '' }: ReportAuthor
): FhirObject {
  const closing = code === 'open-gap' || code === 'prospective-gap' ? (rate.measure.closing?.text ?? '') : ''
  const perceived = status === 'no-data' ? m.nothingOfTheKindIsLoaded : ''
  return without({
    resourceType: 'DetectedIssue',
    meta: { profile: [deqm.gapsDetectedIssue] },
    modifierExtension: [{ url: deqm.gapStatus, valueCodeableConcept: codeableConcept(deqm.gapStatusCodes, code) }],
    status: documentStatus({ incomplete }),
    code: codeableConcept('http://terminology.hl7.org/CodeSystem/v3-ActCode', 'CAREGAP', 'Caregap'),
    patient: { reference: patient },
    identifiedDateTime: date,
    detail: [closing, perceived, incomplete].filter((text) => text !== '').join(' ') || undefined,
    evidence: [{ detail: [{ reference: report }] }]
  })
}

/**
 * A Gaps in Care Bundle of one patient (DEQM, FHIR R4): a document with a Composition, and for each measure an individual
 * MeasureReport and a DetectedIssue with the status.
 * @param measures with the gaps of their rates
 */
export function gapsBundle(
  patient: Patient,
  measures: readonly { readonly measure: InputMeasure; readonly gaps: readonly ReportedGap[] }[],
  asOf: Day,
  author: ReportAuthor
): FhirObject {
  const seed = JSON.stringify([patient.id, author.date, measures.map(({ measure }) => measure.run.key)])
  const uuid = (what: string): string => uuidOf(`${seed} ${what}`)
  const ref = (what: string): string => `urn:uuid:${uuid(what)}`
  const sections: FhirJson[] = []
  const entries: FhirJson[] = []
  for (const { measure, gaps } of measures) {
    const gap = worst(gaps)
    const code = reportedStatus(gap.status, gap.rate.end, asOf)
    const [report, issue] = [`report ${measure.id}`, `issue ${measure.id}`]
    const rates = gaps.map(({ rate }) => rate)
    const individual = {
      ...individualReport(measure, rates, patient, code !== 'not-applicable', author),
      subject: { reference: ref('patient') }
    }
    entries.push(
      entry(uuid(report), individual),
      entry(uuid(issue), detectedIssue(ref('patient'), ref(report), code, gap, author))
    )
    sections.push({
      title: measure.definition.title,
      focus: { reference: ref(report) },
      entry: [{ reference: ref(issue) }]
    })
  }
  const composition = {
    resourceType: 'Composition',
    meta: { profile: [deqm.gapsComposition] },
    ...(author.incomplete === undefined ? {} : { text: narrative(author.incomplete) }),
    status: documentStatus(author),
    type: codeableConcept('http://loinc.org', '96315-7', m.gapsInCareReport),
    subject: { reference: ref('patient') },
    date: author.date,
    author: [author.organization === undefined ? unknownReference : { reference: ref('organization') }],
    title: m.gapsInCare(measures.length === 1 ? m.n1Measure : m.measuresMeasures(measures.length)),
    section: sections
  }
  const { id, gender, birthDate } = patient
  return {
    resourceType: 'Bundle',
    id: uuid('bundle'),
    meta: { profile: [deqm.gapsBundle] },
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${uuid('document')}` },
    type: 'document',
    timestamp: author.date,
    entry: [
      entry(uuid('composition'), composition),
      // The id of the source is kept as an identifier: inside of the document, resources are known by their full URL.
      entry(uuid('patient'), without({ resourceType: 'Patient', identifier: [{ value: id }], gender, birthDate })),
      ...(author.organization === undefined
        ? []
        : [entry(uuid('organization'), { resourceType: 'Organization', active: true, name: author.organization })]),
      ...entries
    ]
  }
}
