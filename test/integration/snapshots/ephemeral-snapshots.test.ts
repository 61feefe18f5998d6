import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createEphemeralSnapshots } from '../../../src-main/services/snapshots/ephemeral-snapshots.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('opens the folder for the time of a visit again after it could not be opened, and closes either way', async () => {
  const place = join(temporaryFolder(), 'place')
  // As on a disk that is full.
  writeFileSync(place, '')
  const visit = createEphemeralSnapshots(join(place, 'transient'), { now: () => Date.now() }, memoryLog())
  await expect(visit.open()).rejects.toThrow(/ENOTDIR|EEXIST/)
  await visit.close()
  rmSync(place)
  const [first, second] = await Promise.all([visit.open(), visit.open()])
  expect(first).toBe(second)
  expect(await first.store.list()).toEqual([])
  await visit.close()
})
