import { beforeAll, describe, expect, it } from 'vitest'
import { COHORT_FORMAT, type CohortDefinition } from '#engine/cohorts/definition/cohort-definition.ts'
import { funnelOf } from '#engine/cohorts/evaluate/funnel.ts'
import { resultFactor } from '#engine/cql/elm/units/result-units.ts'
import { createExplorer } from '#engine/explore/explorer.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { riskReport } from '#engine/risk/panels/risk-report.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { rowsInPopulation } from '#engine/store/model/population-rows.ts'
import { dayFromCivil } from '#engine/base/fhir/calendar.ts'
import { readRegistries } from '../../../src-main/services/population/read-registries.ts'
import { loadShards, readChunks, sampleFiles, type ReadChunks } from '../../support/loaded-population.ts'
import { reachableBytes } from '../../support/reachable-bytes.ts'
import { WatchedCache } from '../../support/watched-cache.ts'

const asOf = dayFromCivil(2026, 10, 31)
const SHARDS = 6
const BUDGET = 1_500_000

let chunks: ReadChunks
let registries: readonly Registry[]

beforeAll(async () => {
  chunks = await readChunks(sampleFiles(240))
  registries = loadRegistries(await readRegistries(`${process.cwd()}/resources`))
}, 300_000)

/** What screens ask one after another, with filters that change. @returns the answers, and bytes of arrays that stay because of them */
function useScreens(shards: readonly PopulationShard[]): {
  readonly answers: readonly unknown[]
  readonly bytes: number
} {
  const before = reachableBytes()
  const answers: unknown[] = []
  for (const filters of [[], [{ dimension: 'registry:hypertension', values: ['yes'] }]]) {
    const context = { asOf, filters }
    for (const name of ['summary', 'overview', 'signals', 'reconciliation', 'use'] as const)
      answers.push(runPanel(shards, registries, name, context, {}))
    answers.push(runPanel(shards, registries, 'cost', context, { basis: 'paid' }))
    answers.push(runPanel(shards, registries, 'registry', context, { id: 'diabetes' }))
    const risk = openRisk(shardedPopulation(shards, registries)[0]!, shippedRisk)
    answers.push(
      runRiskPanel(risk, 'summary', context, {}),
      runRiskPanel(risk, 'lists', context, { window: 90, limit: 20, revealed: false }),
      riskReport(risk, asOf, 0)
    )
    answers.push(cohortFunnel(shards))
  }
  return { answers, bytes: reachableBytes() - before }
}

/** The attrition of a cohort whose criteria look at events, claims and coverage. */
function cohortFunnel(shards: readonly PopulationShard[]): unknown {
  const people = allPeople(shardedPopulation(shards, registries)[0]!)
  const { cohorts } = createExplorer(
    people,
    () => 'made',
    () => ({ unitFactor: resultFactor, measure: () => 'the measure was not run' })
  )
  const definition: CohortDefinition = {
    format: COHORT_FORMAT,
    title: 'Tried',
    people: 'all',
    steps: [
      { type: 'event', event: { domain: 'condition' } },
      { type: 'event', event: { domain: 'claim' } },
      { type: 'event', event: { domain: 'result' } },
      { type: 'enrollment', months: 6, at: 'as-of' },
      { type: 'cost', atLeast: 100, months: 12 }
    ]
  }
  cohorts.put({ id: 'tried', definition })
  return funnelOf(cohorts.evaluate('tried', asOf))
}

describe('the memory of a population in parts', () => {
  it('holds with what screens derive from the parts, which then say the same', async () => {
    const watched = new WatchedCache(1 << 30)
    const large = await loadShards(chunks, SHARDS, { cache: watched })
    const all = useScreens(large)
    // What is derived would keep columns in memory that the cache has dropped, and counts them a second time.
    expect([...watched.columnsHeld]).toEqual([])
    const small = await loadShards(chunks, SHARDS, { budget: BUDGET })
    const capped = useScreens(small)
    expect(capped.answers).toEqual(all.answers)
    expect(small[0]!.disk!.cache.use.heldBytes).toBeLessThanOrEqual(BUDGET)
    // Arrays of the person table and the numbers of everybody are always there, and so is what the whole population tells.
    expect(capped.bytes).toBeLessThanOrEqual(BUDGET + 300_000)
    expect(all.bytes).toBeGreaterThan(3 * BUDGET)
    // What is held is counted: nothing large hides in functions.
    expect(large[0]!.disk!.cache.use.heldBytes).toBeGreaterThan(0.9 * all.bytes)
  }, 600_000)

  it('reads nothing to tell what a table has, and how many rows there are', async () => {
    const shards = await loadShards(chunks, SHARDS, { budget: BUDGET })
    const { cache } = shards[0]!.disk!
    const before = cache.use.reads
    const tables = shards.flatMap(({ store }) => [...store.tables.values()])
    const said = tables.map(({ isAboutPeople, hasDays }) => [isAboutPeople, hasDays])
    const rows = [...shards[0]!.store.tables.keys()].map((name) => rowsInPopulation(shards[0]!.store, name))
    expect(cache.use.reads).toBe(before)
    expect(said).toEqual(tables.map(({ patient, day }) => [patient !== undefined, day !== undefined]))
    expect(said.flat()).toContain(false)
    expect(rows.some((count) => count > 0)).toBe(true)
  })
})
