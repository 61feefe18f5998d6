import { describe, expect, it } from 'vitest'
import { figuresOfParts, type PartName } from '#engine/population/panels/results/panel-part.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { StillArriving, whenArrived } from '#engine/store/cache/arriving.ts'
import { openCache } from '#engine/store/cache/cache-read.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import { planTables } from '#engine/store/model/plan.ts'
import type { Store } from '#engine/store/model/store.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import type { PopulationType } from '../../../src-main/sample/population/base/resource-types.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { gatedStages } from '../../support/gated-stages.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { sampleStore } from './sample-store.ts'

const views = { r4: Array.from(canonicalViews('r4').values()), r5: Array.from(canonicalViews('r5').values()) }
const marks = await viewMarks(views)
const plan = planTables(views)
/** What a payer has. */
const ofPayer: ReadonlySet<PopulationType> = new Set(['Patient', 'Coverage', 'Organization', 'ExplanationOfBenefit'])
const partNames = Object.keys(figuresOfParts.overview) as PartName<'overview'>[]

const people = async (isStored?: (type: PopulationType) => boolean): Promise<Store> =>
  (await sampleStore(40, {}, undefined, isStored)).store

/** A store that is opened from its columns, with the stages held back until they are let through. */
async function opening(store: Store) {
  const gated = gatedStages(writeCache(store, marks))
  gated.letOn()
  const opened = (await openCache(gated.stream, plan))!
  return { store: opened.store, whole: opened.whole, letOn: gated.letOn }
}

function overviewPart(store: Store, part: PartName<'overview'>, asOf: number): unknown {
  return runPanel(store, shippedRegistries, 'part', { asOf, filters: [] }, { panel: 'overview', params: {}, part })
}

const lastDayOf = (store: Store): number =>
  runPanel(store, shippedRegistries, 'extent', { asOf: 20_000, filters: [] }, {}).lastDay!

const isTold = (ask: () => unknown): boolean => {
  try {
    ask()
    return true
  } catch (error) {
    if (error instanceof StillArriving) return false
    throw error
  }
}

describe('parts of the first screen', () => {
  it('are told without claims where they read none of them, and wait for them otherwise', async () => {
    const store = await people()
    const asOf = lastDayOf(store)
    const { store: arriving, whole, letOn } = await opening(store)
    expect(lastDayOf(arriving)).toBe(asOf)
    const isEarly = (part: PartName<'overview'>): boolean => isTold(() => overviewPart(arriving, part, asOf))
    const early = partNames.filter(isEarly)
    expect(early).toEqual(['people', 'conditions', 'encounters'])
    for (const part of early) expect(overviewPart(arriving, part, asOf), part).toEqual(overviewPart(store, part, asOf))
    expect(isTold(() => runPanel(arriving, shippedRegistries, 'summary', { asOf, filters: [] }, {}))).toBe(false)
    letOn()
    const panel = (of: Store): unknown => runPanel(of, shippedRegistries, 'overview', { asOf, filters: [] }, {})
    expect(await whenArrived(() => panel(arriving))).toEqual(panel(store))
    for (const part of partNames)
      expect(overviewPart(arriving, part, asOf), part).toEqual(overviewPart(store, part, asOf))
    expect(runPanel(arriving, shippedRegistries, 'summary', { asOf, filters: [] }, {})).toEqual(
      runPanel(store, shippedRegistries, 'summary', { asOf, filters: [] }, {})
    )
    // Nothing of that needed the other columns.
    expect(() => arriving.table('observation').column('issued', 'dateTime')).toThrow(StillArriving)
    letOn()
    await whole
  })

  it('wait for claims where these stand in for the chart', async () => {
    const store = await people((type) => ofPayer.has(type))

    const asOf = lastDayOf(store)
    const { store: arriving, letOn } = await opening(store)
    expect(partNames.filter((part) => isTold(() => overviewPart(arriving, part, asOf)))).toEqual([
      'people',
      'encounters'
    ])
    letOn()
    for (const part of partNames)
      expect(await whenArrived(() => overviewPart(arriving, part, asOf)), part).toEqual(overviewPart(store, part, asOf))
  })

  it('wait for what their filters read', async () => {
    const store = await people()
    const asOf = lastDayOf(store)
    const { store: arriving, letOn } = await opening(store)
    const payer = [{ dimension: 'payer', values: ['unknown'], exclude: true }]
    const inView = (of: Store): unknown =>
      runPanel(
        of,
        shippedRegistries,
        'part',
        { asOf, filters: payer },
        { panel: 'overview', params: {}, part: 'people' }
      )
    expect(isTold(() => inView(arriving))).toBe(false)
    letOn()
    expect(await whenArrived(() => inView(arriving))).toEqual(inView(store))
  })
})

describe('what is asked too early', () => {
  it('is asked again with each stage, and of what takes the place of columns that cannot be read', async () => {
    const store = await people((type) => type === 'Patient')
    const { store: arriving, letOn } = await opening(store)
    let times = 0
    const asked = whenArrived(() => {
      times++
      return arriving.table('patient').columns.size + arriving.resources.get('Patient')!.ids.length
    })
    letOn()
    letOn()
    await asked
    expect(times).toBeGreaterThan(2)

    const parts = Array.from(writeCache(store, marks))
    const cut = gatedStages(parts.slice(0, -10))
    cut.letOn()
    const damaged = (await openCache(cut.stream, plan))!
    const ask = (): number => damaged.store.resources.get('Patient')!.ids.length
    const refused = expect(whenArrived(ask)).rejects.toMatchObject({ code: 'unreadable-file' })
    let isRepaired = false
    const repaired = whenArrived(
      () => (isRepaired ? store.resources.get('Patient')!.ids.length : ask()),
      async () => {
        isRepaired = true
      }
    )
    cut.letOn()
    cut.letOn()
    await refused
    expect(await repaired).toBe(40)
    await expect(damaged.whole).rejects.toMatchObject({ code: 'unreadable-file' })
  })
})
