import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { registryIndex } from '#engine/population/registries/registry-index.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { loadFiles } from '../../support/load-store.ts'
import { day } from '../selection/plain-store.ts'
import { shipped, shippedRegistries } from './shipped-registries.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'

const folder = resolve(import.meta.dirname, '../../../resources/registries')
const diabetes = JSON.parse(readFileSync(join(folder, 'diabetes.json'), 'utf8')) as Registry
const { measurement } = diabetes.controls[0]!
const [part] = measurement.parts
const measure = packMeasures().find(({ id }) => id === 'hba1c-control')!
const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
const content = contentOf(measure, sharedElm(), valueSets)
const evaluator = new MeasureEvaluator(content.measures[0]!, content)
const example = measure.cases.find(({ name }) => name === 'last result decides: better')!
const withoutResults = example.resources.filter(({ resourceType }) => resourceType !== 'Observation')

/** Whether the measure takes a result as one below 8%. */
const isBelowEight = (value: number, unit: string, code = '4548-4'): boolean =>
  isMet([resultOf({ valueQuantity: { value, ...(unit === '' ? {} : { unit }) } }, code)])

function resultOf(value: object, code = '4548-4', effectiveDateTime = '2025-06-01'): FhirObject {
  return {
    resourceType: 'Observation',
    id: `a1c-${effectiveDateTime}`,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${example.patientId}` },
    effectiveDateTime,
    ...value
  }
}

/** Whether somebody with these results is in the numerator. */
function isMet(results: readonly FhirObject[]): boolean {
  const records = [...withoutResults, ...results]
  const data = new PatientResources(records, 'derive', evaluator.program.fhir)
  const { populations } = evaluator.evaluate(example.patientId, data, measure.period).groups[0]!
  return populations.find(({ code: name }) => name === 'numerator')?.count === 1
}

describe('hemoglobin A1c of the registry and of the measures', () => {
  it.each(part!.units.map((unit) => [unit.unit, unit] as const))(
    'is read in the unit "%s" alike',
    (_name, { unit, factor = 1, offset = 0 }) => {
      const written = (percent: number): number => (percent - offset) / factor
      expect(isBelowEight(written(7.9), unit)).toBe(true)
      expect(isBelowEight(written(8.1), unit)).toBe(false)
    }
  )

  it.each([
    [{}, false],
    [{ valueString: 'See comment' }, false],
    [{ valueString: 'Canceled 9/2/2025' }, false],
    [{ valueString: 'pending' }, false],
    [{ valueCodeableConcept: { text: 'Pending' } }, false],
    [{ valueBoolean: true }, false],
    [{ valueQuantity: { unit: '%' } }, false],
    [{ valueString: '12 g/dL' }, true],
    [{ valueString: '<= 9,1' }, true],
    [{ valueString: '7/8' }, true]
  ])('is the latest without a result alike: %j after 6.4%%', async (value, older) => {
    const results = [
      resultOf({ valueQuantity: { value: 6.4, unit: '%' } }, '4548-4', '2025-03-01'),
      resultOf(value, '4548-4', '2025-09-01')
    ]
    expect(isMet(results)).toBe(older)
    const store = await loadFiles([{ name: 'data.ndjson', content: [...withoutResults, ...results] }])
    const { days, values } = registryIndex(store, shippedRegistries).series(
      shipped('diabetes').controls[0]!.measurement
    )
    expect([days.length, Number.isNaN(values[0]![days.length - 1]!)]).toEqual(older ? [1, false] : [2, true])
  })

  it.each([
    ['2024', true],
    ['2025', true],
    ['2025-12', true],
    ['2026', false],
    ['2026-01', false]
  ])('counts for who has had diabetes since "%s" by the end of 2025 alike', async (onsetDateTime, counts) => {
    const records = withoutResults.map((record) =>
      record['resourceType'] === 'Condition' ? { ...record, onsetDateTime } : record
    )
    const data = new PatientResources(records, 'derive', evaluator.program.fhir)
    const { populations } = evaluator.evaluate(example.patientId, data, measure.period).groups[0]!
    expect(populations.find(({ code }) => code === 'denominator')?.count).toBe(counts ? 1 : 0)
    const store = await loadFiles([{ name: 'data.ndjson', content: records }])
    const index = registryIndex(store, shippedRegistries)
    expect(index.members(shipped('diabetes'), day(measure.period.end))[0]).toBe(counts ? 1 : 0)
  })

  it('is set aside beyond the same bounds, and read from the same tests', () => {
    const [low, high] = part!.plausible
    expect(isBelowEight(low, '%')).toBe(true)
    expect(isBelowEight(low - 0.1, '%')).toBe(false)
    expect(high).toBe(20)
    for (const { code } of part!.codes['http://loinc.org']!)
      expect([code, isBelowEight(7, '%', code)]).toEqual([code, true])
    expect(measurement.sameDay).toBe('lowest')
  })
})
