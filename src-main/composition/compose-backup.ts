import { join } from 'node:path'
import type { Host } from '../ports/host.ts'
import { auditFiles } from '../services/audit/audit-files.ts'
import { createBackupService, type BackupService } from '../services/backup/backup-service.ts'
import type { BackupGate } from '../storage/backup/backup-gate.ts'
import type { Keyring } from '../storage/keys/keyring.ts'
import { withFileLock } from '../storage/files/file-lock.ts'

/** Dependencies of {@link composeBackup}. */
export interface BackupComposition {
  readonly host: Pick<Host, 'paths' | 'secrets' | 'clock' | 'emit' | 'progress'>
  /** A backup of what its owner has locked waits. */
  readonly keyring: Pick<Keyring, 'state'>
  readonly gate: BackupGate
  /** Whether an export is under way. */
  readonly isBusy: () => boolean
  /** A backup has ended, in whatever way. */
  readonly onEnd: () => void
}

/** Backups of the data folder of a host. */
export async function composeBackup({ host, keyring, gate, isBusy, onEnd }: BackupComposition): Promise<BackupService> {
  const { paths, secrets, clock, emit, progress } = host
  const shown = { percent: -1 }
  const backup = createBackupService({
    data: paths.data,
    secrets,
    clock,
    gate,
    isBusy,
    onEnd,
    async isOwnerAway() {
      const { state, ownerLock } = await keyring.state()
      return state === 'locked' && ownerLock !== undefined
    },
    whileQuiet: (task) => withFileLock(auditFiles(join(paths.data, 'audit')).lock, task),
    onProgress(done, total) {
      const percent = total === 0 ? 100 : Math.floor((100 * done) / total)
      if (percent === shown.percent) return
      shown.percent = percent
      emit('backup.progress', { done, total })
      progress.show(percent === 100 ? undefined : percent / 100)
    }
  })
  await backup.sweep()
  return backup
}
