import { describe, expect, it, vi } from 'vitest'
import type { Context } from '#engine/base/figures/filter.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import { riskReport } from '#engine/risk/panels/risk-report.ts'
import { riskDimensions } from '#engine/risk/lists/risk-dimension.ts'
import { applyTables } from '#engine/risk/tables/risk-imports.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { asOf, names, oldPeople } from '../../unit/risk/old-people.ts'
import { sampleStore } from '../panels/sample-store.ts'

vi.mock('#engine/store/model/ask-each.ts', () => import('../../support/message-shards.ts'))
vi.mock('#engine/store/model/exchange.ts', () => import('../../support/message-shards.ts'))

const members = [...names.slice(0, 3), 'gone'].map((patient) => ({ patient, status: { orec: '1' as const } }))

/** What the screens of risk show of a population. */
function riskAnswers(shards: readonly PopulationShard[], filters: Context['filters']): unknown {
  const { definitions, imports, unknownMembers } = applyTables(shards, shippedRisk, [
    { kind: 'members', rows: members }
  ])
  const risk = openRisk(shardedPopulation(shards, shippedRegistries)[0]!, definitions, imports)
  const context = { asOf, filters }
  const { population } = risk
  return {
    unknownMembers,
    summary: runRiskPanel(risk, 'summary', context, {}),
    lists: [30, 90].map((window) =>
      runRiskPanel(risk, 'lists', context, { window: window as 30 | 90, limit: 50, revealed: false })
    ),
    hcc: definitions.models.flatMap(({ id }) =>
      (['now', 'before'] as const).map((year) =>
        runRiskPanel(risk, 'hcc', context, { model: id, year, limit: 50, revealed: true })
      )
    ),
    people: Array.from({ length: Math.min(population.count, 6) }, (_, patient) =>
      runRiskPanel(risk, 'person', context, { patient })
    ),
    selected: [riskDimensions.tier, riskDimensions.rising(90, 1), riskDimensions.score('charlson-2011')].map((id) =>
      population.codes(id, asOf)
    ),
    report: riskReport(risk, asOf, 0)
  }
}

describe('risk over shards equals that over one store', () => {
  it.each([1, 2, 7, 64])('for a few old people, in %i shards', (count) => {
    for (const filters of [[], [{ dimension: 'age', values: ['80+'], exclude: true }]])
      expect(riskAnswers(divideStore(oldPeople(), count), filters)).toEqual(
        riskAnswers(divideStore(oldPeople(), 1), filters)
      )
  })

  it('for a sample population as the payer has it', async () => {
    const { store } = await sampleStore(40, { view: 'payer' })
    expect(riskAnswers(divideStore(store, 7), [])).toEqual(riskAnswers(divideStore(store, 1), []))
  })
})
