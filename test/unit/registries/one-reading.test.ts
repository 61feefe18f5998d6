import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
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

/** Whether the measure takes a result as one below 8%. */
function isBelowEight(value: number, unit: string, code = '4548-4'): boolean {
  const result = {
    resourceType: 'Observation',
    id: 'a1c',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${example.patientId}` },
    effectiveDateTime: '2025-06-01',
    valueQuantity: { value, ...(unit === '' ? {} : { unit }) }
  }
  const records = [...example.resources.filter(({ resourceType }) => resourceType !== 'Observation'), result]
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
