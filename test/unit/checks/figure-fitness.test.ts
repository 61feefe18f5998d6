import { beforeAll, describe, expect, it } from 'vitest'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import type { Figure, Provenance } from '#engine/base/figures/figure.ts'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import { figureFitness, type FigureFitness } from '#engine/population/panels/data/figure-fitness.ts'
import { figureReads, type FigureReads } from '#engine/population/panels/data/figure-reads.ts'
import type { CheckResult } from '#engine/population/panels/results/checks-result.ts'
import type { FitnessFacts } from '#engine/population/panels/results/fitness-result.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import type { Store } from '#engine/store/model/store.ts'
import { defaultSettings } from '#shared/settings-schema.ts'
import { readRegistries } from '../../../src-main/services/population/read-registries.ts'
import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { Summary } from '#engine/population/panels/results/summary-result.ts'
import { analysesOf } from '../../../src-renderer/screens/data-quality/analyses.ts'
import { installedMeasure } from '../../support/installed-measure.ts'
import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { loadFiles } from '../../support/load-store.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'

const limits = { caution: defaultSettings.fitnessCaution, unfit: defaultSettings.fitnessUnfit }
/** Half a year after the claims of one payer stop for two months, as the sample says of itself. */
const afterGap = Date.parse('2025-10-31') / 86_400_000

let sample: readonly { readonly name: string; readonly content: string }[]
let truths: GroundTruth
let store: Store
let registries: readonly Registry[]
let asOf: number
let facts: FitnessFacts
let checks: readonly CheckResult[]

beforeAll(async () => {
  const population = createSamplePopulation({ patients: 150 })
  truths = await population.truths()
  sample = await Promise.all(
    population.files.map(async ({ name }) => ({
      name,
      content: await new Response(population.stream(name)).text()
    }))
  )
  store = await loadFiles(sample)
  Object.assign(store.snapshot, { loadedAt: Date.UTC(2026, 10, 20) })
  registries = loadRegistries(await readRegistries(`${process.cwd()}/resources`))
  asOf = runPanel(store, registries, 'summary', { asOf: 20_757, filters: [] }, {}).lastDay!
  facts = runPanel(store, registries, 'fitness', { asOf, filters: [] }, {})
  checks = [...runChecks([onlyShard(store)])].map((outcome) => checkResult(store, registries, outcome))
})

interface Found {
  readonly provenance: Provenance
  readonly figures: Figure[]
}

/** The figures of a result by the definitions that they have. */
function figuresIn(result: unknown): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>()
  const of = (provenance: Provenance): Found => {
    const known = found.get(provenance.definition.id) ?? { provenance, figures: [] }
    found.set(provenance.definition.id, known)
    return known
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Array.isArray(value)) return
    if ('definition' in value && 'snapshot' in value) of(value as Provenance)
    else if ('unit' in value && 'provenance' in value) of((value as Figure).provenance).figures.push(value as Figure)
    for (const each of Object.values(value)) visit(each)
  }
  visit(result)
  return found
}

function readsOf({ provenance, figures }: Found, context: Context = { asOf, filters: [] }): FigureReads | undefined {
  const rows = figures.flatMap((figure) => figure.rows ?? [])
  return figureReads({ definition: provenance.definition, rows, ...context }, facts, () => [])
}

function fitnessOf(result: unknown, id: string, context: Context, limit = limits): FigureFitness {
  return figureFitness(readsOf(figuresIn(result).get(id)!, context)!, facts, checks, limit)
}

