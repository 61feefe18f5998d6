import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import { definitionStateNames, type PinnedDefinition } from '#shared/governance/definition.ts'
import type { FhirJson, FhirObject } from '../cql/elm/values/fhir-element.ts'
import type { Bitset } from '../base/kernels/bitset.ts'
import { eligibilityText } from '../measures/definition/eligibility.ts'
import type { InputMeasure } from '../measures/rates/measure-input.ts'
import type { GroupRun, StratumRun } from '../measures/run/measure-run.ts'
import { patientGroup } from '../measures/rates/patient-group.ts'
import type { Rate } from '../measures/rates/rate.ts'
import { tallyRate, type RateTally } from '../measures/rates/rate-tally.ts'
import { uuidOf } from '../cql/elm/fhir/uuid-of.ts'
import { absentReason, codeableConcept, deqm, narrative, unknownReference, without } from './deqm.ts'

/**
 * Extension of MeasureReport: the state of this version of the measure in the registry of definitions of the site that reports,
 * as a code (`draft`, `in-review`, `approved`, `retired`, `unknown`).
 */
const approvalExtension = 'https://populus.example/fhir/StructureDefinition/measure-approval'

const populationSystem = 'http://terminology.hl7.org/CodeSystem/measure-population'

/** What a report says of itself. */
export interface ReportAuthor {
  /** Name of the organization that reports; absent where nobody named it. */
  readonly organization?: string
  /** Instant of making, e.g. `2026-11-25T03:00:00Z`. */
  readonly date: string
  /** Last day with regular data, `YYYY-MM-DD`; a report of a period that goes on after it is pending. */
  readonly dataThrough?: string
  /** What is missing of the data, in a sentence; absent while they are complete. */
  readonly incomplete?: string
  /** What the registry of definitions says of each measure, by the hash of its content; absent where that was not asked. */
  readonly approvals?: Readonly<Record<string, PinnedDefinition['state']>>
}

/** The approval state of a measure in words. */
export function approvalText(measure: InputMeasure, { approvals }: Pick<ReportAuthor, 'approvals'>): string {
  const state = approvals?.[measure.run.key.content]
  if (state === undefined) return m.notAsked
  return state === 'unknown' ? m.notInTheRegistry : definitionStateNames[state]
}

/** Population counts by code, for reports. */
function countOf(tally: RateTally, members: GroupRun | StratumRun, code: string, people: Bitset | undefined): number {
  switch (code) {
    case 'initial-population':
      return tally.initialPopulation
    case 'denominator':
    case 'measure-population':
      return tally.denominator
    case 'denominator-exclusion':
    case 'measure-population-exclusion':
      return tally.exclusions
    case 'denominator-exception':
      return tally.exceptions
    case 'numerator-exclusion':
      return countMembers(members, code, people)
    default:
      return tally.numerator + countMembers(members, 'numerator-exclusion', people)
  }
}

function countMembers({ populations }: GroupRun | StratumRun, code: string, people: Bitset | undefined): number {
  const found = populations.find((item) => item.code === code)
  if (found === undefined) return 0
  let count = 0
  for (let word = 0; word < found.members.length; word++) {
    let bits = found.members[word]! & (people?.[word] ?? 0xffffffff)
    while (bits !== 0) {
      const lowest = bits & -bits
      const patient = (word << 5) + (31 - Math.clz32(lowest))
      count += found.counts?.[patient] ?? 1
      bits ^= lowest
    }
  }
  return count
}

function groupJson(rate: Rate, people: Bitset | undefined, withScore: boolean): FhirJson {
  const { definition, group, improvement } = rate
  const tally = tallyRate(group, definition, people)
  const population = definition.populations
    .filter(({ code }) => code !== 'measure-observation')
    .map(({ id, code }) => ({
      extension: [{ url: deqm.populationLink, valueString: id || code }],
      code: codeableConcept(populationSystem, code),
      count: countOf(tally, group, code, people)
    }))
  const improvementUrl = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-MeasureReport.improvementNotation'
  return without({
    id: definition.id,
    extension: [
      { url: deqm.groupLink, valueString: definition.id },
      {
        url: improvementUrl,
        valueCodeableConcept: codeableConcept(
          'http://terminology.hl7.org/CodeSystem/measure-improvement-notation',
          improvement.direction
        )
      }
    ],
    population,
    measureScore: withScore ? scoreJson(rate, tally) : undefined
  })
}

