import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OverviewPanel } from '#engine/population/panels/results/overview-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import type { Store } from '#engine/store/model/store.ts'
import { figuresIn, listedCount, openedNumber, promisedCount } from '../../unit/panels/opened-rows.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'
import { testData } from '../../support/test-data.ts'
import { loadFolder } from './loaded-folder.ts'

interface Truth {
  readonly rows_per_type: Readonly<Record<string, number>>
  readonly distinct_patients_referenced_per_type: Readonly<Record<string, number>>
  readonly last_encounter_start: string
  readonly patients: { readonly by_gender: Readonly<Record<string, number>> }
  readonly condition: { readonly top_50: readonly { readonly code: string; readonly distinct_patients: number }[] }
  readonly encounter: {
    readonly by_class: Readonly<Record<string, number>>
    readonly by_year_month: Readonly<Record<string, number>>
  }
  readonly coverage_contained: { readonly by_payor_display: Readonly<Record<string, number>> }
  readonly derivations: {
    readonly bp_control: {
      readonly results: readonly {
        readonly as_of: string
        readonly all: Readonly<Record<'cohort' | 'controlled' | 'not_controlled' | 'no_reading', number>>
        readonly alive_reading_in_same_year_only: Readonly<Record<string, number>>
      }[]
    }
    readonly last_hba1c: {
      readonly results: readonly {
        readonly as_of: string
        readonly distribution_alive: Readonly<Record<string, number>>
      }[]
    }
    readonly ed_visits_per_1000: { readonly by_year: Readonly<Record<string, { readonly ed_visits: number }>> }
    readonly pmpm: { readonly by_year: Readonly<Record<string, { readonly paid: number }>> }
  }
}

interface Resource {
  readonly id: string
  readonly subject?: { readonly reference: string }
  readonly patient?: { readonly reference: string }
  readonly insurer?: { readonly display: string }
  readonly billablePeriod?: { readonly start: string }
}

const folder = testData('data/synthea-100')

function resources(type: string): Resource[] {
  const lines = gunzipSync(readFileSync(join(folder!, `${type}.ndjson.gz`)))
    .toString()
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as Resource)
}