const asked: readonly ((limitedStore: Store) => unknown)[] = [
  (limitedStore) => runPanel(limitedStore, registries, 'overview', { asOf, filters: [] }, {}),
  (limitedStore) => runPanel(limitedStore, registries, 'signals', { asOf, filters: [] }, {}),
  (limitedStore) => runPanel(limitedStore, registries, 'registry', { asOf, filters: [] }, { id: 'diabetes' }),
  (limitedStore) => runPanel(limitedStore, registries, 'cost', { asOf, filters: [] }, { basis: 'paid' }),
  (limitedStore) => runPanel(limitedStore, registries, 'use', { asOf, filters: [] }, {}),
  (limitedStore) =>
    ['registry/diabetes/incidence', 'cost/paid', 'use/emergency', 'use/readmission'].map((key) =>
      runPanel(limitedStore, registries, 'equity', { asOf, filters: [] }, { key, dimension: 'race' })
    ),
  (limitedStore) => runPanel(limitedStore, registries, 'forecast', { asOf, filters: [] }, {}),
  (limitedStore) => runPanel(limitedStore, registries, 'reconciliation', { asOf, filters: [] }, {}),
  (limitedStore) => {
    const risk = openRisk(populationOf(limitedStore, registries), shippedRisk)
    return [
      runRiskPanel(risk, 'summary', { asOf, filters: [] }, {}),
      runRiskPanel(risk, 'lists', { asOf, filters: [] }, { window: 90, limit: 20, revealed: false }),
      runRiskPanel(
        risk,
        'hcc',
        { asOf, filters: [] },
        { model: 'cms-hcc-v28', year: 'now', limit: 20, revealed: false }
      )
    ]
  }
]

describe('what a figure reads', () => {
  const left = ['Condition', 'Observation', 'Encounter', 'ExplanationOfBenefit', 'Coverage', 'Procedure']

  it.each(left)('names the tables of %s wherever a figure changes without them', async (type) => {
    const without = await loadFiles(sample.filter(({ name }) => !name.startsWith(type)))
    Object.assign(without.snapshot, { loadedAt: store.snapshot.loadedAt })
    const tables = Object.keys(facts.tables).filter((name) => facts.tables[name]!.type === type)
    const unsaid = asked.flatMap((ask) => {
      const [before, after] = [figuresIn(ask(store)), figuresIn(ask(without))]
      return [...before].flatMap(([id, found]) => {
        const reads = readsOf(found)
        if (reads === undefined) return [`${id} is not known`]
        const values = (figures: readonly Figure[] = []): string => JSON.stringify(figures.map(({ value }) => value))
        const changes = values(found.figures) !== values(after.get(id)?.figures)
        return changes && !tables.some((name) => reads.names.has(name)) ? [id] : []
      })
    })
    expect(unsaid).toEqual([])
  })

  it('is a registry and its measurements, not those of another one', () => {
    const result = runPanel(store, registries, 'registry', { asOf, filters: [] }, { id: 'diabetes' })
    const reads = readsOf(figuresIn(result).get('registry/diabetes/incidence')!)!
    expect([...reads.registries]).toEqual(['diabetes'])
    expect(reads.names).toContain('observation.value')
    expect(reads.names).not.toContain('immunization')
  })
})

