import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { defaultSettings } from '#shared/settings-schema.ts'
import { composeKeyring } from '../../../src-main/composition/compose-keyring.ts'
import { openSnapshotFolder } from '../../../src-main/services/snapshots/snapshot-folder.ts'
import { createBackupGate } from '../../../src-main/storage/backup/backup-gate.ts'
import { nodeHost } from '../../support/node-host.ts'
import { quickWork } from '../../support/quick-keyring.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A keyring with services that say when they were told to forget. @param failing which of them fails */
async function lockable(failing?: string) {
  const host = nodeHost(temporaryFolder())
  const folder = await openSnapshotFolder({
    ...host,
    folder: join(host.paths.data, 'snapshots'),
    secrets: undefined,
    work: quickWork
  })
  const done: string[] = []
  const note = (what: string) => async (): Promise<void> => {
    done.push(what)
    if (what === failing) throw new Error(`${what} cannot be stopped`)
  }
  const nothing = async (): Promise<void> => undefined
  const { keyring, stop } = composeKeyring({
    host,
    data: {
      folder: {
        ...folder,
        keyring: {
          ...folder.keyring,
          lock() {
            done.push('key')
            folder.keyring.lock()
          }
        }
      },
      settings: { current: () => defaultSettings },
      audit: { record: async () => 1 },
      expire: nothing
    },
    exporting: { exportService: { active: () => [], suspend: note('exports'), goOn: nothing }, applyManaged: nothing },
    gate: createBackupGate(),
    snapshots: { closeAll: note('snapshots'), applyRetention: nothing },
    shards: { closeSaved: note('parts') },
    worklist: { forget: note('worklist') },
    scopedPeople: { forget: () => void done.push('people') },
    readPolicies: nothing
  })
  onTestFinished(stop)
  await keyring.create('four unlikely words together')
  return { keyring, done }
}

const services = ['exports', 'people', 'snapshots', 'parts', 'worklist']
const everyService = [...services, 'key', ...services]

it('a lock lets every service go of its keys, before the key of the folder and once more after it', async () => {
  const { keyring, done } = await lockable()
  await keyring.lock()
  expect(done).toEqual(everyService)
})

it('a lock lets every service go of its keys also where one before it cannot be stopped', async () => {
  const { keyring, done } = await lockable('exports')
  await expect(keyring.lock()).rejects.toThrow('exports cannot be stopped')
  expect(done).toEqual(everyService)
})
