import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import type { RegisterEnd } from '#shared/governance/published-count.ts'
import type { LogPort } from '../../ports/host.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import type { PublishedRecord } from './published-record.ts'
import type { ReadRegister, RegisterFile } from './register-file.ts'

/** A register as it is at a moment, wherever it is kept. */
export interface KnownRegister extends Omit<ReadRegister, 'end'> {
  /** The same text as long as nothing was added to it or happened to it. */
  readonly mark: string
}

/** What is added to a register, and what came out of deciding that. */
interface Choice<T> {
  readonly added: readonly PublishedRecord[]
  readonly result: T
}

/** Where the register is kept: sealed on the disk, or in memory while nothing can be sealed. */
export interface RegisterPlace {
  /** Kept in memory at present. */
  readonly unsealed: readonly PublishedRecord[]
  /** @throws AppError `not-allowed` while what left before is locked, `unreadable-file` */
  look(): Promise<KnownRegister>
  /**
   * Adds records; nothing is added in between.
   * @returns what `choose` gave, and where the register on the disk ends now
   * @throws AppError as `look`, `out-of-space`; what `choose` throws, and nothing is added
   */
  add<T>(choose: (known: KnownRegister) => Choice<T>): Promise<{ readonly result: T; readonly end?: RegisterEnd }>
  /** Whether the audit log vouches for a register. */
  isRecorded(): Promise<boolean>
}

/** Number of the next entry. */
export function nextEntry(records: readonly PublishedRecord[]): number {
  return records.reduce((last, { entry }) => Math.max(last, entry), 0) + 1
}

/** What is entered before there is a key is kept in memory, and moves to the disk with the next entry when there is one. */
export function registerPlace(file: RegisterFile, keyring: Keyring, log: LogPort): RegisterPlace {
  let unsealed: readonly PublishedRecord[] = []

  const isRecorded = async (): Promise<boolean> => ((await file.recorded())?.records ?? 0) > 0

  /** Whether entries can go to the disk. */
  async function canSeal(): Promise<boolean> {
    const ring = await keyring.state()
    if (ring.state === 'absent' && ring.by === 'keychain') {
      await keyring.create()
      return true
    }
    if (ring.state === 'locked' && ((await file.exists()) || (await isRecorded())))
      throw new AppError('not-allowed', m.whatLeftBeforeIsSealedUnlock, { reason: 'locked' })
    return ring.state === 'open'
  }

  async function inMemory(): Promise<KnownRegister> {
    const gone = (await isRecorded()) ? ({ problem: 'removed' } as const) : {}
    return { records: unsealed, damaged: false, ...gone, mark: `memory ${unsealed.length}` }
  }

  /** Entries from memory behind those on the disk. */
  function moved(records: readonly PublishedRecord[]): readonly PublishedRecord[] {
    const from = nextEntry(records) - nextEntry([])
    return unsealed.map((record) => ({ ...record, entry: record.entry + from }))
  }

  function onDisk({ end, records, ...rest }: ReadRegister): KnownRegister {
    const mark = `${end.records} ${end.digest} ${unsealed.length} ${rest.problem ?? ''}`
    return { ...rest, records: [...records, ...moved(records)], mark }
  }

  return {
    get unsealed() {
      return unsealed
    },
    isRecorded,
    async look() {
      if (!(await canSeal())) return inMemory()
      const { recorded: _, ...found } = await file.read()
      return onDisk(found)
    },
    async add(choose) {
      if (!(await canSeal())) {
        const { added, result } = choose(await inMemory())
        unsealed = [...unsealed, ...added]
        return { result }
      }
      let isMoved = false
      const done = await file.add((before) => {
        if (before.damaged) log.write('warn', 'published.damaged', { records: before.records.length })
        const { added, result } = choose(onDisk(before))
        isMoved = added.length > 0
        return { added: isMoved ? [...moved(before.records), ...added] : [], result }
      })
      if (isMoved) unsealed = []
      return done
    }
  }
}
