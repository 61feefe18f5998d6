import { describe, expect, it } from 'vitest'
import type { MeasureGaps } from '#engine/measures/results/equity-result.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { random, type Draw } from '../../support/random.ts'
import { day, plainStore } from '../selection/plain-store.ts'

const languages = ['en', 'en', 'en', 'en', 'es', 'es', 'vi', 'ar', '']
const people = Array.from({ length: 450 }, (_, index) => ({
  id: `p${String(index).padStart(4, '0')}`,
  language: languages[index % languages.length]!,
  practice: `practice-${index % 4}`
}))
const store = plainStore({
  patient: people.map(({ id, language, practice }) => ({
    id,
    birth_date: '1955-03-01',
    language,
    managing_organization_id: practice
  })),
  organization: [0, 1, 2, 3].map((index) => ({ id: `practice-${index}`, name: `Practice ${index}` })),
  encounter: people.map(({ id }) => ({ id: `e${id}`, patient_id: id, status: 'finished', period_start: '2026-12-31' }))
})
const measures = Array.from({ length: 15 }, (_, index) => `measure-${String(index).padStart(2, '0')}`)
/** One of three measures counts stays, of which somebody has several that end alike. */
const isOfStays = (index: number): boolean => index % 3 === 2

/** Whether each person meets each measure, with the same chance for all of them but where `shift` says otherwise. */
function gapsOf(draw: Draw, shift: (measure: number, language: string) => number): MeasureGaps {
  const input = qualityInput(
    store,
    measures.map((id, measure) => {
      const share = 0.2 + 0.04 * measure
      const definition = plainDefinition(id, 'increase', isOfStays(measure) ? 'Encounter' : 'boolean')
      const cases = people.map(({ language }): PlainCases => {
        const count = isOfStays(measure) ? draw.poisson(0.9) : draw.binomial(1, 0.9)
        const met = draw.uniform() < share + shift(measure, language) ? count : 0
        return [count, count, 0, 0, met]
      })
      return plainMeasure(definition, plainRun(definition, cases))
    })
  )
  const context = { asOf: day('2026-12-31'), filters: [] }
  return runMeasurePanel(input, 'equity', context, { key: `${measures[0]!}/rate`, dimension: 'language' }).all!
}

describe('the gaps of all measures', () => {
  it('are hardly ever beyond chance where no group differs: no more often than is said', () => {
    const draw = random(17)
    const rounds = 60
    let found = 0
    let promised = 0
    for (let round = 0; round < rounds; round++) {
      const { rows, expectedFalse } = gapsOf(draw, () => 0)
      expect(rows.length).toBe(measures.length * 4)
      found += rows.filter(({ beyondChance }) => beyondChance).length
      promised += expectedFalse
    }
    expect(found).toBeLessThanOrEqual(promised + 3 * Math.sqrt(promised))
  })

  it('name the one that was put in, first, within practices, and no other', () => {
    const draw = random(4)
    const { rows, reference } = gapsOf(draw, (measure, language) => (measure === 9 && language === 'es' ? -0.35 : 0))
    expect(reference).toBe('English')
    const [first] = rows
    expect(first).toMatchObject({ key: 'measure-09/rate', value: 'es', beyondChance: true })
    expect(rows.filter(({ beyondChance }) => beyondChance)).toEqual([first])
    expect(first!.gap.value).toBeLessThan(-15)
    expect(first!.split!.total * 100).toBeCloseTo(first!.gap.value!, 9)
    expect(Math.abs(first!.split!.between)).toBeLessThan(Math.abs(first!.split!.within) / 3)
  })
})
