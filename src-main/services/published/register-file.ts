import { join } from 'node:path'
import type { RegisterEnd, RegisterProblem } from '#shared/governance/published-count.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { hasKeyFile, makeKeyFile, readKeyFile } from '../../storage/keys/key-file.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { readJsonRecord } from '../../storage/sealed/json-record.ts'
import { openSealedJournal, readSealedJournal, type OpenedJournal } from '../../storage/sealed/sealed-journal.ts'
import type { StoreFiles } from '../../storage/sealed/store-files.ts'
import type { ClockPort } from '../../ports/host.ts'
import { registerProblem } from './recorded-end.ts'
import { PublishedRecord } from './published-record.ts'

const nothing = { records: [], digestAt: () => undefined } as const
const noEnd: RegisterEnd = { records: 0, digest: '' }

/** What is in the register file. */
export interface ReadRegister {
  readonly records: readonly PublishedRecord[]
  /** Where it ends. */
  readonly end: RegisterEnd
  /** Records were cut off, are of another version, or it is an older copy. */
  readonly damaged: boolean
  /** What the audit log vouches for, in part or as a whole, is not there. */
  readonly problem?: RegisterProblem
}

/** A register as it is, with the end that the audit log has. */
export interface FoundRegister extends ReadRegister {
  readonly recorded?: RegisterEnd
}

/** The sealed file of the register: records are only ever added, by one process at a time. */
export interface RegisterFile {
  exists(): Promise<boolean>
  /** The end that the audit log has; `undefined` when it has none. */
  recorded(): Promise<RegisterEnd | undefined>
  /** @throws AppError `not-allowed` while the keyring is not open, `unreadable-file` for a key of another keyring */
  read(): Promise<FoundRegister>
  /**
   * Adds records to those that are there. Nothing is added in between, by this process or another one, and when it returns
   * they are on the disk.
   * @returns what `choose` gave, and where the register ends now
   * @throws AppError as `read`, `out-of-space`; what `choose` throws, and nothing is added
   */
  add<T>(
    choose: (before: ReadRegister) => { readonly added: readonly PublishedRecord[]; readonly result: T }
  ): Promise<{ readonly result: T; readonly end: RegisterEnd }>
}

/** Dependencies of {@link registerFile}. */
export interface RegisterFileDependencies {
  /** Absolute path of the folder for the register; made when something is added for the first time. */
  readonly folder: string
  readonly keyring: Keyring
  readonly files: StoreFiles
  readonly clock: ClockPort
  /** The end that the audit log has. */
  readonly recorded: () => Promise<RegisterEnd | undefined>
}

/** Opens the file. Nothing is read before it is asked for. */
export function registerFile({ folder, keyring, files, clock, recorded }: RegisterFileDependencies): RegisterFile {
  const path = join(folder, 'register.sealed')
  const place = { folder, keyring, files, purpose: 'published/key' }

  function opened(
    { records: bytes, digestAt }: Pick<OpenedJournal, 'records' | 'digestAt'>,
    cut: boolean,
    known: RegisterEnd | undefined
  ): ReadRegister {
    const records = bytes.map((each) => readJsonRecord(PublishedRecord, each))
    const problem = registerProblem(known, { count: bytes.length, digestAt })
    const { length } = bytes
    return {
      end: length === 0 ? noEnd : { records: length, digest: digestAt(length) ?? '' },
      records: records.filter((each) => each !== undefined),
      damaged: cut || records.includes(undefined),
      ...(problem === undefined ? {} : { problem })
    }
  }

  return {
    exists: () => hasKeyFile(place),
    recorded,
    async read() {
      // What the log has first: an entry that is added meanwhile is then one more than it knows.
      const known = await recorded()
      const also = known === undefined ? {} : { recorded: known }
      const key = await readKeyFile(place)
      if (key === undefined) return { ...opened(nothing, false, known), ...also }
      try {
        const journal = await readSealedJournal({ path, key, files })
        return { ...opened(journal, journal.cut, known), ...also }
      } finally {
        key.fill(0)
      }
    },
    async add(choose) {
      await makePrivateFolder(folder)
      return withFileLock(join(folder, 'register.lock'), async () => {
        const known = await recorded()
        const found = await readKeyFile(place)
        // Where it was removed nothing is made before somebody decides to go on.
        if (found === undefined && registerProblem(known, { count: 0, ...nothing }) !== undefined)
          choose(opened(nothing, false, known))
        const key = found ?? (await makeKeyFile(place))
        try {
          const before = await openSealedJournal({ path, key, files, now: () => clock.now() })
          const { journal } = before
          const { added, result } = choose(opened(before, journal.cut, known))
          for (const record of added) await journal.append(Buffer.from(JSON.stringify(record)))
          return { result, end: journal.end() }
        } finally {
          key.fill(0)
        }
      })
    }
  }
}
