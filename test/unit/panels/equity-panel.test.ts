import { beforeAll, describe, expect, it } from 'vitest'
import type { Figure } from '#engine/base/figures/figure.ts'
import { equityList } from '#engine/population/panels/equity/equity-list.ts'
import {
  equityDimensions,
  type EquityDimension,
  type EquityPanel
} from '#engine/population/panels/results/equity-result.ts'
import type { PanelParams } from '#engine/population/panels/results/panel.ts'
import type { RegistryPanel } from '#engine/population/panels/results/registry-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import type { Store } from '#engine/store/model/store.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { loadFiles } from '../../support/load-store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'
import { listedCount, openedNumber, promisedCount } from './opened-rows.ts'

let store: Store
const context = { asOf: day('2026-09-30'), filters: [] }

beforeAll(async () => {
  const sample = createSamplePopulation({ patients: 250 })
  store = await loadFiles(
    await Promise.all(
      sample.files.map(async ({ name }) => ({ name, content: await new Response(sample.stream(name)).text() }))
    )
  )
  // Months are complete when records of them had time to come in.
  Object.assign(store.snapshot, { loadedAt: Date.UTC(2026, 10, 20) })
})

function equity(key: string, dimension: EquityDimension, more: Partial<PanelParams<'equity'>> = {}): EquityPanel {
  return runPanel(store, shippedRegistries, 'equity', context, { key, dimension, ...more })
}

/** What a figure says, without where it comes from. */
function said({ value, unit, numerator, denominator, interval, missing }: Figure): object {
  return { value, unit, numerator, denominator, interval, missing }
}

const registry = (): RegistryPanel => runPanel(store, shippedRegistries, 'registry', context, { id: 'diabetes' })

describe('a figure compared between groups', () => {
  it('is for everybody what its own screen shows', () => {
    const { keyFigures, controls } = registry()
    const cost = runPanel(store, shippedRegistries, 'cost', context, {}).keyFigures
    const others: readonly (readonly [string, string, readonly { readonly id: string; readonly figure: Figure }[]])[] =
      [
        ['registry/diabetes/prevalence', 'prevalence', keyFigures],
        ['registry/diabetes/incidence', 'incidence', keyFigures],
        [`registry/diabetes/control/${controls[0]!.id}`, `${controls[0]!.id}-goal`, keyFigures],
        ['cost/paid', 'paid', cost],
        ['use/emergency', 'emergency', cost],
        ['use/inpatient', 'inpatient', cost],
        ['use/readmission', 'readmission', cost]
      ]
    for (const [key, id, figures] of others) {
      expect(equity(key, 'sex').overall.value, key).toBeDefined()
      expect(said(equity(key, 'sex').overall), key).toEqual(said(figures.find((each) => each.id === id)!.figure))
    }
  })

  it('is for each group what its own screen shows', () => {
    const { strata } = registry()
    const use = runPanel(store, shippedRegistries, 'use', context, {}).groups
    const others: readonly (readonly [string, RegistryPanel['strata'][number]])[] = [
      ['registry/diabetes/prevalence', strata[0]!],
      ['registry/diabetes/control/hba1c', strata[1]!],
      ['use/emergency', use[0]!],
      ['use/inpatient', use[1]!],
      ['use/readmission', use[2]!]
    ]
    for (const [key, { groups }] of others)
      for (const dimension of ['race', 'ethnicity', 'age'] as const) {
        const rows = groups.find((each) => each.dimension === dimension)!.rows
        const ours = new Map(equity(key, dimension).groups.map(({ value, rate }) => [value, said(rate)]))
        expect(ours, key).toEqual(new Map(rows.map(({ group, figure }) => [group, said(figure)])))
      }
  })

  it('opens what it counts, with its gaps', () => {
    const population = populationOf(store, shippedRegistries)
    for (const key of [
      'registry/diabetes/incidence',
      'registry/diabetes/monitoring/hba1c',
      'cost/paid',
      'use/readmission'
    ])
      for (const { rate, gap } of equity(key, 'race').groups) {
        expect(openedNumber(population, rate), key).toBeCloseTo(rate.numerator!, 2)
        for (const figure of [rate, ...(gap === undefined ? [] : [gap])])
          expect(listedCount(population, shippedRegistries, figure), key).toBe(promisedCount(figure))
      }
  })

  it('has gaps that are differences and sums of their parts, with a comparison among those who are recorded', () => {
    for (const { key } of equityList(shippedRegistries.filter(({ id }) => id === 'hypertension'))) {
      const { groups, reference, kind } = equity(key, 'language')
      const base = groups.find(({ value }) => value === reference)!
      expect(base, key).toMatchObject({ unrecorded: false, gap: undefined, ratio: undefined })
      const scale = kind === 'proportion' ? 100 : 1
      for (const { value, rate, gap, between, within } of groups) {
        if (value === reference) continue
        expect(gap!.value!, key).toBeCloseTo((rate.value! - base.rate.value!) * scale, 8)
        expect(between! + within!, key).toBeCloseTo(gap!.value!, 8)
        if (gap!.interval !== undefined) {
          expect(gap!.interval.low).toBeLessThanOrEqual(gap!.value!)
          expect(gap!.interval.high).toBeGreaterThanOrEqual(gap!.value!)
        }
      }
    }
  })

  it('is followed up to the date, for the group that was chosen', () => {
    for (const key of ['registry/hypertension/prevalence', 'use/emergency', 'cost/paid']) {
      const { groups, reference } = equity(key, 'sex')
      const other = groups.find(({ value }) => value !== reference)!
      const { trend } = equity(key, 'sex', { reference: other.value, group: reference! })
      expect(trend!.group).toBe(reference)
      expect(trend!.series.points.length).toBeGreaterThan(4)
      expect(trend!.series.points.at(-1)!.figure.value, key).toBeCloseTo(-other.gap!.value!, 8)
    }
  })

  it('says why it cannot be computed, and offers everything to compare by', () => {
    expect(equity('cost/paid', 'payer').missing).toMatch(/^people change payers/)
    expect(equity('cost/paid', 'rurality')).toMatchObject({ groups: [], trend: undefined })
    expect(equity('use/inpatient', 'rurality').missing).toMatch(/^no table with the rurality/)
    expect(equity('use/inpatient', 'sex').dimensions.map(({ id }) => id)).toEqual(equityDimensions)
    const bare = plainStore({ patient: [{ id: 'a', birth_date: '1950-01-01' }] })
    const { overall, missing } = runPanel(bare, shippedRegistries, 'equity', context, {
      key: 'cost/paid',
      dimension: 'sex'
    })
    expect([overall.value, overall.missing, missing]).toEqual([
      undefined,
      'the data contain no claims',
      'the data contain no claims'
    ])
    expect(() => equity('cost/none', 'sex')).toThrow(/There is no figure "cost\/none"/)
  })
})

