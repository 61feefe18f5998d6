import { describe, expect, it } from 'vitest'
import { localConnection } from '#engine/base/threads/thread-connection.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { PanelPeerApi } from '#engine/population/threads/panel-protocol.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import { createStorePanels } from '../../../src-renderer/workers/store/store-panels.ts'
import { loadFiles } from '../../support/load-store.ts'

const people = Array.from({ length: 4 }, (_, index) => JSON.stringify({ resourceType: 'Patient', id: `p${index}` }))

async function population(): Promise<readonly PopulationShard[]> {
  return [onlyShard(await loadFiles([{ name: 'Patient.ndjson', content: people }]))]
}

/** Panels on two cores, whose second thread takes a population when it is told to. */
function panels() {
  const taking: (() => void)[] = []
  let running = 0
  const hardware = { cores: 2, memory: undefined, isShared: true }
  const made = createStorePanels(
    () => [],
    hardware,
    () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      taking.push(resolve)
      const connection = localConnection<PanelPeerApi>({
        open: () => promise,
        ask: () => Promise.resolve()
      })
      running++
      void connection.ended.then(() => running--)
      return connection
    }
  )
  return { made, taking, running: () => running }
}

describe('threads for the panels of a population', () => {
  it('end with it, also where it is closed while they start', async () => {
    const { made, taking, running } = panels()
    await made.setCores(2)
    const opening = made.open(await population())
    await expect.poll(() => taking.length).toBe(1)
    made.close()
    taking[0]!()
    await opening
    await expect.poll(running).toBe(0)
    expect(made.cores().inUse).toBe(1)
  })

  it('are not started for one that was closed before its turn came', async () => {
    const { made, taking, running } = panels()
    await made.setCores(2)
    const [first, second, third] = await Promise.all([population(), population(), population()])
    const openings = [made.open(first), made.open(second)]
    await expect.poll(() => taking.length).toBe(1)
    made.close()
    openings.push(made.open(third))
    taking[0]!()
    await expect.poll(() => taking.length).toBe(2)
    let settled = 0
    for (const opening of openings) void opening.then(() => settled++)
    taking[1]!()
    await expect.poll(() => settled).toBe(3)
    expect([taking.length, running(), made.cores().inUse]).toEqual([2, 1, 2])
    made.close()
    await expect.poll(running).toBe(0)
  })

  it('are started again once when they stop unexpectedly', async () => {
    let started = 0
    const made = createStorePanels(
      () => [],
      { cores: 2, memory: undefined, isShared: true },
      () => {
        const connection = localConnection<PanelPeerApi>({
          open: () => Promise.resolve(),
          ask: () => Promise.resolve()
        })
        started++
        return Object.assign(connection, { hasEnded: () => true })
      }
    )
    const shards = await population()
    const context = { asOf: 20_000, filters: [] }
    const alone = runPanel(shards, [], 'overview', context, {}, [])
    await made.setCores(2)
    await made.open(shards)
    for (const times of [1, 2, 2]) {
      expect(await made.panel(shards, 'overview', context, {}, [])).toEqual(alone)
      expect([started, made.cores().inUse]).toEqual([times, 1])
    }
    expect(made.cores().reason).toBe('The others stopped unexpectedly. Open the data again to use them.')
  })
})
