import { describe, expect, it } from 'vitest'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'
import { day, plainStore } from '../selection/plain-store.ts'

/** Practices with so many people, and how many of them meet the measure. */
const practices = [
  [200, 150],
  [200, 100],
  [200, 140],
  [200, 60],
  [200, 152],
  [9, 0]
] as const
const people = practices.flatMap(([size, met], practice) =>
  Array.from({ length: size }, (_, index) => ({
    practice,
    met: index < met,
    id: `p${practice}-${String(index).padStart(3, '0')}`
  }))
)
const store = plainStore({
  patient: people.map(({ id, practice }) => ({
    id,
    birth_date: '1955-03-01',
    gender: 'female',
    managing_organization_id: `o${practice}`
  })),
  organization: practices.map((_, practice) => ({ id: `o${practice}`, name: `Practice ${practice}` })),
  encounter: people.map(({ id }) => ({ id: `e${id}`, patient_id: id, status: 'finished', period_start: '2026-12-31' }))
})
const definition = plainDefinition('screening')
const cases = people.map(({ met }): PlainCases => [1, 1, 0, 0, met ? 1 : 0])
const input = qualityInput(store, [plainMeasure(definition, plainRun(definition, cases))])
const context = { asOf: day('2026-12-31'), filters: [] }

describe('measures by units', () => {
  const panel = runMeasurePanel(input, 'heatmap', context, { dimension: 'practice', limit: 14 })
  const [row] = panel.rows
  const cellOf = (label: string): NonNullable<typeof row>['cells'][number] =>
    row!.cells[panel.units.findIndex((unit) => unit.label === label)]!

  it('compare reliable units with everybody by the limits of a funnel plot', () => {
    // Everybody: 602 of 1,009, 59.7%. Of 200, 106 to 132 lie within the 95% limits.
    expect(cellOf('Practice 0')).toMatchObject({ compared: 'better', isFar: true, isReliable: true })
    expect(cellOf('Practice 1')).toMatchObject({ compared: 'worse', isFar: false })
    expect(cellOf('Practice 3')).toMatchObject({ compared: 'worse', isFar: true })
    expect(cellOf('Practice 0').reliability).toBeGreaterThan(0.9)
  })

  it('mark a unit of few as not reliable, and do not compare it though none of it is met', () => {
    const few = cellOf('Practice 5')
    expect(few).toMatchObject({ compared: undefined, isFar: false, isReliable: false })
    expect(few.reliability).toBeLessThan(0.7)
    expect(row!.enough).toBeGreaterThan(9)
  })

  it('know how alike units are also while the population is narrowed to one', () => {
    const filters = [panel.units.find(({ label }) => label === 'Practice 3')!.filter]
    const narrowed = runMeasurePanel(input, 'heatmap', { ...context, filters }, { dimension: 'practice', limit: 14 })
    expect(narrowed.rows[0]!.cells).toHaveLength(1)
    expect(narrowed.rows[0]!.cells[0]).toMatchObject({ compared: 'worse', isFar: true, isReliable: true })
  })

  it('are told on the page of a measure how alike they are', () => {
    const { groups } = runMeasurePanel(input, 'measure', context, { key: 'screening/rate' })
    expect(groups.find(({ dimension }) => dimension === 'practice')!.intraclass).toBeGreaterThan(0.05)
    expect(groups.find(({ dimension }) => dimension === 'sex')!.intraclass).toBeUndefined()
  })
})

describe('units whose people were assigned by chance', () => {
  it('are told from everybody no more often than the limits of the funnel promise', () => {
    const [seeds, everyone, units] = [25, 600, 6]
    const idOf = (index: number): string => `p${String(index).padStart(3, '0')}`
    let [cells, told] = [0, 0]
    for (let seed = 1; seed <= seeds; seed++) {
      const next = seededNumbers(seed)
      const assigned = plainStore({
        patient: Array.from({ length: everyone }, (_, index) => ({
          id: idOf(index),
          birth_date: '1955-03-01',
          gender: 'female',
          managing_organization_id: `o${Math.floor(next() ** 1.5 * units)}`
        })),
        organization: Array.from({ length: units }, (_, unit) => ({ id: `o${unit}`, name: `Practice ${unit}` })),
        encounter: [{ id: 'e', patient_id: idOf(0), status: 'finished', period_start: '2026-12-31' }]
      })
      const met = Array.from({ length: everyone }, (): PlainCases => [1, 1, 0, 0, next() < 0.6 ? 1 : 0])
      const alike = qualityInput(assigned, [plainMeasure(definition, plainRun(definition, met))])
      const panel = runMeasurePanel(alike, 'heatmap', context, { dimension: 'practice', limit: units })
      for (const cell of panel.rows[0]!.cells) {
        cells++
        if (cell.compared === 'better' || cell.compared === 'worse') told++
      }
    }
    const promised = 0.05 * cells
    expect(told).toBeLessThanOrEqual(promised + 2 * Math.sqrt(promised))
  })
})
