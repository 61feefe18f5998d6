import { beforeAll, describe, expect, it } from 'vitest'
import { ageAt } from '#engine/base/fhir/calendar.ts'
import { boardTemplates } from '#engine/boards/board-templates.ts'
import type { FigureAnswer } from '#engine/boards/figure-answer.ts'
import { panelQuestion } from '#engine/boards/figure-source.ts'
import { countBits } from '#engine/base/kernels/bitset.ts'
import { dataSpan } from '#engine/population/panels/base/data-span.ts'
import { askShards } from '#engine/shards/mergeable.ts'
import { ofTheLiving } from '#engine/population/panels/base/view.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import type { Store } from '#engine/store/model/store.ts'
import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'
import { figureView } from '../../../src-renderer/figures/catalog.ts'
import { paletteEntries } from '../../../src-renderer/shell/navigation/palette-entries.ts'
import { format } from '../../unit/charts/chart-fixture.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { sampleStore } from './sample-store.ts'

/** The generator's name of each disease whose registry has the same definition. */
const sameDisease: Readonly<Record<string, keyof GroundTruth['registries']>> = {
  diabetes: 'diabetes',
  hypertension: 'hypertension',
  hyperlipidaemia: 'hyperlipidemia',
  'ischaemic-heart-disease': 'ischemicHeart',
  'heart-failure': 'heartFailure',
  'atrial-fibrillation': 'atrialFibrillation',
  asthma: 'asthma',
  copd: 'copd',
  depression: 'depression',
  dementia: 'dementia',
  osteoporosis: 'osteoporosis',
  'breast-cancer': 'breastCancer',
  'colorectal-cancer': 'colorectalCancer',
  'prostate-cancer': 'prostateCancer',
  'lung-cancer': 'lungCancer'
}

