import { describe, expect, it } from 'vitest'
import { comparableUnit } from '#engine/base/fhir/unit-text.ts'
import { parseDateTime, dateTimeParts } from '#engine/base/fhir/dates.ts'
import { registryIndex } from '#engine/population/registries/registry-index.ts'
import { textResult } from '#engine/population/registries/text-result.ts'
import { loadFiles } from '../../support/load-store.ts'
import { shipped, shippedRegistries } from './shipped-registries.ts'

const loinc = 'http://loinc.org'
const local = 'urn:oid:1.2.840.114350.1.13.0.1.7.2.768282'

function dayOf(text: string): number {
  const parts = dateTimeParts()
  parseDateTime(text, parts)
  return parts.day
}

let ids = 0
const observation = (code: string, effectiveDateTime: string, result: object): object => ({
  resourceType: 'Observation',
  id: `o${ids++}`,
  status: 'final',
  code: {
    coding: [
      { system: local, code: '1230' },
      { system: loinc, code }
    ]
  },
  subject: { reference: 'Patient/p' },
  effectiveDateTime,
  ...result
})

/** The band that one person with the registry's condition is in. */
async function bandOf(registry: string, control: string, code: string, observations: readonly object[]) {
  const condition = {
    resourceType: 'Condition',
    id: 'c',
    code: { coding: [{ system: 'http://snomed.info/sct', code }] },
    subject: { reference: 'Patient/p' },
    onsetDateTime: '2015'
  }
  const patient = { resourceType: 'Patient', id: 'p', birthDate: '1960-01-01' }
  const store = await loadFiles([{ name: 'data.ndjson', content: [patient, condition, ...observations] }])
  const index = registryIndex(store, shippedRegistries)
  const definition = shipped(registry)
  const asked = definition.controls.find(({ id }) => id === control)!
  const asOf = dayOf('2025-12-31')
  const band = index.bands(asked, index.members(definition, asOf), asOf)[0]!
  return asked.bands[band]?.id ?? 'none'
}

const a1c = (...results: readonly (readonly [string, object])[]): Promise<string> =>
  bandOf(
    'diabetes',
    'hba1c',
    '44054006',
    results.map(([day, result]) => observation('4548-4', day, result))
  )

