import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Context } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { setImmediate } from 'node:timers/promises'
import { startPanelPool, type PanelPool } from '#engine/population/threads/panel-pool.ts'
import { onlyShard, type PopulationShard } from '#engine/shards/shard.ts'
import { openShardFiles } from '../../../src-main/cli/shards/local-shard-files.ts'
import { bundledProgram } from '../../support/bundled-program.ts'
import { loadShards, readChunks, sampleFiles } from '../../support/loaded-population.ts'
import { panelsAsked } from '../../support/panel-answers.ts'
import { startPanelThread } from '../../support/panel-thread.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day, plainStore } from '../../unit/selection/plain-store.ts'
import { sampleStore } from '../panels/sample-store.ts'

const context: Context = {
  asOf: day('2026-10-31'),
  filters: [
    { dimension: 'sex', values: ['female'] },
    { dimension: 'registry:hypertension', values: ['yes'] },
    { dimension: 'race', values: ['unknown'], exclude: true }
  ]
}

/** Bytes of all threads together: more than half of what they ask for, so that some of it has to be made again. */
const BUDGET = 2_000_000

const bundled = await bundledProgram(new URL('../../support/panel-thread.ts', import.meta.url))
let pool: PanelPool | undefined

const startThreads = (shards: readonly PopulationShard[], threads: number): Promise<PanelPool> =>
  startPanelPool(shards, { threads, start: () => startPanelThread(bundled), pause: setImmediate })

afterEach(() => pool?.stop())

describe('panels that several threads compute together', () => {
  it('are those of one thread, also where a thread has nobody', async () => {
    const { store } = await sampleStore(3)
    const asked = panelsAsked(store, shippedRegistries, context).filter(([name]) => name !== 'patient')
    const alone = asked.map(([name, params]) => runPanel(store, shippedRegistries, name, context, params))
    pool = await startThreads([onlyShard(store)], 4)
    for (const [index, [name, params]] of asked.entries())
      expect(
        await pool.panel(shippedRegistries, name, context, params, []),
        `${name} ${JSON.stringify(params)}`
      ).toEqual(alone[index])
    // What only the undivided store knows is left to it.
    const added = { ...context, filters: [{ dimension: 'cohort:1', values: ['yes'] }] }
    expect(await pool.panel(shippedRegistries, 'overview', added, {}, [])).toBeUndefined()
    expect(pool.threads).toBe(4)
  })

  it('are those of one store, for shards on the disk that each thread reads through a cache of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'populus-panel-threads-'))
    try {
      const read = await readChunks(sampleFiles(9))
      const [undivided] = await loadShards(read, 1)
      const { store } = undivided!
      const asked = panelsAsked(store, shippedRegistries, context)
      const alone = asked.map(([name, params]) => runPanel(store, shippedRegistries, name, context, params))
      for (const threads of [2, 7]) {
        const files = await openShardFiles(folder)
        const shards = await loadShards(read, 7, { budget: BUDGET, files })
        const { cache } = shards[0]!.disk!
        pool = await startThreads(shards, threads)
        expect(cache.budget).toBeLessThanOrEqual(BUDGET / threads)
        // More threads than cores take long: some of the panels tell whether they agree.
        for (const [index, [name, params]] of asked.entries()) {
          if (threads === 7 && index % 6 !== 0) continue
          const answer = await pool.panel(shippedRegistries, name, context, params, [])
          // One person's page is asked of the person's shard alone.
          const known = name === 'patient' ? runPanel(shards, shippedRegistries, name, context, params) : answer
          expect(known, `${name} ${JSON.stringify(params)} in ${threads} threads`).toEqual(alone[index])
        }
        expect(pool.threads).toBe(threads)
        pool.stop()
        expect(cache.budget).toBe(BUDGET)
        await files.close()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('are left to one thread when another one ends in the middle of a question', async () => {
    const { store } = await sampleStore(3)
    let started = 0
    pool = await startPanelPool([onlyShard(store)], {
      threads: 3,
      start: () => startPanelThread(bundled, started++ === 1),
      pause: setImmediate
    })
    expect(await pool.panel(shippedRegistries, 'overview', context, {}, [])).toBeUndefined()
    expect([pool.threads, pool.hasReferences]).toEqual([1, false])
  })

  it('are left to one thread where a record of one person tells of another', async () => {
    const store = plainStore({
      patient: [{ id: 'a' }, { id: 'b' }],
      coverage: [{ id: 'c', patient_id: 'b', type: 'x||Medicare' }],
      explanation_of_benefit: [{ id: 'e', patient_id: 'a', coverage_id: 'c', start: '2026-01-02', type: 'y|pharmacy|' }]
    })
    pool = await startThreads([onlyShard(store)], 2)
    expect(await pool.panel(shippedRegistries, 'cost', { asOf: context.asOf, filters: [] }, {}, [])).toBeUndefined()
    expect(pool.hasReferences).toBe(true)
    expect(pool.threads).toBe(1)
  })
})
