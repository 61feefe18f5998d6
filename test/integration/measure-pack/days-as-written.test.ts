import { describe, expect, it } from 'vitest'
import { ianaZone } from '#engine/cql/elm/values/iana-zone.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { FhirValues } from '#engine/cql/elm/fhir/fhir-values.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'

const measure = packMeasures().find(({ id }) => id === 'blood-pressure-control')!
const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
const content = contentOf(measure, sharedElm(), valueSets)
const subject = { reference: 'Patient/p' }

const part = (code: string, value: number): FhirObject => ({
  code: { coding: [{ system: 'http://loinc.org', code }] },
  valueQuantity: { value, unit: 'mm[Hg]', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' }
})

/** The years of which a visit and a reading at some moment are, in the time zone of a run. */
function yearsOf(moment: string, zone: string): readonly number[] {
  const resources: FhirObject[] = [
    { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1970-05-05' },
    {
      resourceType: 'Condition',
      id: 'c',
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I10' }] },
      onsetDateTime: '2018-01-01',
      subject
    },
    {
      resourceType: 'Encounter',
      id: 'v',
      status: 'finished',
      class: { code: 'AMB' },
      period: { start: moment },
      subject
    },
    {
      resourceType: 'Observation',
      id: 'o',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
      effectiveDateTime: moment,
      component: [part('8480-6', 120), part('8462-4', 70)],
      subject
    }
  ]
  const offset = ianaZone(zone)
  const fhir = new FhirValues(offset)
  const evaluator = new MeasureEvaluator(content.measures[0]!, content, { zone: offset, fhir })
  return [2025, 2026].filter((year) => {
    const data = new PatientResources(resources, 'derive', fhir)
    const { groups, problems } = evaluator.evaluate('p', data, { start: `${year}-01-01`, end: `${year}-12-31` })
    expect(problems).toEqual([])
    const counts = new Map(groups[0]!.populations.map(({ code, count }) => [code, count]))
    expect(counts.get('numerator')).toBe(counts.get('denominator'))
    return counts.get('numerator') === 1
  })
}

describe('a visit and a reading around midnight of the last day', () => {
  it.each(['UTC', 'America/New_York', 'Pacific/Honolulu', 'Pacific/Auckland'])(
    'are of the day that is written, whatever the time zone of the run, %s',
    (zone) => {
      expect(yearsOf('2025-12-31T20:30:00-05:00', zone)).toEqual([2025])
      expect(yearsOf('2026-01-01T00:30:00-05:00', zone)).toEqual([2026])
      expect(yearsOf('2026-01-01T08:30:00+13:00', zone)).toEqual([2026])
      expect(yearsOf('2025-12-31', zone)).toEqual([2025])
    }
  )

  it('are of the day of the run where the moment is written in UTC', () => {
    expect(yearsOf('2026-01-01T01:30:00Z', 'UTC')).toEqual([2026])
    expect(yearsOf('2026-01-01T01:30:00Z', 'America/New_York')).toEqual([2025])
    expect(yearsOf('2026-01-01T01:30:00+00:00', 'America/New_York')).toEqual([2025])
  })
})
