import { describe, expect, it } from 'vitest'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import { checkResult } from '#engine/population/panels/data/checks.ts'
import { divideStore } from '#engine/shards/divide-store.ts'
import { createStoreChecks } from '../../../src-renderer/workers/store/store-checks.ts'
import { alive, dead, open } from '../checks/check-store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'

describe('the data checks of the worker with the store', () => {
  const store = open({
    patient: [alive, dead, ...['c', 'd', 'e'].map((id) => ({ ...alive, id }))],
    encounter: [{ id: 'e1', patient_id: 'b', period_start: '2019-04-01' }]
  })

  it('let others go first after each check of each part, and find the same', async () => {
    const shards = divideStore(store, 3)
    let waits = 0
    const checks = createStoreChecks(
      () => shippedRegistries,
      async () => void waits++
    )
    const found = await checks(shards)
    const expected = [...runChecks(shards)].map((outcome) => checkResult(shards[0]!.store, shippedRegistries, outcome))
    expect(found).toEqual(expected)
    expect(found.some(({ failed }) => (failed.value ?? 0) > 0)).toBe(true)
    expect(waits).toBe(found.length * shards.length)
  })

  it('run once for the same data and registries', async () => {
    const shards = divideStore(store, 2)
    const registries = () => shippedRegistries
    const checks = createStoreChecks(registries, async () => undefined)
    expect(await checks(shards)).toBe(await checks(shards))
  })
})
