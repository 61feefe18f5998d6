import { afterEach, describe, expect, it } from 'vitest'
import type { Context } from '#engine/base/figures/filter.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { startPanelPool, type PanelPool } from '../../../src-renderer/workers/panels/panel-pool.ts'
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

let pool: PanelPool | undefined

afterEach(() => pool?.stop())

describe('panels that several threads compute together', () => {
  it('are those of one thread, also where a thread has nobody', async () => {
    const { store } = await sampleStore(3)
    const asked = panelsAsked(store, shippedRegistries, context).filter(([name]) => name !== 'patient')
    const alone = asked.map(([name, params]) => runPanel(store, shippedRegistries, name, context, params))
    pool = await startPanelPool(store, 4, startPanelThread)
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

  it('are left to one thread where a record of one person tells of another', async () => {
    const store = plainStore({
      patient: [{ id: 'a' }, { id: 'b' }],
      coverage: [{ id: 'c', patient_id: 'b', type: 'x||Medicare' }],
      explanation_of_benefit: [{ id: 'e', patient_id: 'a', coverage_id: 'c', start: '2026-01-02', type: 'y|pharmacy|' }]
    })
    pool = await startPanelPool(store, 2, startPanelThread)
    expect(await pool.panel(shippedRegistries, 'cost', { asOf: context.asOf, filters: [] }, {}, [])).toBeUndefined()
    expect(pool.hasReferences).toBe(true)
    expect(pool.threads).toBe(1)
  })
})
