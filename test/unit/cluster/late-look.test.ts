import { mkdirSync, writeFileSync } from 'node:fs'
import type * as files from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createClusterRuns } from '../../../src-main/services/cluster/cluster-runs.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A folder that answers slowly, as on a share: when it is asked, and when it may answer. */
const folder = vi.hoisted(() => ({
  asked: Promise.withResolvers<void>(),
  answer: Promise.withResolvers<string[]>()
}))
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof files>()),
  readdir() {
    folder.asked.resolve()
    return folder.answer.promise
  }
}))

it('a look at a run that takes until after its end does not show it as being built again', async () => {
  const output = join(temporaryFolder(), 'run')
  const writeStatus = (state: string): void =>
    writeFileSync(join(output, 'status.json'), JSON.stringify({ state, shards: 4, label: 'Plan' }))
  mkdirSync(output)
  writeStatus('building')
  const command = Promise.withResolvers<{ readonly code: number; readonly problem: string }>()
  const done = Promise.withResolvers<void>()
  const runs = createClusterRuns({
    commands: { start: () => ({ ended: command.promise, stop: () => undefined }) },
    clock: { now: () => 5 },
    random: { token: () => 'run-0001' },
    changed({ state }) {
      if (state === 'done') done.resolve()
    },
    everyMs: 1
  })
  runs.start({ input: ['records'], format: 'ndjson', output, shards: 4, label: 'Plan' })
  await folder.asked.promise
  writeStatus('done')
  command.resolve({ code: 0, problem: '' })
  await done.promise
  folder.answer.resolve(['00000.columns'])
  await new Promise(setImmediate)
  expect(runs.current()).toMatchObject({ state: 'done', endedAt: 5, canOpen: true })
})
