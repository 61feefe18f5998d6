import { join } from 'node:path'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openSealedJournal, readSealedJournal } from '../../storage/sealed/sealed-journal.ts'
import type { StoreFiles } from '../../storage/sealed/store-files.ts'
import type { ClockPort } from '../../ports/host.ts'
import { readPublishedRecord, type PublishedRecord } from './published-record.ts'

const purpose = 'published/key'

/** What is in the register file. */
export interface ReadRegister {
  readonly records: readonly PublishedRecord[]
  /** Records were cut off, are of another version, or it is an older copy. */
  readonly damaged: boolean
}

/** The sealed file of the register: records are only ever added, by one process at a time. */
export interface RegisterFile {
  exists(): Promise<boolean>
  /** @throws AppError `not-allowed` while the keyring is not open, `unreadable-file` for a key of another keyring */
  read(): Promise<ReadRegister>
  /**
   * Adds records to those that are there. Nothing is added in between, by this process or another one, and when it returns
   * they are on the disk.
   * @throws AppError as `read`, `out-of-space`; what `choose` throws, and nothing is added
   */
  add<T>(
    choose: (before: ReadRegister) => { readonly added: readonly PublishedRecord[]; readonly result: T }
  ): Promise<T>
}

/** Dependencies of {@link registerFile}. */
export interface RegisterFileDependencies {
  /** Absolute path of the folder for the register; made when something is added for the first time. */
  readonly folder: string
  readonly keyring: Keyring
  readonly files: StoreFiles
  readonly clock: ClockPort
}

/** Opens the file. Nothing is read before it is asked for. */
export function registerFile({ folder, keyring, files, clock }: RegisterFileDependencies): RegisterFile {
  const paths = { key: join(folder, 'key'), next: join(folder, 'key.next'), journal: join(folder, 'register.sealed') }

  async function ownKey(): Promise<Buffer | undefined> {
    const wrapped = await files.read(paths.key)
    return wrapped === undefined ? undefined : keyring.openKey(wrapped, purpose)
  }

  async function makeKey(): Promise<Buffer> {
    const made = keyring.makeKey(purpose)
    await files.destroy(paths.next)
    const file = await files.create(paths.next)
    try {
      await file.write(made.wrapped)
      await file.sync()
    } finally {
      await file.close()
    }
    await files.rename(paths.next, paths.key)
    await files.syncFolder(folder)
    return made.key
  }

  function opened(bytes: readonly Uint8Array[], cut: boolean): ReadRegister {
    const records = bytes.map(readPublishedRecord)
    return {
      records: records.filter((each) => each !== undefined),
      damaged: cut || records.includes(undefined)
    }
  }

  return {
    exists: async () => (await files.read(paths.key)) !== undefined,
    async read() {
      const key = await ownKey()
      if (key === undefined) return { records: [], damaged: false }
      try {
        const { records, cut } = await readSealedJournal({ path: paths.journal, key, files })
        return opened(records, cut)
      } finally {
        key.fill(0)
      }
    },
    async add(choose) {
      await makePrivateFolder(folder)
      return withFileLock(join(folder, 'register.lock'), async () => {
        const key = (await ownKey()) ?? (await makeKey())
        try {
          const { journal, records } = await openSealedJournal({
            path: paths.journal,
            key,
            files,
            now: () => clock.now()
          })
          const { added, result } = choose(opened(records, journal.cut))
          for (const record of added) await journal.append(Buffer.from(JSON.stringify(record)))
          return result
        } finally {
          key.fill(0)
        }
      })
    }
  }
}
