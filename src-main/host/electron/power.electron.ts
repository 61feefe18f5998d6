import { net, powerMonitor } from 'electron'
import type { PowerPort } from '../../ports/host.ts'

/** Power and sleep as Electron sees them. It does not tell whether a network is metered. */
export const electronPower: PowerPort = {
  onBattery: () => powerMonitor.onBatteryPower,
  onMetered: () => undefined,
  isOffline: () => !net.isOnline(),
  onResume(listener) {
    powerMonitor.on('resume', listener)
    return () => powerMonitor.off('resume', listener)
  },
  onAway(listener) {
    powerMonitor.on('suspend', listener)
    powerMonitor.on('lock-screen', listener)
    // macOS: another account takes over the screen, which need not be locked before.
    powerMonitor.on('user-did-resign-active', listener)
    return () => {
      powerMonitor.off('suspend', listener)
      powerMonitor.off('lock-screen', listener)
      powerMonitor.off('user-did-resign-active', listener)
    }
  }
}
