import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { restsOn, riskTables, type ExportOrigin } from '../../../src-renderer/state/governance/rests-on.ts'

const around: ExportOrigin = {
  route: { screen: 'overview' },
  filters: [],
  runs: [],
  registries: ['diabetes'],
  starTables: [],
  ownRiskTables: [],
  model: undefined,
  models: [],
  cohort: () => undefined
}
const idsOf = (what: 'site-pack' | 'figures', change: Partial<ExportOrigin>): string[] | undefined =>
  restsOn({ what }, { ...around, ...change })?.map(({ kind, id }) => `${kind} ${id}`)

it('site packs and figures of sharing rest on registries', () => {
  for (const what of ['site-pack', 'figures'] as const)
    expect(idsOf(what, { route: { screen: 'sharing', tab: 'pack' } })).toEqual(['registry diabetes'])
})

it('figures of risk, and of people by their risk, rest on the risk tables, and on those that were imported', () => {
  const files = readdirSync('resources/risk').filter((name) => name.endsWith('.json'))
  expect(files.map((name) => name.slice(0, -5)).sort()).toEqual([...riskTables].sort())
  const origins: readonly Partial<ExportOrigin>[] = [
    { route: { screen: 'risk', tab: 'scores' } },
    { filters: [{ dimension: 'risk:charlson', values: ['3'] }] }
  ]
  for (const origin of origins) {
    expect(idsOf('figures', origin)).toContain('risk-tables cms-hcc-v28')
    const ownRiskTables = [{ name: 'pqi.csv', hash: '1'.repeat(64) }]
    expect(idsOf('figures', { ...origin, ownRiskTables })).toContain('risk-tables own/pqi.csv')
  }
})
