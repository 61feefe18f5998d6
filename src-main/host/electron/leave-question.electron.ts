import { hostElectronMessages as m } from '#messages/host/electron.ts'
import { dialog, type BrowserWindow } from 'electron'

/**
 * Asks before a window closes or reloads while its page says that work would be lost. Without this Electron would refuse
 * to close it without a word.
 * @param onStay called where the user stays, by which Electron cancels a quit as well
 */
export function askBeforeLeaving(window: BrowserWindow, onStay: () => void): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      title: m.populus,
      message: m.leaveWithUnsavedWork,
      detail: m.whatWasOpenedFromFilesIs,
      buttons: [m.stay, m.leave],
      defaultId: 0,
      cancelId: 0
    })
    // For this event, prevented means: do not heed the page, and go.
    if (answer === 1) event.preventDefault()
    else onStay()
  })
}
