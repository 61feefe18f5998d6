import { hostProcessMessages as m } from '#messages/host/process.ts'
import type { ExportState } from '#shared/export-state.ts'

/** What the icon in the notification area says about exports. Never a name of a source. */
export interface TrayStatus {
  readonly running: number
  /** Connections whose last export failed or did not bring everything. */
  readonly failed: number
  /** Start of the next planned export, in milliseconds since 1970. */
  readonly next: number | undefined
}

/** @param planned one for each connection with a schedule */
export function trayStatus(
  running: number,
  planned: readonly { readonly next: number | undefined; readonly last: ExportState | undefined }[]
): TrayStatus {
  const times = planned.flatMap(({ next }) => (next === undefined ? [] : [next]))
  return {
    running,
    failed: planned.filter(({ last }) => last === 'failed' || last === 'partial').length,
    next: times.length === 0 ? undefined : Math.min(...times)
  }
}

/** The status in a few words. @param timeOf how a time is written */
export function trayText({ running, failed, next }: TrayStatus, timeOf: (time: number) => string): string {
  const parts = [
    ...(running > 0 ? [running === 1 ? m.n1ExportIsRunning : m.exportsAreRunning(running)] : []),
    ...(failed > 0 ? [failed === 1 ? m.n1SourceNeedsALook : m.sourcesNeedALook(failed)] : []),
    ...(next === undefined ? [] : [m.nextRefreshNext(timeOf(next))])
  ]
  return parts.length === 0 ? 'ready' : parts.join(', ')
}
