import { join } from 'node:path'
import type { Host } from '../ports/host.ts'
import { auditFiles } from '../services/audit/audit-files.ts'
import { createBackupService, type BackupService } from '../services/backup/backup-service.ts'
import type { Keyring } from '../storage/keys/keyring.ts'
import { withFileLock } from '../storage/files/file-lock.ts'

/**
 * Backups of the data folder of a host.
 * @param keyring a backup of what its owner has locked waits
 * @param isBusy whether an export is under way
 */
export async function composeBackup(
  { paths, secrets, clock, emit, progress }: Pick<Host, 'paths' | 'secrets' | 'clock' | 'emit' | 'progress'>,
  keyring: Pick<Keyring, 'state'>,
  isBusy: () => boolean
): Promise<BackupService> {
  const shown = { percent: -1 }
  const backup = createBackupService({
    data: paths.data,
    secrets,
    clock,
    isBusy,
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
