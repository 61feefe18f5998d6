import { join } from 'node:path'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import { createInstanceLock } from '../../storage/files/instance-lock.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { createMemoryKeyring } from '../../storage/keys/memory-keyring.ts'
import { openSnapshotStore, type SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

/** Snapshots under a key in memory: when the program ends, nobody can read what is left of them on the disk. */
export interface EphemeralSnapshots {
  /** Opens it when it is first needed, and removes what an earlier program left there. */
  open(): Promise<EphemeralFolder>
  /** The store as soon as there is one. */
  store(): SnapshotStore | undefined
  /** Removes everything. */
  close(): Promise<void>
}

/** The open folder. */
export interface EphemeralFolder {
  readonly folder: string
  readonly keyring: Keyring
  readonly store: SnapshotStore
}

/** @param folder absolute path; its content is nobody's */
export function createEphemeralSnapshots(folder: string, clock: ClockPort, log: LogPort): EphemeralSnapshots {
  let opening: Promise<EphemeralFolder> | undefined
  let opened: SnapshotStore | undefined

  async function start(): Promise<EphemeralFolder> {
    await diskFiles.removeFolder(folder)
    await diskFiles.makeFolder(folder)
    const keyring = createMemoryKeyring()
    const lock = createInstanceLock(join(folder, 'instance.lock'))
    const store = await openSnapshotStore({
      folder: join(folder, 'snapshots'),
      keyring,
      files: diskFiles,
      lock,
      clock,
      log
    })
    opened = store
    return { folder, keyring, store }
  }

  return {
    open: () =>
      (opening ??= start().catch((error: unknown) => {
        // There may be room the next time.
        opening = undefined
        throw error
      })),
    store: () => opened,
    async close() {
      const visit = await opening
      visit?.keyring.lock()
      opened = undefined
      if (visit !== undefined) await diskFiles.removeFolder(folder)
    }
  }
}
