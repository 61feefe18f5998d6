import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron'
import type { DialogsPort } from '../../ports/host.ts'

const questions: Readonly<Record<'folder' | 'files', OpenDialogOptions>> = {
  folder: { title: 'Open a folder', buttonLabel: 'Open', properties: ['openDirectory', 'dontAddToRecent'] },
  files: {
    title: 'Open files',
    buttonLabel: 'Open',
    properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
    filters: [
      { name: 'FHIR data', extensions: ['ndjson', 'jsonl', 'json', 'gz', 'zip'] },
      { name: 'All files', extensions: ['*'] }
    ]
  }
}

/** The system's file dialogs, attached to the window when there is one. */
export function createDialogs(currentWindow: () => BrowserWindow | undefined): DialogsPort {
  return {
    async choose(what) {
      const window = currentWindow()
      const options = questions[what]
      const answer = await (window === undefined
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options))
      return answer.canceled ? undefined : answer.filePaths
    }
  }
}
