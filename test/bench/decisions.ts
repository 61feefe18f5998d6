/**
 * How fast screens answer and models are trained: `npm run --silent bench:decisions FOLDER [people]`. FOLDER holds people of
 * `populus sample`; their records are repeated until there are so many people (200,000 unless said otherwise). Processor time of one
 * thread, because the machine may be busy otherwise. `opening`: what registries and filters read once, in milliseconds. `filters`: what the
 * shell shows, the first time and after changes of filters. `panels`: the same of each panel that boards show; a panel that was asked for
 * before has left what it shares with the others. `boards`: a board of eight figures, of which each part of a panel is asked once. `training`: reading the examples and training, in seconds, by outcome, and how long that
 * took by the clock. Prints one JSON object.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Filter } from '#engine/base/figures/filter.ts'
import { answerKey, panelQuestion, type FigureSource } from '#engine/boards/figure-source.ts'
import { trainModel } from '#engine/models/training/train-model.ts'
import { trainingInput } from '#engine/models/training/training-input.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import type { PanelName, PanelParams } from '#engine/population/panels/results/panel.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { countColumnsAsAlive } from '../../src-main/host/threads/heap-size.ts'
import { loadFiles } from '../support/load-store.ts'
import { shippedRisk } from '../support/risk-definitions.ts'
import { shippedRegistries } from '../unit/registries/shipped-registries.ts'
import { repeatStore } from './repeat-store.ts'

// As commands do with a population in memory.
countColumnsAsAlive()
const [folder = '', wanted = '200000'] = process.argv.slice(2)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ndjson'))
  .map((name) => ({ name, content: new Uint8Array(readFileSync(join(folder, name))) }))
const loaded = await loadFiles(files)
// Claims of the sample come in until the end of its last month.
const small = { ...loaded, snapshot: { ...loaded.snapshot, loadedAt: Date.UTC(2026, 10, 1) } }
const store = repeatStore(small, Math.ceil(Number(wanted) / small.patients))
const asOf = Math.floor(Date.UTC(2026, 9, 31) / 86_400_000)

function milliseconds(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return Number(((user + system) / 1000).toFixed(1))
}

const opening = milliseconds(() => populationOf(store, shippedRegistries))
process.stderr.write(`opening ${opening}\n`)
const { dimensions } = populationOf(store, shippedRegistries)

/** The value of a dimension that stands first. */
function firstOf(dimension: string): Filter {
  return { dimension, values: [dimensions.find(({ id }) => id === dimension)!.values[0]!.value] }
}

const choices: readonly (readonly Filter[])[] = [
  [{ dimension: 'sex', values: ['female'] }],
  [{ dimension: 'registry:hypertension', values: ['yes'] }],
  [
    { dimension: 'sex', values: ['male'] },
    { dimension: 'age', values: ['45-64'] }
  ],
  [firstOf('practice')],
  [firstOf('payer'), { dimension: 'control:diabetes/hba1c', values: ['none'], exclude: true }]
]

/** The first answer, and those after changes of filters. */
function timed(ask: (filters: readonly Filter[]) => unknown): { readonly first: number; readonly changed: number[] } {
  const first = milliseconds(() => ask([]))
  return { first, changed: choices.map((filters) => milliseconds(() => ask(filters))) }
}

const filters = timed((chosen) => runPanel(store, shippedRegistries, 'summary', { asOf, filters: chosen }, {}))
process.stderr.write(`filters ${JSON.stringify(filters)}\n`)
/** A panel by name, the first time and after changes of filters. */
function timedPanel<N extends PanelName>(name: N, params: PanelParams<N>): ReturnType<typeof timed> {
  const found = timed((chosen) => runPanel(store, shippedRegistries, name, { asOf, filters: chosen }, params))
  process.stderr.write(`${name} ${JSON.stringify(params)} ${JSON.stringify(found)}\n`)
  return found
}

const panels = {
  overview: timedPanel('overview', {}),
  ...Object.fromEntries(shippedRegistries.map(({ id }) => [`registry ${id}`, timedPanel('registry', { id })])),
  'controlChart diabetes': timedPanel('controlChart', { id: 'diabetes', control: 'hba1c' }),
  'controlChart hypertension': timedPanel('controlChart', { id: 'hypertension', control: 'blood-pressure' }),
  signals: timedPanel('signals', {}),
  use: timedPanel('use', {}),
  cost: timedPanel('cost', {}),
  reconciliation: timedPanel('reconciliation', {}),
  forecast: timedPanel('forecast', { subject: 'emergency' }),
  fitness: timedPanel('fitness', {}),
  quality: timedPanel('quality', {}),
  ...Object.fromEntries(
    [
      'registry/diabetes/prevalence',
      'registry/diabetes/incidence',
      'cost/paid',
      'use/emergency',
      'use/readmission'
    ].map((key) => [`equity ${key}`, timedPanel('equity', { key, dimension: 'race' })])
  )
}
/** Figures, charts and a table that somebody may pin, by name. */
const board: readonly FigureSource[] = [
  { of: 'population', panel: 'overview', params: {}, figure: 'key:people' },
  { of: 'population', panel: 'overview', params: {}, figure: 'age-and-sex' },
  { of: 'population', panel: 'overview', params: {}, figure: 'conditions' },
  { of: 'population', panel: 'cost', params: {}, figure: 'key:paid' },
  { of: 'population', panel: 'cost', params: {}, figure: 'trend' },
  { of: 'population', panel: 'use', params: {}, figure: 'emergency' },
  { of: 'population', panel: 'registry', params: { id: 'diabetes' }, figure: 'prevalence' }
]

/** Answers all figures of the board, and the people in view as a list. */
function askBoard(chosen: readonly Filter[]): void {
  const context = { asOf, filters: chosen }
  const questions = new Map(board.map((source) => [answerKey(source), source]))
  for (const source of questions.values())
    if (source.of === 'population') {
      const { name, params } = panelQuestion(source)
      runPanel(store, shippedRegistries, name, context, params)
    }
  const selector = { table: 'patient', asOf, filters: chosen, where: [] }
  runPanel(store, shippedRegistries, 'rows', context, { selector, offset: 0, limit: 200, revealed: false })
}

const boards = timed(askBoard)
process.stderr.write(`boards ${JSON.stringify(boards)}\n`)
const population = allPeople(populationOf(store, shippedRegistries))
const training = (['readmission-30', 'admission-6m', 'high-cost-12m'] as const).map((id) => {
  let told = ''
  let examples = 0
  const started = performance.now()
  const read = milliseconds(() => {
    const input = trainingInput(population, shippedRisk, { id, share: 0.1 }, asOf)
    if (typeof input === 'string') {
      told = input
      return
    }
    examples = input.train.outcomes.length
    const train = milliseconds(() => {
      const result = trainModel(input, () => undefined)
      if ('refused' in result) told = result.refused
    })
    told ||= `trained in ${(train / 1000).toFixed(1)} s`
  })
  process.stderr.write(`${id}: ${told}\n`)
  const tenths = (duration: number): number => Number((duration / 1000).toFixed(1))
  return { id, examples, seconds: tenths(read), clock: tenths(performance.now() - started), told }
})
const observations = store.tables.get('observation')?.rows ?? 0
console.log(
  JSON.stringify({ people: store.patients, observations, opening, filters, panels, boards, training }, undefined, 1)
)
