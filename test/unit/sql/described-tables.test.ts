import { expect, it } from 'vitest'
import { describeTables } from '#engine/tables/sql/describe-tables.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import { loadFiles, shippedPlan } from '../../support/load-store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'

it('every table that answers statements is described', async () => {
  const store = await loadFiles([{ name: 'a.ndjson', content: [{ resourceType: 'Patient', id: 'p' }] }])
  const { names } = tableSources(store, { registries: shippedRegistries, asOf: 20_000 })
  const described = describeTables(shippedPlan(), shippedRegistries).map(({ name }) => name)
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter((name) => !described.includes(name))).toEqual([])
})