/** FHIR's data-absent-reason stands for a score that the data cannot tell. */
function scoreJson({ cannotCompute }: Rate, { score }: RateTally): FhirJson | undefined {
  if (cannotCompute !== undefined) {
    return { extension: [{ url: absentReason, valueCode: 'unknown' }] }
  }
  return score === undefined ? undefined : { value: score }
}

function base(
  measure: InputMeasure,
  rates: readonly Rate[],
  type: 'individual' | 'summary',
  { organization, date, dataThrough, incomplete, approvals }: ReportAuthor
): Readonly<Record<string, FhirJson>> {
  const { measure: url, version, period } = measure.run.key
  const [first] = rates
  const approval = approvals?.[measure.run.key.content]
  const asOf = period.asOf === undefined ? undefined : m.recordsUpToOnly(period.asOf)
  const rules = eligibilityText(period.eligibility)
  const eligibility = rules === undefined ? undefined : m.evaluated(rules)
  const remarks = [
    ...new Set([
      asOf,
      eligibility,
      incomplete,
      ...rates.flatMap(({ unapplied, partlyRead }) => [unapplied, partlyRead])
    ])
  ]
    .filter(Boolean)
    .join(' ')
  const isReached = (day: string | undefined): boolean => day !== undefined && day >= period.end
  const isOver =
    incomplete === undefined && isReached(dataThrough) && (period.asOf === undefined || isReached(period.asOf))
  return {
    resourceType: 'MeasureReport',
    meta: { profile: [deqm[type]] },
    ...(organization === undefined
      ? {}
      : { contained: [{ resourceType: 'Organization', id: 'reporter', active: true, name: organization }] }),
    extension: [
      {
        url: deqm.scoring,
        valueCodeableConcept: codeableConcept(
          'http://terminology.hl7.org/CodeSystem/measure-scoring',
          first?.definition.scoring ?? 'cohort'
        )
      },
      ...(approval === undefined ? [] : [{ url: approvalExtension, valueCode: approval }])
    ],
    ...(remarks === '' ? {} : { text: narrative(remarks) }),
    status: isOver ? 'complete' : 'pending',
    type,
    measure: version === undefined ? url : `${url}|${version}`,
    date,
    reporter: organization === undefined ? unknownReference : { reference: '#reporter' },
    period: { start: period.start, end: period.end },
    improvementNotation: codeableConcept(
      'http://terminology.hl7.org/CodeSystem/measure-improvement-notation',
      first?.improvement.direction ?? 'increase'
    )
  }
}

/**
 * A summary MeasureReport (FHIR R4, DEQM summary profile) of one measure for some people.
 * @param rates the rates of the measure
 */
export function summaryReport(
  measure: InputMeasure,
  rates: readonly Rate[],
  people: Bitset | undefined,
  author: ReportAuthor
): FhirObject {
  const { content, period, snapshot } = measure.run.key
  return {
    ...base(measure, rates, 'summary', author),
    id: uuidOf(JSON.stringify(['summary', measure.id, content, period, snapshot, author])),
    group: rates.map((rate) => groupJson(rate, people, true))
  }
}

/**
 * An individual MeasureReport (DEQM individual profile) of one measure for one patient.
 * @param applies whether the patient is in the denominator of any group; else there is no score
 */
export function individualReport(
  measure: InputMeasure,
  rates: readonly Rate[],
  patient: { readonly ordinal: number; readonly id: string },
  applies: boolean,
  author: ReportAuthor
): FhirObject {
  const { content, period, snapshot } = measure.run.key
  return {
    ...base(measure, rates, 'individual', author),
    id: uuidOf(JSON.stringify(['individual', measure.id, content, period, snapshot, patient.id])),
    subject: { reference: `Patient/${patient.id}` },
    group: rates.map((rate) =>
      groupJson({ ...rate, group: patientGroup(rate.group, patient.ordinal) }, undefined, applies)
    )
  }
}
