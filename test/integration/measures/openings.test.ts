import { describe, expect, it } from 'vitest'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { dayFromCivil } from '#engine/base/fhir/calendar.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { compareReports } from '#engine/reports/compare-reports.ts'
import { measureFile } from '#engine/reports/report-file.ts'
import { readMeasureReports } from '#engine/reports/read-measure-reports.ts'
import { ratesOfRun } from '#engine/measures/rates/rate.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import { measuredView, runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { Store } from '#engine/store/model/store.ts'
import { sampleRecords } from '../../conformance/pack-records.ts'
import { readFolder } from '../../conformance/synthea-patients.ts'
import { loadFiles } from '../../support/load-store.ts'
import { openedCount, promisedCount, worklistAt } from '../../support/opened-gaps.ts'
import {
  ordinalsOf,
  packContent,
  patientsOf,
  qualityInput,
  qualityMeasure,
  runTogether
} from '../../support/measure-input.ts'
import { testData } from '../../support/test-data.ts'
import { figuresIn } from '../../unit/panels/opened-rows.ts'
import { loadFolder } from '../panels/loaded-folder.ts'

/** Numbers that count no people: ratings, numbers of measures, and the share of targets. */
const countsNoPeople = /keyFigures\/\d+\/figure$/

function inputOf(
  store: Store,
  resources: readonly FhirObject[],
  period: MeasurementPeriod,
  before: MeasurementPeriod
): MeasureInput {
  const measures = packContent()
  const patients = patientsOf(measures, resources)
  const ordinals = ordinalsOf(store)
  const runOf = runTogether(measures, store.snapshot.id, patients, ordinals, [period, before])
  return qualityInput(
    store,
    measures.map((measure) => qualityMeasure(measure, runOf(measure, period), [runOf(measure, before)]))
  )
}

/** The same with work recorded: evidence for some open gaps, others closed by hand. */
function worked(input: MeasureInput, context: Context): MeasureInput {
  const { rows } = runMeasurePanel(input, 'worklist', context, {
    query: { rates: [], statuses: ['open', 'no-data'], owners: [], search: '', nextVisit: 'any', actBy: undefined },
    sort: { column: 'patient', descending: false },
    offset: 0,
    limit: 60,
    revealed: false
  })
  const events = rows.map(({ id, url, group, period }, index): WorklistEvent => {
    const about = {
      id: `event-${index}`,
      at: '2026-10-01T10:00:00Z',
      by: 'Ada',
      patient: id,
      measure: url,
      group,
      period
    }
    return index % 2 === 0
      ? { ...about, kind: 'close', reason: 'declined' }
      : { ...about, kind: 'evidence', what: 'Done', on: period.start, source: 'A letter', until: '2030-01-01' }
  })
  return { ...input, events }
}

async function comparisonOf(input: MeasureInput, context: Context): Promise<unknown> {
  const author = { organization: 'Own', date: '2026-11-01T00:00:00Z' }
  const file = await measureFile(input, context, 'measure-report-summary', {
    revealed: false,
    smallCellLimit: 0,
    author
  })
  const { reports } = readMeasureReports(await file.text())
  return compareReports(measuredView(input, context), input, reports)
}

/** Every figure of every quality screen. */
async function panelsOf(input: MeasureInput, context: Context): Promise<Readonly<Record<string, unknown>>> {
  const table = '2026-ma-pd'
  const measures = ratesOfRun(input).map(({ key }) => [key, runMeasurePanel(input, 'measure', context, { key, table })])
  return {
    scorecard: runMeasurePanel(input, 'scorecard', context, { table }),
    measures: Object.fromEntries(measures) as Readonly<Record<string, unknown>>,
    practices: runMeasurePanel(input, 'heatmap', context, { dimension: 'practice', limit: 14 }),
    providers: runMeasurePanel(input, 'heatmap', context, { dimension: 'provider', limit: 14 }),
    attribution: runMeasurePanel(input, 'attribution', context, { offset: 0, limit: 1, revealed: false }),
    stars: runMeasurePanel(input, 'stars', context, { table, closures: {}, scores: {}, by: 'payer' }),
    reports: await comparisonOf(input, context)
  }
}

