import { commonMessages as common } from '#messages/common.ts'
import { hostElectronMessages as m } from '#messages/host/electron.ts'
import { dialog, type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron'
import type { DialogsPort } from '../../ports/host.ts'

const backups = [{ name: m.backupsOfPopulus, extensions: ['populus-backup'] }]
const questions: Readonly<Record<'folder' | 'files' | 'backup', OpenDialogOptions>> = {
  folder: { title: m.openAFolder, buttonLabel: common.open, properties: ['openDirectory', 'dontAddToRecent'] },
  files: {
    title: m.openFiles,
    buttonLabel: common.open,
    properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
    filters: [
      { name: m.fhirData, extensions: ['ndjson', 'jsonl', 'json', 'gz', 'zip'] },
      { name: m.allFiles, extensions: ['*'] }
    ]
  },
  backup: {
    title: m.chooseABackup,
    buttonLabel: m.choose,
    properties: ['openFile', 'dontAddToRecent'],
    filters: [...backups, { name: m.allFiles, extensions: ['*'] }]
  }
}
const newBackup: SaveDialogOptions = {
  title: m.saveTheBackup,
  buttonLabel: common.save,
  defaultPath: 'populus.populus-backup',
  properties: ['dontAddToRecent', 'showOverwriteConfirmation'],
  filters: backups
}

/** The system's file dialogs, attached to the window when there is one. */
export function createDialogs(currentWindow: () => BrowserWindow | undefined): DialogsPort {
  return {
    async choose(what) {
      const window = currentWindow()
      if (what === 'new-backup') {
        const named = await (window === undefined
          ? dialog.showSaveDialog(newBackup)
          : dialog.showSaveDialog(window, newBackup))
        return named.canceled ? undefined : [named.filePath]
      }
      const options = questions[what]
      const answer = await (window === undefined
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options))
      return answer.canceled ? undefined : answer.filePaths
    }
  }
}
