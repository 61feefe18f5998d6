import { beforeAll, describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { EquityPanel } from '#engine/population/panels/results/equity-result.ts'
import { populationOf, type PopulationView } from '#engine/population/selection/population.ts'
import type { Store } from '#engine/store/model/store.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { sampleStore } from '../panels/sample-store.ts'

const asOf = day('2026-10-31')
const keys = [
  'cost/paid',
  'use/emergency',
  'use/inpatient',
  'use/readmission',
  'registry/hypertension/prevalence',
  'registry/diabetes/prevalence',
  'registry/depression/prevalence'
]
const groups = ['a', 'b', 'c', 'd']

let store: Store
let population: PopulationView

beforeAll(async () => {
  const types = ['Patient', 'Coverage', 'Encounter', 'Condition', 'ExplanationOfBenefit'] as const
  ;({ store } = await sampleStore(900, { signals: false, types }))
  population = populationOf(store, shippedRegistries)
}, 600_000)

/** Gives everybody another group in the place of what is recorded. */
function regroup(groupOf: (person: number) => number): void {
  const { label, group, hidden } = population.dimension('race')
  const codes = Int8Array.from({ length: store.patients }, (_, person) => groupOf(person))
  population.remove('race')
  const values = groups.map((value) => ({ value, label: value }))
  population.add({ id: 'race', label, group, hidden, fixed: true, values, codes: () => codes })
}

const compared = (key: string): EquityPanel =>
  runPanel(store, shippedRegistries, 'equity', { asOf, filters: [] }, { key, dimension: 'race' })

describe('gaps between groups', () => {
  it('are beyond chance no more often than is said where people were divided by chance', () => {
    const seeds = 30
    let [comparisons, falsePanels] = [0, 0]
    for (let seed = 1; seed <= seeds; seed++) {
      const next = seededNumbers(seed)
      regroup(() => Math.floor(next() ** 1.5 * groups.length))
      for (const key of keys) {
        const { groups: found, missing } = compared(key)
        expect(missing).toBeUndefined()
        comparisons++
        if (found.some(({ beyondChance }) => beyondChance)) falsePanels++
      }
    }
    // In one comparison of all groups with one, chance alone shows a gap in 5 of 100.
    const promised = 0.05 * comparisons
    expect(falsePanels).toBeLessThanOrEqual(promised + 2 * Math.sqrt(promised))
    // Nor is the bound so wide that nothing would ever be found.
    expect(falsePanels).toBeGreaterThan(0)
  }, 600_000)

  it('are found in use where they were put in, with their size', () => {
    const visits = visitsOf()
    const next = seededNumbers(7)
    // Who had visits is in the group three times as often as the others.
    regroup((person) => (next() < (visits[person]! > 0 ? 0.6 : 0.2) ? 1 : 0))
    const { groups: found, reference } = compared('use/emergency')
    expect(reference).toBe('a')
    const group = found.find(({ value }) => value === 'b')!
    expect(group.beyondChance).toBe(true)
    expect(group.gap!.value!).toBeGreaterThan(0)
    expect(group.ratio!.interval!.low).toBeGreaterThan(1.5)
  }, 600_000)
})

/** Emergency encounters of the last twelve months by person, read from the table alone. */
function visitsOf(): Int32Array {
  const table = store.table('encounter')
  const classes = table.column('class', 'concept').ids
  const days = table.day!
  const each = new Int32Array(store.patients)
  for (let row = 0; row < table.rows; row++) {
    const code = store.concepts.codes[classes[row]!]
    const person = table.patient![row]!
    if (person >= 0 && code === 'EMER' && days[row]! > asOf - 365 && days[row]! <= asOf) each[person]!++
  }
  return each
}
