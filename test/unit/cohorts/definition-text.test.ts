import { expect, it } from 'vitest'
import { cohortNames } from '#engine/cohorts/definition/cohort-names.ts'
import { nodeText } from '#engine/cohorts/definition/definition-text.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { fewPeople } from './few-people.ts'

it('a number of people is named with its unit and the months that it is of', () => {
  const names = cohortNames(allPeople(fewPeople({ patient: [{ id: 'a' }] }).population), {
    list: () => undefined,
    measure: () => undefined,
    cohort: () => undefined
  })
  const textOf = (number: string, rest: object): string => nodeText({ type: 'number', number, ...rest }, names)
  expect([
    textOf('latest_hemoglobin_a1c', { from: 9 }),
    textOf('latest_hemoglobin_a1c', { from: 7, below: 9 }),
    textOf('latest_body_mass_index', { below: 30 }),
    textOf('latest_hemoglobin_a1c', { missing: true }),
    textOf('encounters_12m', { from: 3 })
  ]).toEqual([
    'Latest hemoglobin A1c in 24 months: 9% or more',
    'Latest hemoglobin A1c in 24 months: 7 to under 9%',
    'Latest body mass index in 24 months: under 30 kg/m²',
    'Latest hemoglobin A1c in 24 months: no result',
    'Encounters, 12 months: 3 or more'
  ])
})
