import { net, powerMonitor } from 'electron'
import type { PowerPort } from '../../ports/host.ts'

/** Power and sleep as Electron sees them. Chromium does not say whether a network is metered; being offline holds up, too. */
export const electronPower: PowerPort = {
  onBattery: () => powerMonitor.onBatteryPower,
  onMetered: () => (net.isOnline() ? undefined : true),
  onResume(listener) {
    powerMonitor.on('resume', listener)
    return () => powerMonitor.off('resume', listener)
  },
  onAway(listener) {
    powerMonitor.on('suspend', listener)
    powerMonitor.on('lock-screen', listener)
    return () => {
      powerMonitor.off('suspend', listener)
      powerMonitor.off('lock-screen', listener)
    }
  }
}
