import { andList } from '#shared/messages/list-text.ts'
import { stateConnectionsMessages as m } from '#messages/state/connections.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import type { Connection } from '#shared/connections/connection.ts'
import type { ExportRun } from '#shared/export-run.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import { hasEnded } from './exports.svelte.ts'

/** What cannot go on before the data are unlocked. */
export interface WaitingWork {
  readonly exports: number
  readonly schedules: number
}

/** @returns `undefined` when nothing waits for a key */
export function waitingWork(
  keyring: KeyringState,
  runs: readonly ExportRun[],
  connections: readonly Pick<Connection, 'nextRunAt'>[]
): WaitingWork | undefined {
  if (keyring.state !== 'locked') return undefined
  const exports = runs.filter((run) => !hasEnded(run) && !run.paused).length
  const schedules = connections.filter(({ nextRunAt }) => nextRunAt !== undefined).length
  return exports + schedules === 0 ? undefined : { exports, schedules }
}

/** What waits, as the subject of a sentence: "2 exports and a schedule wait". */
export function waitingText({ exports, schedules }: WaitingWork): string {
  const parts = [...counted(exports, m.anExport, 'exports'), ...counted(schedules, m.aSchedule, 'schedules')]
  const text = m.partsWait(andList(parts), exports + schedules)
  return sentenceCase(text)
}

function counted(count: number, singular: string, many: string): readonly string[] {
  return count === 0 ? [] : [count === 1 ? singular : `${count} ${many}`]
}