describe('the fitness of a figure', () => {
  const cost = (day = asOf): unknown =>
    runPanel(store, registries, 'cost', { asOf: day, filters: [] }, { basis: 'paid' })
  const only = (payer: string): readonly Filter[] => [{ dimension: 'payer', values: [payer] }]
  const ofGap = (filters: readonly Filter[], limit = limits): FigureFitness =>
    fitnessOf(cost(afterGap), 'cost/concentration', { asOf: afterGap, filters }, limit)

  it('names the payer whose claims the sample is known to lack, where claims are read', () => {
    const { payer, months } = truths.feedGap
    const reason = `${months.length} months without claims of ${payer}`
    expect(fitnessOf(cost(), 'cost/month', { asOf, filters: [] })).toMatchObject({ verdict: 'limited', reason })
  })

  it('is not lowered by claims where none are read', () => {
    const overview = runPanel(store, registries, 'overview', { asOf, filters: [] }, {})
    expect(fitnessOf(overview, 'overview/pyramid', { asOf, filters: [] }).verdict).toBe('fit')
  })

  it('is what is left of the payer alone where a figure is limited to it, and whole for the others', () => {
    const { payer, months } = truths.feedGap
    // As many of twelve months are missing, and claims are not spread evenly.
    const expected = 100 * (1 - months.length / 12)
    const { score } = ofGap(only(payer))
    expect(score).toBeGreaterThan(expected - 10)
    expect(score).toBeLessThan(expected + 10)
    const other = facts.feeds.find((feed) => feed.payer !== '' && feed.payer !== payer)!.payer
    expect(ofGap(only(other)).verdict).toBe('fit')
  })

  it('follows its limits without anything being read again', () => {
    const gap = only(truths.feedGap.payer)
    const { score } = ofGap(gap)
    expect(ofGap(gap, { caution: 100, unfit: score + 1 }).verdict).toBe('unfit')
    expect(ofGap(gap, { caution: 100, unfit: score }).verdict).toBe('limited')
  })

  it('lists checks of the tables and columns that are read, and no other', () => {
    const result = runPanel(store, registries, 'overview', { asOf, filters: [] }, {})
    const failing = checks.map((check): CheckResult => {
      const failed = { ...check.failed, value: check.checked }
      return check.verdict === 'empty' ? check : { ...check, verdict: 'fails', failed }
    })
    const reads = readsOf(figuresIn(result).get('overview/pyramid')!)!
    const { parts, score } = figureFitness(reads, facts, failing, limits)
    const listed = parts.flatMap((part) => part.checks)
    expect(score).toBe(0)
    expect(new Set(listed.map(({ table }) => table))).toEqual(new Set(['patient']))
    expect(listed.map(({ id }) => id)).toContain('present/patient.birth_date')
  })
})

describe('analyses', () => {
  const summary = (): Summary => runPanel(store, registries, 'summary', { asOf, filters: [] }, {})
  const rate = { id: 'r', cannotCompute: undefined } as InstalledMeasure['rates'][number]
  const measures = [
    installedMeasure('a', { title: 'A measure', rates: [rate], requirements: [{ type: 'Observation' } as never] }),
    installedMeasure('b', { rates: [rate], runnable: false }),
    installedMeasure('c', { rates: [{ ...rate, cannotCompute: 'no claims' }] })
  ]
  const fitnessById = (): ReadonlyMap<string, FigureFitness> =>
    new Map(
      analysesOf(summary().registries, measures, asOf).map(({ id, reads }) => [
        id,
        figureFitness(
          figureReads(reads, facts, () => ['Observation'])!,
          facts,
          checks,
          limits
        )
      ])
    )

  it('are registries with members, measures that can run and be told, cost, use and risk', () => {
    const ids = [...fitnessById().keys()]
    const withMembers = summary().registries.filter(({ people }) => (people ?? 0) > 0)
    expect(withMembers.length).toBeGreaterThan(3)
    expect(ids.filter((id) => id.startsWith('registry/'))).toEqual(withMembers.map(({ id }) => `registry/${id}`))
    expect(ids.filter((id) => id.startsWith('measure/'))).toEqual(['measure/a'])
    expect(ids).toContain('cost')
  })

  it('are as fit as the figures on their screens', () => {
    const registry = runPanel(store, registries, 'registry', { asOf, filters: [] }, { id: 'diabetes' })
    const cost = runPanel(store, registries, 'cost', { asOf, filters: [] }, { basis: 'paid' })
    const context = { asOf, filters: [] }
    const found = fitnessById()
    const { crude, provenance } = registry.prevalence
    const reads = readsOf({ provenance, figures: crude.points.map(({ figure }) => figure) }, context)
    expect(found.get('registry/diabetes')).toEqual(figureFitness(reads!, facts, checks, limits))
    const onScreen = fitnessOf(cost, 'cost/month', context)
    expect(found.get('cost')).toMatchObject({ verdict: 'limited', reason: onScreen.reason, score: onScreen.score })
  })
})
