import { describe, expect, it, vi } from 'vitest'
import type { ClusterJob, StartedRun } from '#shared/cluster/cluster-job.ts'
import type { Output } from '#shared/contract/contract.ts'
import { ClusterRunsState } from '../../../src-renderer/state/connections/cluster-runs.svelte.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

const starting: StartedRun = {
  id: 'run-00000001',
  label: 'Plan 2026',
  state: 'starting',
  built: 0,
  shards: 4,
  startedAt: 1,
  canOpen: false
}
const failed: StartedRun = { ...starting, state: 'failed', endedAt: 2, problem: 'Spark is not there.' }
const job: ClusterJob = { input: ['/data'], format: 'ndjson', output: '/out', shards: 4, label: 'Plan 2026' }

/** Runs of a page, whose services answer when the test does. */
function page() {
  const started = Promise.withResolvers<StartedRun>()
  const state = Promise.withResolvers<Output<'cluster.state'>>()
  const transport = fakeTransport({ 'cluster.start': () => started.promise, 'cluster.state': () => state.promise })
  const tasks = new BackgroundTasks()
  const runs = new ClusterRunsState({ transport, session: { openListing: vi.fn() }, tasks })
  return { runs, tasks, transport, started, state }
}

describe('a run on a cluster', () => {
  it('that ends before the answer that it began has ended', async () => {
    const { runs, tasks, transport, started } = page()
    const begun = runs.start(job)
    transport.emit('cluster.changed', starting)
    expect([runs.isRunning, tasks.count]).toEqual([true, 1])
    transport.emit('cluster.changed', failed)
    started.resolve(starting)
    await begun
    expect([runs.isRunning, runs.run?.problem, tasks.count]).toEqual([false, 'Spark is not there.', 0])
  })

  it('is as it was heard of last, not as an earlier look had it', async () => {
    const { runs, transport, state } = page()
    const looking = runs.refresh()
    transport.emit('cluster.changed', failed)
    state.resolve({ canStart: true, run: starting })
    await looking
    expect([runs.run, runs.canStart]).toEqual([failed, true])
  })

  it('leaves the status bar where the services that ran it have started again, or it ended meanwhile', async () => {
    for (const [answer, last] of [
      [{ canStart: true }, 'cancelled'],
      [{ canStart: true, run: failed }, 'failed']
    ] as const) {
      const { runs, tasks, transport, state } = page()
      transport.emit('cluster.changed', starting)
      expect(tasks.count).toBe(1)
      state.resolve(answer)
      await runs.refresh()
      expect([runs.isRunning, tasks.count, tasks.last?.outcome]).toEqual([false, 0, last])
    }
  })
})
