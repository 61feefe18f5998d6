import { expect, it } from 'vitest'
import { createReplay } from '../../../src-main/bulk/journal/export-progress.ts'
import type { NewJournalEvent } from '../../../src-main/bulk/journal/journal-event.ts'
import { createLiveMeter } from '../../../src-main/services/exports/live-meter.ts'
import { endedRun } from '../../../src-main/services/exports/ended-run.ts'

const second = 1000
const files = ['a', 'b'].map((key) => ({ key, kind: 'output' as const, type: 'Patient' }))

function stored(key: string, bytes: number): NewJournalEvent {
  return { event: 'stored', key, file: { part: key, bytes, storedBytes: bytes, sha256: 'ab', types: {}, issues: [] } }
}

it('a pause, and a list of files that is fetched anew, say nothing of the pace of a server', () => {
  const replay = createReplay()
  const note = (seconds: number, event: NewJournalEvent): void => replay.apply({ ...event, at: seconds * second })
  const enter = (
    seconds: number,
    ...states: readonly ('kicking-off' | 'manifest' | 'downloading' | 'verifying')[]
  ): void => {
    for (const state of states) note(seconds, { event: 'state', state })
  }
  enter(0, 'kicking-off')
  enter(20, 'manifest')
  note(20, { event: 'manifest', byPatient: false, files })
  enter(20, 'downloading')
  note(30, stored('a', 9_000_000))
  // The computer was off for a night.
  enter(36_000, 'manifest', 'downloading')
  note(36_010, stored('b', 10_000_000))
  enter(36_010, 'verifying')
  const net = { send: () => Promise.reject(new Error('not asked')) }
  const meter = createLiveMeter(net, { now: () => 0 }, () => undefined)
  expect(endedRun(replay.progress, undefined, meter, 0).seen).toMatchObject({
    prepareSeconds: 20,
    bytesPerSecond: 1_000_000
  })
})
