import { expect, it } from 'vitest'
import { unitSuffix } from '#engine/base/fhir/unit-text.ts'

it('a unit follows its number as it is written in the US', () => {
  expect(['%', 'mm[Hg]', 'mL/min/{1.73_m2}', '{score}', ''].map((unit) => `6${unitSuffix(unit)}`)).toEqual([
    '6%',
    '6 mmHg',
    '6 mL/min/1.73 m²',
    '6',
    '6'
  ])
})
