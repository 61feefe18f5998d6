import { describe, expect, it } from 'vitest'
import type { EquityDimension, EquityPanel } from '#engine/population/panels/results/equity-result.ts'
import { addAreas } from '#engine/population/selection/area-dimensions.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import { plainDefinition, plainMeasure, plainRun, type PlainCases } from '../../support/plain-measures.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { day, plainStore } from '../selection/plain-store.ts'

/** People of a group at a practice, and how many of them meet the measure. */
const blocks = [
  { ethnicity: 'Hispanic or Latino', practice: 'a', size: 20, met: 10 },
  { ethnicity: 'Hispanic or Latino', practice: 'b', size: 80, met: 24 },
  { ethnicity: 'Not Hispanic or Latino', practice: 'a', size: 160, met: 112 },
  { ethnicity: 'Not Hispanic or Latino', practice: 'b', size: 40, met: 16 },
  { ethnicity: '', practice: 'a', size: 10, met: 2 }
] as const
const people = blocks.flatMap(({ ethnicity, practice, size, met }, block) =>
  Array.from({ length: size }, (_, index) => ({
    id: `p${block}-${String(index).padStart(3, '0')}`,
    ethnicity,
    practice,
    met: index < met
  }))
)
const store = plainStore({
  patient: people.map(({ id, ethnicity, practice }) => ({
    id,
    birth_date: '1955-03-01',
    gender: 'female',
    ethnicity,
    managing_organization_id: practice,
    ...(id.startsWith('p2') ? { postal_code: '02139-4307' } : {})
  })),
  organization: ['a', 'b'].map((id) => ({ id, name: `Practice ${id}` })),
  encounter: people.map(({ id }) => ({ id: `e${id}`, patient_id: id, status: 'finished', period_start: '2026-12-31' }))
})
const definition = plainDefinition('screening')
const cases = people.map(({ met }): PlainCases => [1, 1, 0, 0, met ? 1 : 0])
const input = qualityInput(store, [plainMeasure(definition, plainRun(definition, cases))])
const context = { asOf: day('2026-12-31'), filters: [] }

function equity(dimension: EquityDimension, reference?: string): EquityPanel {
  return runMeasurePanel(input, 'equity', context, {
    key: 'screening/rate',
    dimension,
    ...(reference === undefined ? {} : { reference })
  })
}

describe('equity of a measure', () => {
  const panel = equity('ethnicity')
  const [largest, other, unrecorded] = panel.groups

  it('compares groups with the largest one', () => {
    expect(panel.reference).toBe('Not Hispanic or Latino')
    expect(panel.groups.map(({ label, people: eligible }) => [label, eligible])).toEqual([
      ['Not Hispanic or Latino', 200],
      ['Hispanic or Latino', 100],
      ['Not recorded', 10]
    ])
    expect(largest).toMatchObject({ gap: undefined, ratio: undefined, between: undefined })
    // 34 of 100 against 128 of 200.
    expect(other!.gap!.value).toBeCloseTo(-30, 10)
    expect(other!.gap!.interval).toMatchObject({ method: 'newcombe', level: 0.95 })
    expect(other!.ratio!.value).toBeCloseTo(0.34 / 0.64, 10)
  })

  it('splits the gap by practice', () => {
    // At each practice 0.2 and 0.1 lower; 80% instead of 20% are at the practice with the lower rate.
    const within = ((0.2 + 0.8) / 2) * (0.5 - 0.7) + ((0.8 + 0.2) / 2) * (0.3 - 0.4)
    expect(other!.within).toBeCloseTo(within * 100, 10)
    expect(other!.between! + other!.within!).toBeCloseTo(-30, 10)
    expect(other!.between).toBeLessThan(-10)
  })

  it('keeps those of whom nothing is recorded as a group, and never as the comparison', () => {
    expect(unrecorded).toMatchObject({ unrecorded: true })
    expect(unrecorded!.gap!.value).toBeCloseTo((0.2 - 0.64) * 100, 10)
  })

  it('compares with another group on request', () => {
    const turned = equity('ethnicity', 'Hispanic or Latino')
    expect(turned.groups[0]!.gap!.value).toBeCloseTo(30, 10)
    expect(turned.groups[1]!.gap).toBeUndefined()
  })

  it('has nothing to compare where all are alike', () => {
    const { groups, trend } = equity('sex')
    expect(groups).toHaveLength(1)
    expect(groups[0]!.gap).toBeUndefined()
    expect(trend).toBeUndefined()
  })

  it('compares areas by an imported table, with people outside of it as a group, and says what to import without', () => {
    const without = equity('deprivation')
    expect(without.groups).toEqual([])
    expect(without.missing).toMatch(/^no table with the deprivation of ZIP codes or people is imported/)
    const [population] = input.population.shards
    const facts = { deprivation: '10', rurality: '' }
    const people = new Map([['p1-000', { ...facts, deprivation: '2' }]])
    addAreas(population!, { zips: new Map([['02139', facts]]), people })
    const placed = equity('deprivation')
    expect(placed.missing).toBeUndefined()
    expect(placed.groups.map(({ label, people: eligible, unrecorded: none }) => [label, eligible, none])).toEqual([
      ['10', 160, false],
      ['2', 1, false],
      ['Not recorded', 149, true]
    ])
    expect(equity('rurality').missing).toMatch(/^no table with the rurality/)
    addAreas(population!, { zips: new Map([['02139', { deprivation: '', rurality: 'urban' }]]), people: new Map() })
    expect(equity('rurality').groups.map(({ label }) => label)).toEqual(['urban', 'Not recorded'])
  })
})