describe('panels over the sample population', () => {
  let context: Context
  let store: Store
  let truths: GroundTruth

  beforeAll(async () => {
    const sample = await sampleStore(600)
    store = sample.store
    context = { asOf: day(sample.generated.asOf), filters: [] }
    truths = await sample.generated.truths()
  })

  it('have a value or a chart for each figure of the boards to begin with, under a title of its own', () => {
    for (const { figures } of boardTemplates) {
      const titles: (string | undefined)[] = []
      for (const { source, title } of figures) {
        if (source.of !== 'population') continue
        const { name, params } = panelQuestion(source)
        const answer = runPanel(store, shippedRegistries, name, context, params) as FigureAnswer
        const view = figureView(source, answer, format())
        titles.push(title ?? view?.title)
        const drawn =
          view?.keyFigure?.figure.value !== undefined || view?.model !== undefined || view?.table !== undefined
        expect([source.panel, source.figure, view?.empty, drawn]).toEqual([
          source.panel,
          source.figure,
          undefined,
          true
        ])
      }
      expect(titles).toEqual([...new Set(titles)])
    }
  })

  it('count the people that were made', () => {
    const summary = runPanel(store, shippedRegistries, 'summary', context, {})
    expect(summary.people).toEqual({ inView: truths.people.living, all: truths.people.all })
    const all = runPanel(
      store,
      shippedRegistries,
      'summary',
      { ...context, filters: [{ dimension: 'living', values: ['living', 'deceased'] }] },
      {}
    )
    const people = (dimension: string, value: string): number | undefined =>
      all.dimensions.find((each) => each.id === dimension)?.values.find((each) => each.value === value)?.people
    expect(people('sex', 'female')).toBe(truths.people.female)
    expect(people('race', 'unknown')).toBe(truths.people.raceMissing)
    expect(people('ethnicity', 'unknown')).toBe(truths.people.ethnicityMissing)
  })

  it('find the payer whose claims never arrived for some months, and no other gap', () => {
    const { gaps, volumes } = runPanel(store, shippedRegistries, 'quality', context, {})
    const { payer, months } = truths.feedGap
    expect(gaps.rows.map(({ source, from, to, found }) => [source, from, to, found.value])).toEqual([
      [`Claims of ${payer}`, day(`${months[0]!}-01`), day('2025-06-30'), 0]
    ])
    expect(gaps.judged).toBeGreaterThan(100)
    const gapsOf = ({ points }: (typeof volumes.feeds)[number]) => points.filter(({ isGap }) => isGap)
    expect(volumes.feeds.map((feed) => [feed.label, gapsOf(feed).length])).toEqual([
      ['Encounters', 0],
      ['Observations', 0],
      ['Laboratory results', 0],
      ['Procedures', 0],
      ['Immunizations', 0],
      ['Prescriptions', 0],
      ['Claims', 0],
      [`Claims of ${payer}`, months.length]
    ])
    const part = gapsOf(volumes.feeds.at(-1)!)
    expect(part.map(({ at, figure }) => [at, figure.value])).toEqual(months.map((month) => [day(`${month}-01`), 0]))
    for (const { points } of volumes.feeds)
      for (const { figure, limit, isGap } of points)
        expect(isGap).toBe(limit !== undefined && (figure.value ?? 0) < limit)
  })

  it('say of the months before pharmacy claims begin that their cost cannot be computed, and of no others', () => {
    const begins = { medical: day(truths.firstDay), pharmacy: day(`${truths.pharmacyFeedFrom}-01`) }
    const early = runPanel(store, shippedRegistries, 'cost', { asOf: day('2024-10-31'), filters: [] }, {})
    for (const { id, paid } of early.claims!.trends) {
      const [from, text] =
        id === 'medical'
          ? [begins.medical, 'medical claims, or few, before Nov 2022']
          : [begins.pharmacy, 'pharmacy claims']
      const untold = paid.points.filter(({ figure }) => figure.value === undefined)
      expect(untold.length, id).toBeGreaterThan(0)
      expect(untold, id).toEqual(paid.points.filter(({ at }) => at < from))
      for (const { figure } of untold) expect(figure.missing).toContain(`the data have no ${text}`)
    }
    // Nor is it said that the cost rose against a year without them.
    expect(early.keyFigures.find(({ id }) => id === 'paid')!.note).not.toContain('year before')
    const pharmacy = early.claims!.services.find(({ id }) => id === 'pharmacy')!
    expect(pharmacy.yearAgo.value).toBeUndefined()
    const late = runPanel(store, shippedRegistries, 'cost', context, {})
    for (const { paid } of late.claims!.trends)
      expect(paid.points.filter(({ figure }) => figure.value === undefined)).toEqual([])
    expect(late.keyFigures.find(({ id }) => id === 'paid')!.note).toContain('year before')
  })

  it('find the results that were written without a unit', () => {
    const outcomes = [...runChecks([onlyShard(store)])]
    const { failed } = outcomes.find(({ check }) => check.id === 'present/observation.unit')!
    const { all, withoutUnit } = truths.laboratory
    expect(withoutUnit / all).toBeGreaterThan(0.005)
    // Results that were entered in error are checked, too: about one in seven hundred.
    expect(failed).toBeGreaterThanOrEqual(withoutUnit)
    expect(failed).toBeLessThanOrEqual(withoutUnit + 3)
  })

  it('find exactly the diseases that were planted and recorded', () => {
    const { registries } = runPanel(store, shippedRegistries, 'summary', context, {})
    for (const [id, disease] of Object.entries(sameDisease)) {
      expect(registries.find((each) => each.id === id)?.people, id).toBe(truths.registries[disease].people)
    }
  })

  it('find those whom laboratory results, weights and transient attacks add to the diagnoses', () => {
    const { registries } = runPanel(store, shippedRegistries, 'summary', context, {})
    const people = (id: string): number => registries.find((each) => each.id === id)!.people!
    expect(people('chronic-kidney-disease')).toBeGreaterThanOrEqual(truths.registries.kidneyDisease.people)
    expect(people('stroke')).toBeGreaterThanOrEqual(truths.registries.stroke.people)
    expect(people('obesity')).toBeGreaterThan(truths.registries.obesity.people)
  })

  it('put everybody in the practice whose panel they are on', () => {
    const { breakdowns } = runPanel(store, shippedRegistries, 'overview', context, {})
    const practices = breakdowns.find((each) => each.dimension === 'practice')!.rows
    for (const { organizationId, name, people } of truths.practices.filter((each) => each.people > 0)) {
      const row = practices.find((each) => each.value === organizationId)
      expect([row?.label, row?.count.value]).toEqual([name, people])
    }
  })

  it('count encounters by class', () => {
    const population = populationOf(store, shippedRegistries)
    for (const [code, count] of Object.entries(truths.encounters)) {
      const where = [
        { column: 'class', in: [`http://terminology.hl7.org/CodeSystem/v3-ActCode|${code}`] },
        { column: 'status', in: ['planned', 'cancelled'], exclude: true }
      ]
      expect(resolveRows(population, { table: 'encounter', asOf: context.asOf, filters: [], where }).length, code).toBe(
        count
      )
    }
  })

  /** Living people of a practice and of some ages who are in some bands of a control. */
  function inBands(practice: string, control: string, bands: readonly string[], from: number, to: number): number {
    const filters: Filter[] = [
      { dimension: 'living', values: ['living'] },
      { dimension: 'practice', values: [practice] },
      { dimension: `control:${control}`, values: bands }
    ]
    const population = populationOf(store, shippedRegistries)
    const rows = resolveRows(population, { table: 'patient', asOf: context.asOf, filters, where: [] })
    const birth = store.table('patient').column('birth_date', 'date').days
    return [...rows].filter((row) => {
      const age = ageAt(birth[row]!, context.asOf)
      return age >= from && age <= to
    }).length
  }

  it('measure the control of blood pressure as it was planted in each practice', () => {
    const goal = ['below-130-80', 'below-140-90']
    const measured = [...goal, 'below-160-100', '160-100-or-more']
    for (const { organizationId, name, pressureControlled } of truths.practices) {
      const numerator = inBands(organizationId, 'hypertension/blood-pressure', goal, 18, 85)
      const denominator = inBands(organizationId, 'hypertension/blood-pressure', measured, 18, 85)
      expect({ numerator, denominator }, name).toEqual(pressureControlled)
    }
  })

  it('measure A1c as it was planted, but for results without a unit or a LOINC code, which count as not tested', () => {
    const goal = ['below-7', '7-to-8']
    let missed = 0
    let moved = 0
    for (const { organizationId, a1cBelow8 } of truths.practices) {
      missed +=
        a1cBelow8.denominator - inBands(organizationId, 'diabetes/hba1c', [...goal, '8-to-9', 'above-9'], 18, 75)
      moved += Math.abs(a1cBelow8.numerator - inBands(organizationId, 'diabetes/hba1c', goal, 18, 75))
    }
    const { a1cWithoutLoinc, withoutUnit } = truths.laboratory
    expect(missed).toBeGreaterThanOrEqual(0)
    expect(missed).toBeLessThanOrEqual(a1cWithoutLoinc + withoutUnit)
    // Of some twenty-five people, more would mean that other results are lost, too.
    expect(moved).toBeLessThanOrEqual(3)
  })

  it('offers each filter with the people that it leaves, as of the date, in the command palette', () => {
    const population = populationOf(store, shippedRegistries)
    const earlier = { asOf: context.asOf - 200, filters: [{ dimension: 'sex', values: ['female'] }] }
    const summary = runPanel(store, shippedRegistries, 'summary', earlier, {})
    const entries = paletteEntries([], summary, String).filter(({ group }) => group === 'filter')
    const left = entries.map(({ action }) => {
      if (action.kind !== 'filter') throw new TypeError('no filter')
      const { dimension, value } = action
      const others = earlier.filters.filter((filter) => filter.dimension !== dimension)
      const filters = [...others, { dimension, values: [value] }]
      return String(countBits(population.select(earlier.asOf, ofTheLiving(filters))))
    })
    expect(entries.length).toBeGreaterThan(50)
    expect(entries.map(({ detail }) => detail)).toEqual(left)
  })

  it('reaches as far as it was made, past which appointments and cancelled visits lie', () => {
    const late = { ...store, snapshot: { ...store.snapshot, loadedAt: Date.UTC(2026, 10, 30) } }
    const { last, laterRecords } = askShards([{ store: late }], dataSpan)
    expect(last).toBe(context.asOf)
    expect(laterRecords).toBeGreaterThan(0)
  })
})
