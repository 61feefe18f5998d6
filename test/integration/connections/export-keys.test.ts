import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rewrapKeys } from '../../../src-main/storage/snapshots/rewrap-keys.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { startExporting } from '../../support/exporting.ts'
import { smallHistory, trueResources } from '../bulk/sandbox.ts'
import { connected, reached, resourcesOf } from './connected.ts'

/** Exports of a data folder whose key is on the disk. */
function withKey(folder: string): string[] {
  return readdirSync(join(folder, 'exports')).filter((id) => existsSync(join(folder, 'exports', id, 'key')))
}

it('an export that was stopped keeps its key over a change of the root key, and goes on by it alone', async () => {
  const first = await connected({ pollsBeforeDone: 40 })
  const { id, folder } = first
  const run = await first.services.exports.start(id, 'full', 'asked')
  await reached(first, run.id, 'polling')
  await first.services.exports.pause(run.id)
  await first.stop()
  const second = await startExporting(folder)
  await second.kept.keyring.rotate()
  await rewrapKeys(folder, second.kept.keyring, memoryLog())
  await second.stop()
  const path = join(folder, 'snapshots', 'keyring.json')
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), older: [] }))
  const third = await startExporting(folder)
  expect(withKey(folder)).toEqual([run.id])
  await third.services.exports.resume(run.id)
  const { ended, snapshot } = await third.exportService.ended(run.id)
  expect(ended?.state).toBe('committed')
  expect(await resourcesOf(third, snapshot)).toEqual(await trueResources(smallHistory(), 0))
  // The snapshot has the key now, and is the only one to have it.
  expect(withKey(folder)).toEqual([])
})

it('a failed export has its key until another one takes its place or its connection is deleted', async () => {
  const run = await connected({ faults: [{ at: 'status', kind: 'fatal' }] })
  const { services, exportService, id, folder } = run
  const failed = await services.exports.start(id, 'full', 'asked')
  expect((await exportService.ended(failed.id)).ended?.state).toBe('failed')
  expect(withKey(folder)).toEqual([failed.id])
  const next = await services.exports.start(id, 'full', 'asked')
  await exportService.ended(next.id)
  expect(withKey(folder)).not.toContain(failed.id)
  await services.connections.delete(id)
  expect(readdirSync(join(folder, 'exports'))).toEqual([])
})