describe.skipIf(folder === undefined)('panels over synthea-100', () => {
  const context = { asOf: day('2018-12-31'), filters: [] }
  const latest = { asOf: day('2020-05-06'), filters: [] }
  let store: Store
  let truth: Truth
  let overview: OverviewPanel

  beforeAll(async () => {
    store = await loadFolder(folder!)
    truth = JSON.parse(readFileSync(join(folder!, 'truth.json'), 'utf8')) as Truth
    overview = runPanel(store, shippedRegistries, 'overview', latest, {})
  })

  it('the summary counts what was loaded, and the last day with data is that of the last encounter', () => {
    const summary = runPanel(store, shippedRegistries, 'summary', latest, {})
    expect(summary.resources).toMatchObject(truth.rows_per_type)
    expect(summary.people).toEqual({ inView: 100, all: 100 })
    expect(summary.lastDay).toBe(day(truth.last_encounter_start))
    const sexes = summary.dimensions.find((each) => each.id === 'sex')!.values
    for (const [sex, people] of Object.entries(truth.patients.by_gender)) {
      expect(sexes.find((each) => each.value === sex)?.people).toBe(people)
    }
  })

  it('registries hold the people with their codes, whose conditions are never over here', () => {
    const people = (code: string): number =>
      truth.condition.top_50.find((each) => each.code === code)!.distinct_patients
    const registries = runPanel(store, shippedRegistries, 'summary', latest, {}).registries
    const members = (id: string): number => registries.find((each) => each.id === id)!.people!
    expect(members('diabetes')).toBe(1)
    expect(members('hypertension')).toBe(people('59621000'))
    expect(members('atrial-fibrillation')).toBe(people('49436004'))
    expect(members('stroke')).toBe(people('230690007'))
    expect(members('osteoporosis')).toBe(people('64859006'))
    expect(members('dementia')).toBe(people('26929004'))
    expect(members('breast-cancer')).toBe(people('254837009'))
    expect(members('prostate-cancer')).toBe(people('126906006'))
  })

  it('blood pressure control at the end of 2018 is that of the truth', () => {
    const { all } = truth.derivations.bp_control.results.find((each) => each.as_of === '2018-12-31')!
    const panel = runPanel(store, shippedRegistries, 'registry', context, { id: 'hypertension' })
    const figure = (id: string) => panel.keyFigures.find((each) => each.id === `blood-pressure-${id}`)!.figure
    expect(figure('goal').denominator).toBe(all.cohort)
    expect(figure('goal').numerator).toBe(all.controlled)
    expect(figure('concern').numerator).toBe(all.not_controlled + all.no_reading)
    expect(figure('none').numerator).toBe(all.no_reading)
    expect([all.controlled, all.not_controlled, all.no_reading]).toEqual([20, 3, 0])
  })

  it('blood pressure control of the readings of 2020 is that of the truth', () => {
    const { alive_reading_in_same_year_only: truths } = truth.derivations.bp_control.results.find(
      (each) => each.as_of === '2020-12-31'
    )!
    const panel = runPanel(
      store,
      shippedRegistries,
      'registry',
      { asOf: day('2020-12-31'), filters: [] },
      { id: 'hypertension' }
    )
    const figures = panel.keyFigures
      .filter((each) => each.id.startsWith('blood-pressure'))
      .map((each) => each.figure.numerator)
    expect(figures).toEqual([
      truths['controlled'],
      truths['not_controlled']! + truths['no_reading']!,
      truths['no_reading']
    ])
  })

  it('A1c of the one person with diabetes is below 7 %', () => {
    const panel = runPanel(store, shippedRegistries, 'registry', context, { id: 'diabetes' })
    const bands = panel.controls[0]!.periods.at(-1)!.figures.map((figure) => figure.numerator)
    const { distribution_alive: truths } = truth.derivations.last_hba1c.results.find(
      (each) => each.as_of === '2018-12-31'
    )!
    expect(bands).toEqual(['<7', '>=7 and <8', '>=8 and <=9', '>9', 'none'].map((band) => truths[band]))
  })

  it('encounters by class and month add up to those of the truth', () => {
    const months = overview.encounters.series[0]!.points.map((point) => point.at)
    months.forEach((start, index) => {
      const month = new Date(start * 86_400_000).toISOString().slice(0, 7)
      const sum = overview.encounters.series.reduce((all, series) => all + series.points[index]!.figure.value!, 0)
      expect(sum, month).toBe(truth.encounter.by_year_month[month] ?? 0)
    })
    const classes = populationOf(store, shippedRegistries)
    for (const [code, count] of Object.entries(truth.encounter.by_class)) {
      const where = [{ column: 'class', in: [`http://terminology.hl7.org/CodeSystem/v3-ActCode|${code}`] }]
      expect(resolveRows(classes, { table: 'encounter', asOf: latest.asOf, filters: [], where }).length).toBe(count)
    }
  })

  it('emergency visits and payments of 2018 are those of the truth', () => {
    const { keyFigures } = runPanel(store, shippedRegistries, 'overview', context, {})
    const figure = (id: string) => keyFigures.find((each) => each.id === id)!.figure
    expect(figure('emergency').numerator).toBe(truth.derivations.ed_visits_per_1000.by_year['2018']!.ed_visits)
    expect(figure('paid').numerator).toBeCloseTo(truth.derivations.pmpm.by_year['2018']!.paid, 2)
  })

  it('the most frequent diagnoses are those of people whose diagnosis is not over', () => {
    const hypertension = overview.conditions.rows.find((row) => row.code === '59621000')!
    expect([hypertension.figure.numerator, hypertension.figure.denominator]).toEqual([23, 100])
    expect(hypertension.label).toBe('Hypertension')
  })

  it('the payer is the insurer of the latest claim up to the date', () => {
    const expected = new Map<string, string>()
    const claims = resources('ExplanationOfBenefit').map((each) => ({
      patient: each.patient!.reference.replace('Patient/', ''),
      start: each.billablePeriod!.start,
      insurer: each.insurer!.display
    }))
    claims.sort((left, right) => Date.parse(left.start) - Date.parse(right.start))
    for (const claim of claims) {
      if (claim.start.slice(0, 10) <= '2018-12-31') expected.set(claim.patient, claim.insurer)
    }
    const counts: Record<string, number> = {}
    for (const insurer of expected.values()) counts[insurer] = (counts[insurer] ?? 0) + 1
    const { breakdowns } = runPanel(store, shippedRegistries, 'overview', context, {})
    const payers = breakdowns.find((each) => each.dimension === 'payer')!.rows
    expect(Object.fromEntries(payers.map((row) => [row.value, row.count.value]))).toEqual(counts)
    expect(Object.keys(truth.coverage_contained.by_payor_display).sort()).toEqual(
      populationOf(store, shippedRegistries)
        .dimension('payer')
        .values.map((each) => each.value)
        .filter((value) => value !== 'unknown')
        .sort()
    )
  })

  it('rows by type reach as many people as the truth says', () => {
    for (const [type, people] of Object.entries(truth.distinct_patients_referenced_per_type)) {
      const table = store.table(type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase())
      const rows = runPanel(store, shippedRegistries, 'rows', latest, {
        selector: { table: table.name, asOf: latest.asOf, filters: [], where: [] },
        offset: 0,
        limit: 1,
        revealed: false
      })
      expect(rows.people, type).toBe(people)
      expect(rows.total, type).toBe(truth.rows_per_type[type])
    }
  })

  it('every figure is what its rows amount to', () => {
    const population = populationOf(store, shippedRegistries)
    const panels = [
      overview,
      ...shippedRegistries.map(({ id }) => runPanel(store, shippedRegistries, 'registry', context, { id }))
    ]
    const figures = figuresIn(panels)
    expect(figures.filter(({ figure }) => figure.numerator! > 0).length).toBeGreaterThan(2000)
    for (const { path, figure } of figures) {
      expect(openedNumber(population, figure), path).toBeCloseTo(figure.numerator!, 4)
    }
    const hypertension = runPanel(store, shippedRegistries, 'registry', context, { id: 'hypertension' })
    const asked = new Map(figuresIn([overview, hypertension]).map((each) => [JSON.stringify(each.figure.rows), each]))
    expect(asked.size).toBeGreaterThan(500)
    for (const { path, figure } of asked.values())
      expect(listedCount(population, shippedRegistries, figure), path).toBe(promisedCount(figure))
  })
})
