import { join } from 'node:path'
import { expect, it } from 'vitest'
import { defaultSettings } from '#shared/settings-schema.ts'
import { composeKeyring } from '../../../src-main/composition/compose-keyring.ts'
import { openSnapshotFolder } from '../../../src-main/services/snapshots/snapshot-folder.ts'
import { createBackupGate } from '../../../src-main/storage/backup/backup-gate.ts'
import { nodeHost } from '../../support/node-host.ts'
import { quickWork } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('a lock lets every service go of its keys, before the key of the folder and once more after it', async () => {
  const host = nodeHost(temporaryFolder())
  const folder = await openSnapshotFolder({
    ...host,
    folder: join(host.paths.data, 'snapshots'),
    secrets: undefined,
    work: quickWork
  })
  const done: string[] = []
  const note = (what: string) => async (): Promise<void> =>
    void done.push(`${what} while ${(await folder.keyring.state()).state}`)
  const nothing = async (): Promise<void> => undefined
  const { keyring, stop } = composeKeyring({
    host,
    data: {
      folder,
      settings: { current: () => defaultSettings },
      audit: { record: async () => 1 },
      expire: nothing
    },
    exporting: { jobs: { active: () => [], suspend: note('exports'), goOn: nothing }, applyManaged: nothing },
    gate: createBackupGate(),
    snapshots: { closeAll: note('snapshots'), applyRetention: nothing },
    shards: { closeSaved: note('parts') },
    worklist: { forget: note('worklist') },
    scopedPeople: { forget: note('people') }
  })
  await keyring.create('four unlikely words together')
  await keyring.lock()
  const services = ['exports', 'snapshots', 'parts', 'worklist', 'people']
  expect(done).toEqual(['open', 'locked'].flatMap((state) => services.map((name) => `${name} while ${state}`)))
  stop()
})
