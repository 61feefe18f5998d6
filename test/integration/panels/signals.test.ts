import { beforeAll, describe, expect, it } from 'vitest'
import type { Funnel, SignalRow } from '#engine/population/panels/results/overview-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import type { SignalGroundTruth } from '../../../src-main/sample/population/signal-truth.ts'
import { shippedPlan } from '../../support/load-store.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

const needed = ['Patient', 'Organization', 'Practitioner', 'PractitionerRole', 'Condition', 'Observation', 'Encounter']

describe('signals of the sample population', () => {
  let rows: readonly SignalRow[]
  let funnels: readonly Funnel[]
  let signals: readonly SignalGroundTruth[]

  beforeAll(async () => {
    const generated = createSamplePopulation({ patients: 6000 })
    const builder = createStoreBuilder(shippedPlan())
    const ingest = createIngest(shippedPlan(), (chunk) => builder.add(chunk))
    const accounts: FileAccount[] = []
    const files = generated.files.filter(({ name }) => needed.some((type) => name.startsWith(`${type}.`)))
    for (const [file, { name }] of files.entries())
      accounts.push(await ingest.read({ file, open: () => Promise.resolve(generated.stream(name)) }))
    const snapshot = { id: 'sample', label: 'Sample', loadedAt: Date.UTC(2026, 11, 1) }
    const store = builder.finish({ files: files.map(({ name }) => name), accounts, snapshot, seconds: 0 })
    const context = { asOf: day(generated.asOf), filters: [] }
    ;({ rows, funnels } = runPanel(store, shippedRegistries, 'signals', context, {}))
    signals = (await generated.truths()).signals
  })

  const rowOf = ({ id, name }: SignalGroundTruth): SignalRow => {
    const goal = id === 'worsening-a1c' ? 'A1c below 8%' : 'Blood pressure below 140/90'
    const indicator = `${goal}, readings of the month`
    const row = rows.find((each) => each.indicator === indicator && each.group === name)
    if (row === undefined) throw new Error(`no row for ${indicator} at ${name}`)
    return row
  }

  it('put the planted changes first', () => {
    expect(rows.length).toBeGreaterThan(12)
    expect(
      rows
        .slice(0, 2)
        .map(({ id }) => id)
        .toSorted()
    ).toEqual(signals.map((each) => rowOf(each).id).toSorted())
  })

  it('tell which way they go', () => {
    for (const truth of signals) {
      const { signal, better } = rowOf(truth)
      expect(better).toBe('above')
      expect(signal?.direction).toBe(truth.direction === 'falls' ? 'below' : 'above')
    }
  })

  it('are what chance alone would give hardly ever: the others vary as usual', () => {
    const planted = new Set(signals.map((each) => rowOf(each).id))
    expect(rows.filter(({ id, signal }) => signal !== undefined && !planted.has(id)).length).toBeLessThanOrEqual(2)
  })

  it('compare every practice with all of them', () => {
    for (const { rows: practices, overall, limits } of funnels) {
      expect(practices.length).toBeGreaterThan(3)
      expect(practices.reduce((sum, { figure }) => sum + figure.numerator!, 0)).toBe(overall.numerator)
      for (const { reliability } of practices) expect(reliability).toBeLessThan(1)
      // The more people, the narrower the limits.
      const width = ({ lower, upper }: (typeof limits)[number]): number => upper - lower
      expect(width(limits.at(-1)!)).toBeLessThan(width(limits[0]!))
    }
  })

  it('have no signal before the change began', () => {
    for (const truth of signals) {
      const row = rowOf(truth)
      const since = row.points[row.signal?.since ?? 0]?.at ?? 0
      expect(since).toBeGreaterThanOrEqual(day(`${truth.from}-01`) - 62)
    }
  })
})
