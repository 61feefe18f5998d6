import { dirname, join } from 'node:path'
import type { ClockPort, LogPort, OwnerPort, PolicyPort, SecretsPort } from '../../ports/host.ts'
import { recordedDecisions } from './recorded-decisions.ts'
import { keyringUnderPolicy } from './keyring-under-policy.ts'
import { createInstanceLock } from '../../storage/files/instance-lock.ts'
import { createKeyring, type Keyring } from '../../storage/keys/keyring.ts'
import type { PassphraseWork } from '../../storage/keys/passphrase-key.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { openSnapshotStore, type SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

/** A folder of snapshots with its keyring. It can be copied to another computer as it is. */
export interface SnapshotFolder {
  readonly keyring: Keyring
  readonly store: SnapshotStore
  /** Lets another process change it. */
  release(): Promise<void>
}

/** What {@link openSnapshotFolder} needs; `folder` is an absolute path and is made when it is missing; the audit log is next to it. */
export interface SnapshotFolderDependencies {
  readonly folder: string
  readonly secrets: SecretsPort | undefined
  /** Which protection a new keyring may have; any when absent. */
  readonly policies?: Pick<PolicyPort, 'value'>
  /** A window, whose lock the owner of the computer opens; absent for commands. */
  readonly window?: { readonly owner: OwnerPort | undefined }
  readonly clock: ClockPort
  readonly log: LogPort
  /** Work of new passphrases, where it is not that of the product. */
  readonly work?: PassphraseWork
}

/** Opens a folder of snapshots for one process to change and any to read. */
export async function openSnapshotFolder({
  folder,
  secrets,
  policies,
  window,
  clock,
  log,
  work
}: SnapshotFolderDependencies): Promise<SnapshotFolder> {
  await makePrivateFolder(folder)
  const isRequired = (chosen: boolean): boolean => chosen || (policies?.value('RequireAppLock') ?? false)
  const question = window === undefined ? undefined : { isRequired }
  const bare = createKeyring(join(folder, 'keyring.json'), secrets, work, question)
  const keyring = policies === undefined ? bare : keyringUnderPolicy(bare, policies, window)
  const lock = createInstanceLock(join(folder, 'instance.lock'))
  const recorded = recordedDecisions(join(dirname(folder), 'audit'), log)
  const store = await openSnapshotStore({ folder, keyring, files: diskFiles, lock, clock, log, recorded })
  return { keyring, store, release: () => lock.release() }
}
