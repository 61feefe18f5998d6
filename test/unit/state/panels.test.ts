import { describe, expect, it, vi } from 'vitest'
import type { PanelParams } from '#engine/population/panels/results/panel.ts'
import { PopulationContext } from '../../../src-renderer/state/navigation/context.svelte.ts'
import { PanelQueries } from '../../../src-renderer/state/query/panels.svelte.ts'
import { Router } from '../../../src-renderer/state/navigation/router.svelte.ts'
import { fakeHistory } from './fake-history.ts'

function start() {
  const panel = vi.fn((..._asked: unknown[]) => Promise.resolve({}))
  const context = new PopulationContext(new Router(fakeHistory('#/overview')))
  context.reset(20_000, [])
  const panels = new PanelQueries({ panel }, context)
  panels.reset(true)
  return { panel, panels, context }
}
const page: PanelParams<'patients'> = {
  query: '',
  sort: { column: 'name', descending: false },
  offset: 0,
  limit: 100,
  revealed: false
}

describe('panels', () => {
  it('are asked for once for the same context and parameters, and again when either changes', async () => {
    const { panel, panels, context } = start()
    await panels.fetch('overview', {})
    await panels.fetch('overview', {})
    expect(panel).toHaveBeenCalledTimes(1)
    context.filter({ dimension: 'sex', values: ['female'] })
    await panels.fetch('overview', {})
    expect(panel).toHaveBeenCalledTimes(2)
    expect(panel.mock.calls[1]?.[1]).toEqual({ asOf: 20_000, filters: [{ dimension: 'sex', values: ['female'] }] })
    context.undo()
    await panels.fetch('overview', {})
    expect(panel).toHaveBeenCalledTimes(2)
  })

  it('are forgotten when other data are loaded', async () => {
    const { panel, panels } = start()
    await panels.fetch('overview', {})
    panels.reset(true)
    await panels.fetch('overview', {})
    expect(panel).toHaveBeenCalledTimes(2)
  })

  it('are asked for again when measures have other results, which the cohort of a filter may name', async () => {
    const { panel, panels, context } = start()
    const { generation } = panels
    panels.refreshCohorts()
    expect(panels.generation).toBe(generation)
    context.filter({ dimension: 'cohort:w', values: ['yes'] })
    await panels.fetch('overview', {})
    panels.refreshCohorts()
    expect(panels.generation).toBeGreaterThan(generation)
    await panels.fetch('overview', {})
    expect(panel).toHaveBeenCalledTimes(2)
  })

  it('with shown names are never kept', async () => {
    const { panel, panels } = start()
    for (const revealed of [true, true, false, false]) await panels.fetch('patients', { ...page, revealed })
    expect(panel).toHaveBeenCalledTimes(3)
  })
})
