import { beforeAll, describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Store } from '#engine/store/model/store.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { sampleStore } from './sample-store.ts'

/** Registries by diagnosis alone: of the others, laboratory results and weights are not on claims. */
const byDiagnosis = [
  'diabetes',
  'hypertension',
  'hyperlipidaemia',
  'ischaemic-heart-disease',
  'heart-failure',
  'atrial-fibrillation',
  'asthma',
  'copd',
  'depression',
  'dementia',
  'osteoporosis'
]

describe('the payer sample next to the sample population', () => {
  const members = new Map<string, ReadonlyMap<string, number>>()
  const events = new Map<string, readonly number[]>()
  let asOf = 0

  beforeAll(async () => {
    for (const view of ['chart', 'payer'] as const) {
      const { store, generated } = await sampleStore(700, { view })
      asOf = day(generated.asOf)
      members.set(view, membersOf(store))
      events.set(view, eventsOf(store))
    }
  })

  function membersOf(store: Store): ReadonlyMap<string, number> {
    const { registries } = runPanel(store, shippedRegistries, 'summary', { asOf, filters: [] }, {})
    return new Map(registries.map(({ id, people }) => [id, people ?? 0]))
  }

  /** Emergency visits that did not end in a stay, and stays. */
  function eventsOf(store: Store): readonly number[] {
    const { keyFigures } = runPanel(store, shippedRegistries, 'use', { asOf, filters: [] }, {})
    return ['emergency', 'inpatient'].map((id) => keyFigures.find((each) => each.id === id)!.figure.numerator!)
  }

  it('counts the emergency visits and stays of the chart by claims', () => {
    const chart = events.get('chart')!
    events.get('payer')!.forEach((count, index) => {
      expect(chart[index]).toBeGreaterThan(10)
      expect(count / chart[index]!).toBeGreaterThan(0.9)
      expect(count / chart[index]!).toBeLessThan(1.1)
    })
  })

  it('reaches nine of ten members of the registries by claims; the others have no plan or too few claims', () => {
    const sum = (view: string): number =>
      byDiagnosis.reduce((total, id) => total + (members.get(view)?.get(id) ?? 0), 0)
    expect(sum('chart')).toBeGreaterThan(400)
    expect(sum('payer') / sum('chart')).toBeGreaterThan(0.9)
    expect(sum('payer')).toBeLessThanOrEqual(sum('chart'))
  })
})
