import { beforeAll, describe, expect, it } from 'vitest'
import { limitShards, limitToScopes, type PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { peopleInShards, type PopulationShard } from '#engine/shards/shard.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import { storeOf } from '#engine/store/build/create-store.ts'
import type { LoadReport, Store } from '#engine/store/model/store.ts'
import { effectiveRules } from '#shared/consent/record-rules.ts'
import type { LoadedFile, ReadChunks } from '../../support/loaded-population.ts'
import { loadShards, readChunks, sampleFiles } from '../../support/loaded-population.ts'
import { panelAnswers } from '../../support/panel-answers.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

const asOf = day('2026-10-31')
const labels = [{ system: 'urn:labels', code: 'SECRET' }]

/** The sample with labels on every third condition and on a practitioner, who stands in every shard. */
function labelledFiles(): LoadedFile[] {
  return sampleFiles(14).map(({ name, open }) => ({
    name,
    async open() {
      let line = 0
      const lines = (await new Response(await open()).text()).split('\n').map((text) => {
        const isLabelled = /Condition/.test(name) ? line++ % 3 === 0 : /^Practitioner\./.test(name) && line++ === 0
        if (text === '' || !isLabelled) return text
        const resource = JSON.parse(text) as { readonly meta?: object }
        return JSON.stringify({ ...resource, meta: { ...resource.meta, security: labels } })
      })
      return new Blob([lines.join('\n')]).stream()
    }
  }))
}

let read: ReadChunks
let everybody: Store
beforeAll(async () => {
  read = await readChunks(labelledFiles())
  everybody = (await loadShards(read, 1))[0]!.store
})

const rules = effectiveRules(
  { labels: [{ labels: ['urn:labels|SECRET'], action: 'exclude' }], consents: 'ignored' },
  true
)

/** Texts of people that shards hold in memory. */
function names(shards: readonly PopulationShard[]): ReadonlySet<string> {
  return new Set(shards.flatMap(({ store }) => store.table('patient').column('family', 'dictionary').values))
}

const context = { asOf, filters: [] }
const withReport = (store: Store, report: LoadReport): Store => storeOf({ ...store, report })

describe('a divided population of which a user may see a part', () => {
  it('answers as one in memory does, whatever the rules, the list of people who opted out, and the role', async () => {
    const ids = everybody.table('patient').column('id', 'id')
    const optOuts = [idAt(ids, 2)!, idAt(ids, 9)!]
    const view = populationOf(everybody, shippedRegistries)
    const [payer] = view.dimension('payer').values.filter(({ value }) => value !== '')
    const scopes = [{ registries: ['hypertension'] }, { payers: [payer!.label] }]
    const cases: readonly PeopleLimits[] = [
      { scopes: undefined, optOuts, rules },
      { scopes, optOuts, rules },
      { scopes: [{ practices: [] }], optOuts: [], rules }
    ]
    for (const limits of cases) {
      const limited = limitToScopes(everybody, shippedRegistries, limits)
      const shards = await loadShards(read, 5, limitShards(shippedRegistries, limits))
      expect(peopleInShards(shards)).toBe(limited.patients)
      const left = shards.reduce((sum, { store }) => sum + (store.leftOut ?? 0), 0)
      expect(left).toBe(limited.leftOut)
      // References to people whom another shard left out are known to lead nowhere, and in one store they were counted before.
      const { restricted, optedOut, patients, values } = shards[0]!.store.report
      const { report } = limited
      expect([restricted, optedOut, patients]).toEqual([report.restricted, report.optedOut, report.patients])
      const families = limited.table('patient').column('family', 'dictionary').values
      expect(names(shards)).toEqual(new Set(families))
      if (limited.patients > 0)
        expect(panelAnswers(limited, shards, shippedRegistries, context)).toEqual(
          panelAnswers(limited, withReport(limited, { ...report, values }), shippedRegistries, context)
        )
    }
  })
})

it('leaves out who opted out by a record number that rules mask, also where a role shows some of the people', async () => {
  const files = sampleFiles(14).map(({ name, open }) => ({
    name,
    async open() {
      const text = await new Response(await open()).text()
      if (!/^Patient\./.test(name)) return new Blob([text]).stream()
      const lines = text.split('\n').map((line) => {
        if (line === '') return line
        const resource = JSON.parse(line) as { readonly meta?: object }
        return JSON.stringify({ ...resource, meta: { ...resource.meta, security: labels } })
      })
      return new Blob([lines.join('\n')]).stream()
    }
  }))
  const masked = await readChunks(files)
  const { store } = (await loadShards(masked, 1))[0]!
  const limits: PeopleLimits = {
    scopes: [{ registries: ['hypertension'] }],
    optOuts: store.table('patient').column('record_number', 'dictionary').values,
    rules: effectiveRules({ labels: [{ labels: ['urn:labels|SECRET'], action: 'mask' }], consents: 'ignored' }, true)
  }
  const shown = limitShards(shippedRegistries, { ...limits, optOuts: [] })
  expect(peopleInShards(await loadShards(masked, 5, shown))).toBeGreaterThan(0)
  expect(limitToScopes(store, shippedRegistries, limits).patients).toBe(0)
  expect(peopleInShards(await loadShards(masked, 5, limitShards(shippedRegistries, limits)))).toBe(0)
})

it('says in each part whether records of its people are left out, which is not so in every one', async () => {
  const files = sampleFiles(14).map(({ name, open }) => ({
    name,
    async open() {
      if (!/^Condition/.test(name)) return open()
      const [first, ...others] = (await new Response(await open()).text()).split('\n')
      const labelled = JSON.stringify({ ...(JSON.parse(first!) as object), meta: { security: labels } })
      return new Blob([[labelled, ...others].join('\n')]).stream()
    }
  }))
  const limits: PeopleLimits = { scopes: undefined, optOuts: [], rules }
  const shards = await loadShards(await readChunks(files), 5, limitShards(shippedRegistries, limits))
  const told = shards.map(({ store }) => store.leftOut)
  expect(told.filter((count) => count !== undefined)).toEqual([0])
  expect(told).toHaveLength(5)
})

it('columns of a part that share their keys share the same object, each time they are read', async () => {
  const shards = await loadShards(read, 3)
  for (const { store } of shards) {
    const keysOf = (): readonly unknown[] =>
      [...store.tables.values()].flatMap(({ columns }) =>
        [...columns.values()].flatMap((column) => (column.kind === 'reference' ? [column.keys] : []))
      )
    const [first, second] = [keysOf(), keysOf()]
    expect(first.length).toBeGreaterThan(10)
    expect(new Set(first).size).toBeLessThan(first.length)
    for (const [index, keys] of first.entries()) expect(second[index]).toBe(keys)
  }
})
