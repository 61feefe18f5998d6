import { expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { createExportRunner } from '../../../src-main/services/exports/export-runner.ts'
import { createExport } from '../../../src-main/services/exports/export-storage.ts'
import { entryOf, exportProgress, isOver } from '../../../src-main/services/exports/queue-entry.ts'
import { describeRun } from '../../../src-main/services/exports/run-view.ts'
import { connectionStatus } from '../../../src-renderer/screens/connections/common/connection-labels.ts'
import { runSteps } from '../../../src-renderer/screens/connections/exports/run-steps.ts'
import { testStorage } from '../../support/export-parts.ts'
import { connectionOf } from '../../support/export-run.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { format as formatOf } from '../charts/chart-fixture.ts'

const format = formatOf()

/** An export whose journal does not open any more. */
async function damagedEntry() {
  const storage = await testStorage(temporaryFolder())
  const job = { connection: 'connection-1', name: 'Riverbend', kind: 'full', reason: 'asked' } as const
  const file = await createExport(storage, job, systemRandom, 1)
  const key = Buffer.from(file.journalKey, 'base64')
  key[key.length - 1]! ^= 1
  const entry = entryOf({ ...file, journalKey: key.toString('base64') }, storage, false)
  return { storage, entry, log: memoryLog() }
}

it('a damaged journal is named, with its place and what to do', async () => {
  const { storage, entry, log } = await damagedEntry()
  for (const paused of [true, false]) {
    const file = { ...entry.file, paused }
    const progress = await exportProgress(entry, log)
    const sources = { file, progress, meter: undefined, running: false, waiting: false, level: 'system' } as const
    const run = describeRun({ ...sources, damaged: entry.damaged })
    expect(run.problem?.what).toContain(`its key in exports/${file.id}/job.json of the data folder is damaged`)
    expect(run.problem?.todo).toContain('give this export up and export everything')
    expect(run.can).toMatchObject({ resume: false, cancel: true })
    const details = runSteps(run, false, 1, format).map(({ detail }) => detail)
    expect(new Set(details)).toEqual(new Set(['cannot be read']))
    expect(connectionStatus(connectionOf(), [run], format)).toEqual({ kind: 'danger', text: 'Journal damaged' })
  }
  await storage.release()
})

it('an export with a damaged journal can be given up, and ends when it is tried', async () => {
  for (const end of ['cancelled', 'failed'] as const) {
    const { storage, entry, log } = await damagedEntry()
    const refused = new AppError('not-found', 'There is no connection.')
    const runner = createExportRunner({
      connections: { get: () => Promise.reject(refused) } as never,
      net: { send: () => Promise.reject(new Error('not asked')) },
      clock: systemClock,
      random: systemRandom,
      audit: { record: () => Promise.resolve() } as never,
      log,
      show: () => undefined,
      ofConnection: () => [],
      isClosing: () => false
    })
    const stop = new AbortController()
    await (end === 'failed' ? runner.run(entry, stop) : runner.giveUp(entry, stop))
    expect(entry.file.ended?.state).toBe(end)
    expect(isOver(entry)).toBe(end === 'cancelled')
    await storage.release()
  }
})
