import type { PowerPort } from '../../ports/host.ts'

/** Plain Node cannot tell how the computer is powered and connected. The wall clock tells that it slept. */
export const unknownPower: PowerPort = {
  onBattery: () => undefined,
  onMetered: () => undefined,
  onResume: () => () => undefined
}
