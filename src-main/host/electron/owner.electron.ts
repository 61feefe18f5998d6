import { systemPreferences } from 'electron'
import type { OwnerPort } from '../../ports/host.ts'

/**
 * Touch ID. Electron offers no question to the owner on Windows (Windows Hello) and on Linux.
 * @returns `undefined` where the system has none
 */
export function createOwner(platform: NodeJS.Platform): OwnerPort | undefined {
  if (platform !== 'darwin') return undefined
  return {
    canAsk: async () => systemPreferences.canPromptTouchID(),
    confirm: (reason) =>
      systemPreferences.promptTouchID(reason).then(
        () => true,
        // Canceled, not recognized or interrupted: in no case has the owner confirmed.
        () => false
      )
  }
}