async function everyFigureOpens(input: MeasureInput, context: Context): Promise<number> {
  const wrong: unknown[] = []
  let opened = 0
  for (const { path, figure } of figuresIn(await panelsOf(input, context))) {
    const promised = promisedCount(figure)
    if (figure.value === undefined || promised === undefined || promised === 0) continue
    const found = openedCount(input, context, figure)
    if (found === undefined && countsNoPeople.test(path)) continue
    opened += 1
    if (found !== promised) wrong.push([path, promised, found])
  }
  expect(wrong).toEqual([])
  return opened
}

/** All rows with something left to do. */
function openRows(input: MeasureInput, context: Context) {
  return runMeasurePanel(input, 'worklist', context, {
    query: {
      rates: [],
      statuses: ['open', 'due-soon', 'no-data'],
      owners: [],
      search: '',
      nextVisit: 'any',
      actBy: undefined
    },
    sort: { column: 'patient', descending: false },
    offset: 0,
    limit: 100_000,
    revealed: false
  }).rows
}

function oneCountOfGaps(input: MeasureInput, context: Context): void {
  const { rows, keyFigures } = runMeasurePanel(input, 'scorecard', context, {})
  const [toClose] = keyFigures.filter(({ id }) => id === 'to-close')
  const list = worklistAt(input, context, { screen: 'gaps' })
  expect(toClose!.figure.value).toBe(list.total)
  // A record that two measures miss is a gap of each, and one gap in all.
  const shared = openRows(input, context).filter(({ why }) => why.includes('the same record is missing'))
  expect(rows.reduce((sum, row) => sum + (row.toClose.value ?? 0), 0)).toBe(list.total + shared.length)
  for (const { key, toClose: figure } of rows) {
    if (figure.value === undefined) continue
    const { total, statuses } = worklistAt(input, context, { screen: 'gaps', rate: key })
    expect([key, figure.value]).toEqual([key, total])
    const page = runMeasurePanel(input, 'measure', context, { key })
    expect(page.row.statuses.map(({ status, figure }) => [status, figure.value])).toEqual(
      statuses.map(({ status, rows: count }) => [status, count])
    )
  }
}

const folder = testData('data/synthea-100')

describe.each([
  {
    name: 'Synthea records',
    installed: folder !== undefined,
    asOf: dayFromCivil(2019, 12, 20),
    year: 2019,
    load: async () => ({ store: await loadFolder(folder!), resources: readFolder(folder!) })
  },
  {
    name: 'the sample population',
    installed: true,
    asOf: dayFromCivil(2025, 12, 20),
    year: 2025,
    load: async () => {
      const { resources } = await sampleRecords(150)
      return { store: await loadFiles([{ name: 'all.ndjson', content: resources }]), resources }
    }
  }
])('figures over $name', ({ installed, asOf, year, load }) => {
  const yearOf = (year: number): MeasurementPeriod => ({ start: `${year}-01-01`, end: `${year}-12-31` })
  const ready = installed
    ? load().then(({ store, resources }) => inputOf(store, resources, yearOf(year), yearOf(year - 1)))
    : undefined
  const everybody: Context = { asOf, filters: [] }
  const women: Context = { asOf, filters: [{ dimension: 'sex', values: ['female'] }] }

  it.skipIf(!installed)(
    'open as many rows as they say, by source data, with work recorded, and of some people',
    async () => {
      const input = await ready!
      expect(await everyFigureOpens(input, everybody)).toBeGreaterThan(1_000)
      expect(await everyFigureOpens(worked(input, everybody), women)).toBeGreaterThan(1_000)
    },
    240_000
  )

  it.skipIf(!installed)(
    'count gaps as the worklist does, on the card, on each page and in the list',
    async () => {
      const input = await ready!
      oneCountOfGaps(input, everybody)
      oneCountOfGaps(worked(input, everybody), everybody)
      oneCountOfGaps(worked(input, everybody), women)
    },
    240_000
  )
})
