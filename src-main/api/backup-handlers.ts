import { apiMessages as m } from '#messages/api.ts'
import { basename } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'
import { maxUploadBytes } from '#shared/contract/uploads.ts'
import type { Host } from '../ports/host.ts'
import type { BackupService } from '../services/backup/backup-service.ts'
import type { DataPlane } from './data-plane.ts'

/** The handlers for backups. Where the host has file dialogs, paths stay on this side. */
export function createBackupHandlers(
  host: Pick<Host, 'dialogs'>,
  backup: BackupService,
  dataPlane: DataPlane
): ServiceHandlers['backup'] {
  const chosen: { save?: string | undefined; open?: string | undefined } = {}

  /** @throws AppError `invalid-input` where the host has dialogs and nothing was chosen */
  function pathOf(what: 'save' | 'open'): string | undefined {
    const path = chosen[what]
    if (host.dialogs !== undefined && path === undefined)
      throw new AppError('invalid-input', m.chooseTheFileOfTheBackup)
    return path
  }

  return {
    async state() {
      return { prepared: backup.isPrepared() }
    },
    async choose({ what }) {
      if (host.dialogs === undefined) throw new AppError('not-supported', m.thereIsNoFileDialogHere)
      const [path] = (await host.dialogs.choose(what === 'save' ? 'new-backup' : 'backup')) ?? []
      if (path === undefined) return undefined
      chosen[what] = path
      return { name: basename(path) }
    },
    async make(choice) {
      const path = pathOf('save')
      const bytes = await backup.make(choice, path)
      chosen.save = undefined
      if (path !== undefined) return { bytes }
      return { bytes, url: dataPlane.issue({ kind: 'backup', open: () => backup.openMade() }) }
    },
    async receive({ first }) {
      const url = dataPlane.accept({
        kind: 'backup-part',
        maxBytes: maxUploadBytes,
        take: (bytes) => backup.receive(first, bytes)
      })
      return { url }
    },
    check: ({ passphrase }) => backup.check(passphrase, pathOf('open')),
    async restore() {
      return { folder: await backup.restore() }
    },
    async withdraw() {
      await backup.withdraw()
    },
    async cancel() {
      await backup.cancel()
    }
  }
}
