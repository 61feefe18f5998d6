import { join } from 'node:path'
import { openSettingsFile } from '../../host/node/settings-file.ts'
import { systemClock } from '../../ports/system.ts'
import { createSettingsStore } from '../../services/settings/settings-store.ts'
import { createRetention } from '../../services/snapshots/retention.ts'
import { createRetentionClock } from '../../services/snapshots/retention-clock.ts'
import type { RetentionState } from '#shared/snapshot.ts'
import { createBackupGate } from '../../storage/backup/backup-gate.ts'
import type { CommandIo } from '../terminal/command.ts'
import type { OpenedConnections } from './open-connections.ts'

/**
 * Deletes the snapshots that settings and policies do not keep, as the window does after each export: a computer on which no window is
 * opened would keep every one.
 * @throws AppError where that cannot be recorded, or a file cannot be removed
 */
export async function expireSnapshots(
  { opened: { data, folder, log }, audit }: Pick<OpenedConnections, 'opened' | 'audit'>,
  { policies }: Pick<CommandIo, 'policies'>
): Promise<RetentionState> {
  const settings = createSettingsStore(await openSettingsFile(join(data, 'settings.json'), systemClock, log), policies)
  try {
    const { keepSnapshots: keepCount, keepDays } = settings.current()
    const retention = createRetention({
      keyring: folder.keyring,
      store: folder.store,
      gate: createBackupGate(),
      audit,
      clock: systemClock,
      retentionClock: createRetentionClock(join(data, 'snapshots')),
      log,
      policy: () => ({ keepCount, keepDays }),
      isOpen: () => false,
      changed: () => undefined
    })
    return await retention.apply()
  } finally {
    settings.close()
  }
}