describe('events of which some people have many', () => {
  const people = Array.from({ length: 200 }, (_, index) => ({ id: `p${index}`, isFemale: index < 100 }))
  const emergency = (patient_id: string, index: number): PlainRow => ({
    id: `${patient_id}-${index}`,
    patient_id,
    status: 'finished',
    class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|EMER',
    period_start: `2026-0${1 + (index % 9)}-1${index % 10}`
  })
  const genders = people.map(({ id, isFemale }) => ({
    id,
    birth_date: '1960-01-01',
    gender: isFemale ? 'female' : 'male'
  }))
  /** 60 visits of women and 30 of men: by one person each, or all by a few. */
  const panel = (each: number): EquityPanel =>
    runPanel(
      plainStore({
        patient: genders,
        encounter: people.flatMap(({ id, isFemale }, index) =>
          index % 100 < (isFemale ? 60 : 30) / each
            ? Array.from({ length: each }, (_, index) => emergency(id, index))
            : []
        )
      }),
      shippedRegistries,
      'equity',
      context,
      { key: 'use/emergency', dimension: 'sex', reference: 'male' }
    )

  it('count for less: the same rates, a wider interval, and no finding', () => {
    const [alone, together] = [panel(1), panel(10)].map(({ groups }) =>
      groups.find(({ value }) => value === 'female')!
    ) as [EquityPanel['groups'][number], EquityPanel['groups'][number]]
    expect(together.gap!.value).toBeCloseTo(alone.gap!.value!, 10)
    expect([alone.beyondChance, together.beyondChance]).toEqual([true, false])
    const width = ({ gap }: EquityPanel['groups'][number]): number => gap!.interval!.high - gap!.interval!.low
    expect(width(together)).toBeGreaterThan(2.5 * width(alone))
  })
})
