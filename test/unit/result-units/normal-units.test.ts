import { describe, expect, it } from 'vitest'
import { resultUnits } from '#engine/cql/elm/units/result-units.ts'
import { normalUnits } from '#engine/result-units/normal-units.ts'
import { ucumCodeOf } from '#engine/result-units/ucum-text.ts'
import { plainStore } from '../selection/plain-store.ts'

const glucose = 'http://loinc.org|2345-7|Glucose'
const temperature = 'http://loinc.org|8310-5|Temperature'
const weight = 'http://loinc.org|29463-7|Weight'

function normalized(rows: readonly (readonly [code: string, value: number | undefined, unit: string | undefined])[]) {
  const observation = rows.map(([code, value, unit], index) => ({
    id: String(index),
    patient_id: 'a',
    code,
    value,
    unit
  }))
  const store = plainStore({ patient: [{ id: 'a' }], observation })
  const { value, unit } = normalUnits(store, store.table('observation'), resultUnits)
  return rows.map((_, row) => [
    Number.isNaN(value.values[row]!) ? undefined : Number(value.values[row]!.toFixed(3)),
    unit.codes[row]! < 0 ? undefined : unit.values[unit.codes[row]!]
  ])
}

describe('results in one unit', () => {
  it('are in the unit of most results of their code, however it is written', () => {
    expect(
      normalized([
        [glucose, 100, 'mg/dL'],
        [glucose, 110, 'MG/DL'],
        [glucose, 1.2, 'g/L'],
        [weight, 70, 'kg'],
        [weight, 71, 'kg'],
        [weight, 150, 'lbs']
      ])
    ).toEqual([
      [100, 'mg/dL'],
      [110, 'mg/dL'],
      [120, 'mg/dL'],
      [70, 'kg'],
      [71, 'kg'],
      [68.039, 'kg']
    ])
  })

  it('stay as they are where the equation depends on the substance', () => {
    const hba1c = 'http://loinc.org|4548-4|HbA1c'
    const calcium = 'http://loinc.org|17861-6|Calcium'
    const alt = 'http://loinc.org|1742-6|ALT'
    expect(
      normalized([
        [hba1c, 7.1, '%'],
        [hba1c, 6.5, '%'],
        [hba1c, 54, 'mmol/mol'],
        [calcium, 1.2, 'mmol/L'],
        [calcium, 1.3, 'mmol/L'],
        [calcium, 2.4, 'meq/L'],
        [alt, 30, 'U/L'],
        [alt, 32, 'U/L'],
        [alt, 33, 'umol/min/L'],
        [alt, 0.5, 'ukat/L']
      ])
    ).toEqual([
      [7.1, '%'],
      [6.5, '%'],
      [undefined, undefined],
      [1.2, 'mmol/L'],
      [1.3, 'mmol/L'],
      [undefined, undefined],
      [30, 'U/L'],
      [32, 'U/L'],
      [33, 'U/L'],
      [30, 'U/L']
    ])
  })

  it('are converted between Celsius and Fahrenheit', () => {
    expect(
      normalized([
        [temperature, 37, 'Cel'],
        [temperature, 98.6, 'degF'],
        [temperature, 38, '°C']
      ])
    ).toEqual([
      [37, 'Cel'],
      [37, 'Cel'],
      [38, 'Cel']
    ])
  })

  it('are empty where the unit is absent, unknown or of something else: moles are not converted to grams', () => {
    expect(
      normalized([
        [glucose, 100, 'mg/dL'],
        [glucose, 90, 'mg/dL'],
        [glucose, 5.5, 'mmol/L'],
        [glucose, 7, 'dots'],
        [glucose, 8, undefined],
        [glucose, undefined, 'mg/dL']
      ])
    ).toEqual([
      [100, 'mg/dL'],
      [90, 'mg/dL'],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined]
    ])
  })
})

describe('units as they are written', () => {
  it.each([
    ['mmHg', 'mm[Hg]'],
    ['mm[Hg]', 'mm[Hg]'],
    ['K/uL', '10*3/uL'],
    ['x10^3/uL', '10*3/uL'],
    ['IU/L', '[IU]/L'],
    ['mL/min/1.73 m2', 'mL/min/{1.73_m2}'],
    ['beats/min', '/min'],
    ['', undefined],
    ['a lot', undefined]
  ])('%s is %s', (text, code) => {
    expect(ucumCodeOf(text, resultUnits.isUnit)).toBe(code)
  })
})
