import { servicesMessages as m } from '#messages/services.ts'
import { join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import type { BackupContents } from '#shared/contract/backup.ts'
import { errorCode } from '#shared/error-code.ts'
import type { ClockPort, SecretsPort } from '../../ports/host.ts'
import type { BackupGate } from '../../storage/backup/backup-gate.ts'
import { decideRestore, isRestoreDecided, stageRestore, withdrawRestore } from '../../storage/backup/restore-backup.ts'
import { countBackupBytes, writeBackup } from '../../storage/backup/write-backup.ts'
import { backupWorkFolder, writeBackupFile } from '../../storage/backup/write-backup-file.ts'
import { asDiskError } from '../../storage/files/space-error.ts'
import type { PassphraseWork } from '../../storage/keys/passphrase-key.ts'
import { portableKeyring } from '../../storage/keys/portable-keyring.ts'
import type { SealedBytes } from '../../storage/sealed/open-sealed.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

/** Dependencies of {@link createBackupService}. */
export interface BackupServiceDependencies {
  /** Absolute path of the data folder. */
  readonly data: string
  readonly secrets: SecretsPort | undefined
  readonly clock: ClockPort
  /** What would spoil a backup waits for it, and the backup for what has begun. */
  readonly gate: Pick<BackupGate, 'backUp'>
  /** Whether an export is under way, which changes files all the time. */
  isBusy(): boolean
  /** Whether the owner of the computer has to unlock the keychain's data first. */
  isOwnerAway?(): Promise<boolean>
  /** A backup has ended, in whatever way. */
  onEnd?(): void
  /** Runs a task while nothing is written to the audit log, and so nothing with an effect begins or ends. */
  whileQuiet(task: () => Promise<void>): Promise<void>
  readonly onProgress: (done: number, total: number) => void
  /** Work of the passphrase, where it is not that of the product. */
  readonly work?: PassphraseWork
}

/** Backups of the data folder, made and restored while Populus runs. One thing at a time. */
export interface BackupService {
  /** Whether a restore waits for the next start. */
  isPrepared(): boolean
  /**
   * Writes a backup.
   * @param target absolute path; in the folder for {@link BackupService.openMade} when absent
   * @returns its bytes
   */
  make(choice: { readonly passphrase: string; readonly snapshots: boolean }, target?: string): Promise<number>
  /** The bytes of a backup that was made without a path; it is gone when they were read. */
  openMade(): Promise<ReadableStream<Uint8Array>>
  /** Takes the next bytes of a backup that comes from the page. @param first they are its first ones */
  receive(first: boolean, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /**
   * Reads a backup and checks all of it, next to the data.
   * @param source absolute path; what was received when absent
   */
  check(passphrase: string, source?: string): Promise<BackupContents>
  /** Decides that the checked backup is restored at the next start. @returns the folder for the current data */
  restore(): Promise<string>
  /** Takes back that a backup will be restored. */
  withdraw(): Promise<void>
  /** Stops what is under way, because the program ends. */
  stop(): Promise<void>
  /** Stops what is under way, and forgets a backup that was checked and not decided about. */
  cancel(): Promise<void>
  /** Removes what an earlier run left. */
  sweep(): Promise<void>
}

/** Creates the service that makes backups of the data folder and puts them back. One runs at a time. */
export function createBackupService(dependencies: BackupServiceDependencies): BackupService {
  const { data, secrets, clock, work, onProgress } = dependencies
  const folder = join(data, backupWorkFolder)
  const made = join(folder, 'made.populus-backup')
  const received = join(folder, 'received.populus-backup')
  let running: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined

  /** @throws AppError `not-allowed` while something else is under way */
  async function alone<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (running !== undefined)
      throw new AppError('not-allowed', m.aBackupIsBeingMadeOr, {
        retryable: true
      })
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const stop = new AbortController()
    running = { stop, ended }
    try {
      return await task(stop.signal)
    } catch (error) {
      throw asBackupError(error)
    } finally {
      running = undefined
      resolve()
    }
  }

  /** What is stopped cleans up after itself. */
  async function stop(): Promise<void> {
    running?.stop.abort()
    await running?.ended
  }

  async function writeTo(
    target: string,
    { passphrase, snapshots }: { readonly passphrase: string; readonly snapshots: boolean },
    signal: AbortSignal
  ): Promise<number> {
    const path = join(data, 'snapshots', 'keyring.json')
    const keyring = await portableKeyring({ path, secrets, passphrase, work })
    const total = await countBackupBytes({ data, snapshots })
    const quiet = { over: false }
    const onRead = (bytes: number): void => onProgress(Math.min(bytes, total), total)
    const onSettled = (): void => void (quiet.over = true)
    const parts = writeBackup({ data, keyring, passphrase, snapshots, work, onSettled, onRead })
    await diskFiles.remove(`${target}.part`)
    const bytes = await writeBackupFile(
      target,
      quietAtFirst(parts, () => quiet.over),
      signal
    )
    onProgress(total, total)
    return bytes
  }

  /** The first parts are read together while nothing is written to the audit log; they are small. */
  async function* quietAtFirst(parts: AsyncGenerator<Uint8Array>, isOver: () => boolean): AsyncGenerator<Uint8Array> {
    const first: Uint8Array[] = []
    try {
      await dependencies.whileQuiet(async () => {
        while (!isOver()) {
          const next = await parts.next()
          if (next.done === true) return
          first.push(next.value)
        }
      })
      yield* first
      yield* parts
    } finally {
      await parts.return(undefined)
    }
  }

  return {
    isPrepared: () => isRestoreDecided(data),
    make: (choice, target = made) =>
      alone(async (signal) => {
        if (dependencies.isBusy())
          throw new AppError('not-allowed', m.anExportIsUnderWayMake, {
            retryable: true
          })
        if ((await dependencies.isOwnerAway?.()) === true)
          throw new AppError('not-allowed', m.populusIsLockedUnlockItFirst, { reason: 'locked' })
        await diskFiles.makeFolder(folder)
        try {
          return await dependencies.gate.backUp(() => writeTo(target, choice, signal))
        } finally {
          dependencies.onEnd?.()
        }
      }),
    async openMade() {
      return handedOver(await diskFiles.open(made), () => diskFiles.remove(made))
    },
    async receive(first, bytes) {
      await diskFiles.makeFolder(folder)
      if (first) await diskFiles.remove(received)
      const file = await diskFiles.append(received)
      try {
        for await (const piece of bytes) await file.write(piece)
      } catch (error) {
        throw asBackupError(error)
      } finally {
        await file.close()
      }
    },
    check: (passphrase, source = received) =>
      alone(async (signal) => {
        if (isRestoreDecided(data)) throw new AppError('not-allowed', m.aRestoreIsPreparedAlreadyWithdraw)
        const backup = await openBackup(source)
        try {
          return await stageRestore(data, watched(backup, signal, onProgress), passphrase)
        } finally {
          await backup.close()
        }
      }),
    restore: () =>
      alone(async () => {
        const aside = await decideRestore(data, clock.now())
        await diskFiles.remove(received)
        return aside
      }),
    withdraw: () => alone(() => withdrawRestore(data)),
    stop,
    async cancel() {
      if (running !== undefined) return stop()
      if (!isRestoreDecided(data)) await withdrawRestore(data)
      await diskFiles.remove(received)
    },
    sweep: () => diskFiles.removeFolder(folder)
  }
}

/** A file that went away meanwhile was deleted by other work; everything else is the disk's. */
function asBackupError(error: unknown): unknown {
  if (error instanceof AppError || errorCode(error) !== 'ENOENT') return asDiskError(error)
  return new AppError('not-allowed', m.theSavedDataChangedWhileThe, { retryable: true, cause: error })
}

async function openBackup(path: string): Promise<SealedBytes> {
  try {
    return await diskFiles.open(path)
  } catch (cause) {
    throw new AppError('not-found', m.theFileOfTheBackupCannot, { cause })
  }
}

function watched(
  file: SealedBytes,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void
): SealedBytes {
  return {
    ...file,
    read(offset, length) {
      if (signal.aborted) throw new AppError('cancelled', m.theRestoreWasCancelledNothingWas)
      onProgress(Math.min(offset + length, file.size), file.size)
      return file.read(offset, length)
    }
  }
}

const pieceBytes = 1024 * 1024

function handedOver(file: SealedBytes, done: () => Promise<void>): ReadableStream<Uint8Array> {
  let offset = 0
  const end = async (): Promise<void> => {
    await file.close()
    await done()
  }
  return new ReadableStream({
    async pull(controller) {
      const piece = await file.read(offset, pieceBytes)
      offset += piece.length
      if (piece.length > 0) controller.enqueue(piece)
      if (piece.length > 0 && offset < file.size) return
      await end()
      controller.close()
    },
    cancel: end
  })
}
