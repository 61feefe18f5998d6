import { emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import type { MeasureDefinition } from '#engine/measures/definition/measure-definition.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { MeasureRun, PopulationMembers } from '#engine/measures/run/measure-run.ts'
import type { InputMeasure } from '#engine/measures/rates/measure-input.ts'

/** Cases of one patient: initial population, denominator, exclusion, exception, numerator. */
export type PlainCases = readonly [number, number, number, number, number]

const codes = ['initial-population', 'denominator', 'denominator-exclusion', 'denominator-exception', 'numerator']

/** The year 2026. */
export const year2026: MeasurementPeriod = { start: '2026-01-01', end: '2026-12-31' }

/** A measure of one rate. */
export function plainDefinition(
  id: string,
  improvement: 'increase' | 'decrease' = 'increase',
  basis = 'boolean'
): MeasureDefinition {
  return {
    url: `https://populus.example/Measure/${id}`,
    version: '1.0.0',
    title: `Title of ${id}`,
    library: id,
    libraryVersion: undefined,
    groups: [
      {
        id: 'rate',
        scoring: 'proportion',
        basis,
        improvement,
        populations: codes.map((code) => ({
          id: `rate-${code}`,
          code,
          expression: code,
          aggregateMethod: undefined,
          criteriaReference: undefined
        })),
        stratifiers: []
      }
    ],
    supplementalData: [],
    composition: undefined
  }
}

/** A run with the cases of each patient, by ordinal. */
export function plainRun(
  definition: MeasureDefinition,
  cases: readonly PlainCases[],
  period: MeasurementPeriod = year2026
): MeasureRun {
  const [group] = definition.groups
  const populations = group!.populations.map(({ id, code }, index): PopulationMembers => {
    const members = emptyBitset(cases.length)
    const counts = Uint16Array.from(cases, (testCase) => testCase[index]!)
    counts.forEach((count, patient) => {
      if (count > 0) setBit(members, patient)
    })
    return { id, code, members, counts: group!.basis === 'boolean' ? undefined : counts, observations: undefined }
  })
  const { scoring, basis, improvement } = group!
  return {
    key: {
      snapshot: 'test',
      measure: definition.url,
      version: definition.version,
      content: 'c0ffee'.repeat(10),
      period,
      policy: 'derive',
      zone: 'UTC'
    },
    title: definition.title,
    ranAt: 0,
    seconds: 0,
    patients: cases.length,
    groups: [{ id: group!.id, scoring, basis, improvement, populations, strata: [] }],
    problems: []
  }
}

/** A measure as it is installed, whose numerator reads observations. */
export function plainMeasure(
  definition: MeasureDefinition,
  run: MeasureRun,
  rest: Partial<Pick<InputMeasure, 'others' | 'closing' | 'reads' | 'valueSets'>> = {}
): InputMeasure {
  return {
    id: definition.url.slice(definition.url.lastIndexOf('/') + 1),
    definition,
    text: 'What is counted.',
    disclaimer: '',
    steward: 'Populus',
    sources: [],
    run,
    others: [],
    reads: {
      rate: [
        {
          type: 'Observation',
          profile: undefined,
          codeProperty: 'code',
          codes: ['HbA1c test'],
          valueSets: [],
          single: [{ system: 'http://loinc.org', code: '4548-4' }],
          closed: true
        }
      ]
    },
    clauses: {},
    closing: { text: 'A test.' },
    ...rest
  }
}
