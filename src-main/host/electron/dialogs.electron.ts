import { dialog, type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron'
import type { DialogsPort } from '../../ports/host.ts'

const backups = [{ name: 'Backups of Populus', extensions: ['populus-backup'] }]
const questions: Readonly<Record<'folder' | 'files' | 'backup', OpenDialogOptions>> = {
  folder: { title: 'Open a folder', buttonLabel: 'Open', properties: ['openDirectory', 'dontAddToRecent'] },
  files: {
    title: 'Open files',
    buttonLabel: 'Open',
    properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
    filters: [
      { name: 'FHIR data', extensions: ['ndjson', 'jsonl', 'json', 'gz', 'zip'] },
      { name: 'All files', extensions: ['*'] }
    ]
  },
  backup: {
    title: 'Choose a backup',
    buttonLabel: 'Choose',
    properties: ['openFile', 'dontAddToRecent'],
    filters: [...backups, { name: 'All files', extensions: ['*'] }]
  }
}
const newBackup: SaveDialogOptions = {
  title: 'Save the backup',
  buttonLabel: 'Save',
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