describe('results as servers write them', () => {
  it.each([
    ['>14.0', 'above-9'],
    ['> 9.0', 'above-9'],
    ['9.0', '8-to-9'],
    ['9.8 %', 'above-9'],
    ['6.4% of total Hgb', 'below-7'],
    ['80 mmol/mol', 'above-9'],
    ['<4.0', 'below-7'],
    ['See comment', 'none'],
    ['7.1 on 2025-03-01', 'none'],
    ['12 g/dL', 'none']
  ])('read A1c as the text "%s"', async (valueString, band) => {
    expect(await a1c(['2025-10-01', { valueString }])).toBe(band)
  })

  it('take a later result in text, not an older quantity', async () => {
    const older = { valueQuantity: { value: 7, unit: '%' } }
    expect(await a1c(['2025-02-01', older], ['2025-10-01', { valueString: '>14.0' }])).toBe('above-9')
  })

  // eCQM Issue Tracker, CQM-7952: "See Comment" or "Cancelled" is a missing result, which decides.
  it.each([
    ['text', { valueString: 'See comment' }, 'none'],
    ['text with a date', { valueString: 'Canceled 9/2/2025: hemolyzed' }, 'none'],
    ['a code', { valueCodeableConcept: { text: 'Pending' } }, 'none'],
    ['a quantity without a number', { valueQuantity: { unit: '%' } }, 'none'],
    ['nothing', {}, 'none'],
    ['a number in another unit', { valueString: '12 g/dL' }, 'below-7'],
    ['two numbers', { valueString: '7/8' }, 'below-7']
  ])('take a later A1c that is %s for what it is', async (_, value, band) => {
    const older = { valueQuantity: { value: 6.4, unit: '%' } }
    expect(await a1c(['2025-02-01', older], ['2025-10-01', value])).toBe(band)
  })

  it.each([
    ['85354-9', '152/96', 'below-160-100'],
    ['85354-9', '152/96 mmHg', 'below-160-100'],
    ['55284-4', ' 152 / 96 mm[Hg] ', 'below-160-100'],
    ['55284-4', '118/76 mm Hg', 'below-130-80'],
    ['85354-9', '96', 'none'],
    ['85354-9', '152/96/120', 'below-160-100'],
    ['85354-9', '15/96', 'none'],
    ['85354-9', '152/96 kPa', 'none'],
    ['85354-9', 'See comment', 'none'],
    ['8480-6', '152/96', 'none']
  ])('read a blood pressure of %s that is the text "%s"', async (code, valueString, band) => {
    const results = [observation(code, '2025-10-01', { valueString })]
    expect(await bandOf('hypertension', 'blood-pressure', '59621000', results)).toBe(band)
  })

  it('read a blood pressure in text beside the same in parts once', async () => {
    const results = [
      observation('85354-9', '2025-10-01', {
        valueString: '152/96',
        component: [part(['8480-6'], 152), part(['8462-4'], 96)]
      })
    ]
    expect(await bandOf('hypertension', 'blood-pressure', '59621000', results)).toBe('below-160-100')
  })

  it('are beyond the limit that their comparator names', async () => {
    const written = (comparator?: string) => ({ valueQuantity: { value: 9, unit: '%', comparator } })
    expect(await a1c(['2025-10-01', written('>')])).toBe('above-9')
    expect(await a1c(['2025-10-01', written()])).toBe('8-to-9')
  })

  it.each(['% of total hemoglobin', '% A1C', '%', undefined])('read A1c in the unit %s', async (unit) => {
    expect(await a1c(['2025-10-01', { valueQuantity: { value: 6.4, unit } }])).toBe('below-7')
  })

  it.each(['mL/min/1.73m*2', 'mL/min/1.73 m²', 'mL/min/1.73m^2', 'ML/MIN/1.73 M(2)', 'mL/min/1.73mE2', undefined])(
    'read the filtration rate in the unit %s',
    async (unit) => {
      const results = [observation('33914-3', '2025-10-01', { valueQuantity: { value: 50, unit } })]
      expect(await bandOf('chronic-kidney-disease', 'egfr', '709044004', results)).not.toBe('none')
    }
  )

  it.each([
    [140, 'MG/DL', '130-or-more'],
    [140, 'mg/dL (calc)', '130-or-more'],
    // 139.2 mg/dL
    [3.6, 'mmol/L', '130-or-more'],
    // 5,400 mg/dL, which nobody has.
    [140, 'mmol/L', 'none'],
    [140, undefined, 'none']
  ])('read LDL cholesterol of %s in the unit %s', async (value, unit, band) => {
    const results = [observation('13457-7', '2025-10-01', { valueQuantity: { value, unit } })]
    expect(await bandOf('hyperlipidaemia', 'ldl', '55822004', results)).toBe(band)
  })

  const part = (codes: readonly string[], value: number, unit?: string): object => ({
    code: { coding: codes.map((code, index) => ({ system: index === codes.length - 1 ? loinc : local, code })) },
    valueQuantity: { value, unit }
  })

  it.each([
    ['local codes before LOINC', part(['51', '8480-6'], 152, 'mmHg'), part(['52', '8462-4'], 96, 'mmHg')],
    ['no unit', part(['8480-6'], 152), part(['8462-4'], 96)]
  ])('read blood pressure whose parts have %s', async (_, systolic, diastolic) => {
    const results = [observation('85354-9', '2025-10-01', { component: [systolic, diastolic] })]
    expect(await bandOf('hypertension', 'blood-pressure', '59621000', results)).toBe('below-160-100')
  })
})

describe('units and numbers in text', () => {
  it.each([
    ['mg/dL', 'mg/dl (calc)'],
    ['mm[Hg]', 'mm Hg'],
    ['10*3/uL', '10^3/uL'],
    ['kg/m2', 'kg/m²'],
    ['mg/dL', 'mg/dL calculated']
  ])('take %s and %s for the same unit', (left, right) => {
    expect(comparableUnit(left)).toBe(comparableUnit(right))
  })

  it('tell units apart that differ', () => {
    expect(comparableUnit('mmol/L')).not.toBe(comparableUnit('mmol/mol'))
    expect(comparableUnit('10*3/uL')).not.toBe(comparableUnit('10*6/uL'))
  })

  it.each(['', '14/90', '2025-01-01', 'negative', '1:40', '5 - 10', '1,000', '-5'])(
    'find no number in "%s"',
    (text) => {
      expect(textResult(text)).toBeUndefined()
    }
  )

  it('find numbers with their units', () => {
    expect(textResult('9.8 %')).toEqual({ value: 9.8, unit: '%' })
    expect(textResult('≥60 mL/min/1.73m2')).toEqual({ value: 60, unit: 'ml/min/1.73m2' })
    expect(textResult('<15')?.value).toBeCloseTo(15)
    expect(textResult('<15')?.value).toBeLessThan(15)
  })
})
