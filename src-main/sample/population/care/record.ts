import type { SampleDay } from '../base/calendar.ts'
import { isLostInLaboratoryGap } from '../base/seeded-signals.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { coded, labs, vitals, type SampleMeasurement } from '../codes/observations.ts'
import type { Life } from '../life/life.ts'
import { diagnosticReportLine } from '../writers/diagnostic-report.ts'
import { immunizationLine } from '../writers/immunization.ts'
import {
  codedResult,
  component,
  interpretation,
  observationLine,
  quantityResult,
  type ObservationKind
} from '../writers/observation.ts'
import { procedureLine } from '../writers/procedure.ts'
import { delay, type Visit } from './visit.ts'

const localA1c =
  '{"coding":[{"system":"urn:oid:2.16.840.1.113883.19.5.99","code":"GHB","display":"Glycohemoglobin"}],"text":"Glycohemoglobin"}'

interface Observed {
  readonly kind: ObservationKind
  readonly profile: string
  readonly code: string
  readonly result: string
  /** Days after the visit on which the result is in. */
  readonly wait?: number
}

const isLost = ({ signals, person }: Life, kind: ObservationKind, day: SampleDay): boolean =>
  kind === 'laboratory' && isLostInLaboratoryGap(signals, person.practice, day)

function observe(life: Life, visit: Visit, { kind, profile, code, result, wait = 0 }: Observed): string | undefined {
  const { chart, random } = life
  const id = life.ids.next()
  const mistaken = random.chance(0.0015)
  const stored = visit.stored + wait
  if (!chart.sees(visit.start, stored)) return undefined
  if (isLost(life, kind, visit.start)) {
    life.tally.lostResults++
    return undefined
  }
  chart.add('Observation', () =>
    observationLine(
      {
        id,
        kind,
        profile,
        code,
        encounterId: visit.id,
        day: visit.start,
        minute: visit.minute + 5,
        status: mistaken ? 'entered-in-error' : 'final',
        result
      },
      chart.subject,
      stored
    )
  )
  return mistaken ? undefined : id
}

/** A laboratory result. Its unit or its LOINC code may be missing, as often as the practice is careless. */
export function recordLab(
  life: Life,
  visit: Visit,
  test: SampleMeasurement,
  value: number,
  flag?: 'H' | 'L'
): string | undefined {
  const { random, performance } = life
  const text = value.toFixed(test.decimals)
  const unitless = random.chance(performance.unitMissing)
  const local = test === labs.a1c && random.chance(performance.localCodes)
  const id = observe(life, visit, {
    kind: 'laboratory',
    profile: 'observation-lab',
    code: local ? localA1c : test.concept.json,
    result:
      quantityResult(String(Number(text)), unitless ? undefined : test.unitJson) +
      (flag === undefined ? '' : interpretation(flag)),
    wait: random.chance(0.15) ? 2 : 1
  })
  if (id !== undefined) life.tally.lab(test, visit.start, Number(text), { unitless, local })
  return id
}

/** Weight, height, body mass index or heart rate. */
export function recordVital(
  life: Life,
  visit: Visit,
  what: Exclude<keyof typeof vitals, 'systolic' | 'diastolic'>,
  value: number
): void {
  const profile = { weight: 'body-weight', height: 'body-height', bmi: 'bmi', pulse: 'heart-rate' }[what]
  const measure = vitals[what]
  observe(life, visit, {
    kind: 'vital-signs',
    profile,
    code: measure.concept.json,
    result: quantityResult(String(Number(value.toFixed(measure.decimals))), measure.unitJson)
  })
}

/** Blood pressure with its two components, in mmHg. */
export function recordPressure(life: Life, visit: Visit, systolic: number, diastolic: number): void {
  const { systolic: upper, diastolic: lower } = vitals
  const id = observe(life, visit, {
    kind: 'vital-signs',
    profile: 'blood-pressure',
    code: coded.bloodPressure.json,
    result: `,"component":[${component(upper.concept, String(systolic), upper.unitJson)},${component(lower.concept, String(diastolic), lower.unitJson)}]`
  })
  if (id !== undefined) life.tally.pressure(visit.start, systolic, diastolic)
}

/** A score or a measured value outside the laboratory. */
export function recordMeasure(
  life: Life,
  visit: Visit,
  measure: SampleMeasurement,
  value: number,
  kind: 'survey' | 'exam' | 'imaging' | 'procedure'
): void {
  observe(life, visit, {
    kind,
    profile: kind === 'survey' ? 'observation-screening-assessment' : 'observation-clinical-result',
    code: measure.concept.json,
    result: quantityResult(String(Number(value.toFixed(measure.decimals))), measure.unitJson)
  })
}

/** An observation whose value is a code. */
export function recordFinding(
  life: Life,
  visit: Visit,
  code: SampleConcept,
  value: SampleConcept,
  kind: 'survey' | 'laboratory' | 'social-history'
): void {
  const profile = {
    survey: 'observation-screening-assessment',
    laboratory: 'observation-lab',
    'social-history': 'smokingstatus'
  }[kind]
  observe(life, visit, {
    kind,
    profile,
    code: code.json,
    result: codedResult(value),
    wait: kind === 'laboratory' ? 2 : 0
  })
}

/** A report over results that were recorded before; left out when none of them is known yet. */
export function recordReport(
  life: Life,
  visit: Visit,
  kind: 'laboratory' | 'imaging',
  code: SampleConcept,
  results: readonly (string | undefined)[]
): void {
  const known = results.filter((id) => id !== undefined)
  const id = life.ids.next()
  const stored = visit.stored + 2
  if (!life.chart.sees(visit.start, stored) || (kind === 'laboratory' && known.length === 0)) return
  const row = {
    id,
    kind,
    code,
    encounterId: visit.id,
    organizationId: visit.organizationId,
    day: visit.start,
    minute: visit.minute + 5,
    results: known
  }
  life.chart.add('DiagnosticReport', () => diagnosticReportLine(row, life.chart.subject, stored))
}

/** A procedure in a visit. */
export function recordProcedure(life: Life, visit: Visit, code: SampleConcept): void {
  const id = life.ids.next()
  if (!life.chart.sees(visit.start, visit.stored)) return
  const row = {
    id,
    code,
    encounterId: visit.id,
    day: visit.start,
    minute: visit.minute + 10,
    status: 'completed' as const
  }
  life.chart.add('Procedure', () => procedureLine(row, life.chart.subject, visit.stored))
  life.tally.procedure(code, visit.start)
}

/** A procedure that was done elsewhere and is known from the history. */
export function recordOldProcedure(life: Life, day: SampleDay, code: SampleConcept): void {
  const { chart, ids, person } = life
  const id = ids.next()
  if (day < person.birth || !chart.sees(day, person.joined)) return
  life.tally.procedure(code, day)
  chart.add('Procedure', () =>
    procedureLine(
      { id, code, encounterId: undefined, day, minute: 600, status: 'completed' },
      chart.subject,
      person.joined
    )
  )
}

/** A vaccine; `visit` is absent when it was given elsewhere. Returns whether the record shows it. */
export function recordVaccine(life: Life, day: SampleDay, vaccine: SampleConcept, visit?: Visit): boolean {
  const { chart, ids, person } = life
  const id = ids.next()
  const stored = visit?.stored ?? Math.max(person.joined, day + delay(life))
  if (!chart.sees(day, stored)) return false
  chart.add('Immunization', () =>
    immunizationLine({ id, vaccine, encounterId: visit?.id, day, status: 'completed' }, chart.subject, stored)
  )
  return true
}
