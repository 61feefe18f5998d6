import { describe, expect, it } from 'vitest'
import type { ExportState } from '#shared/job-state.ts'
import { createReplay, type ExportProgress } from '../../../src-main/bulk/export-progress.ts'
import type { JobFile } from '../../../src-main/jobs/job-file.ts'
import { runView } from '../../../src-main/jobs/run-view.ts'
import { requestFor } from '../../support/export-parts.ts'
import { jobOf } from '../../support/job-file.ts'

/** What a journal says in which an export went through these states. */
function progressThrough(...states: readonly ExportState[]): ExportProgress {
  const replay = createReplay()
  replay.apply({ event: 'queued', at: 1, id: 'id', mode: 'bulk', request: requestFor('https://fhir.example.org/r4') })
  for (const [index, state] of states.entries()) replay.apply({ event: 'state', at: index + 2, state })
  return replay.progress
}

const { ended, ...unended } = jobOf(1)
const view = (file: JobFile, progress: ExportProgress | undefined, running = false) =>
  runView({ file, progress, running, meter: undefined, waiting: false, level: 'system' })

describe('the view of an export', () => {
  it('is committed when the history says so, with its snapshot and its end', () => {
    const progress = progressThrough('authorising', 'downloading', 'verifying', 'committing', 'committed')
    for (const running of [true, false]) {
      const between = view(unended, progress, running)
      expect(between).toMatchObject({ state: 'committing', can: { cancel: false, delete: false } })
      expect([between.snapshot, between.endedAt]).toEqual([undefined, undefined])
    }
    expect(view({ ...unended, ended: ended! }, progress, true)).toMatchObject({
      state: 'committed',
      snapshot: unended.snapshot,
      endedAt: ended!.at
    })
  })

  it('shows the last step of one that failed or was cancelled a moment ago', () => {
    for (const state of ['failed', 'cancelled'] as const)
      expect(view(unended, progressThrough('authorising', 'kicking-off', 'polling', state), true).state).toBe('polling')
    expect(view(unended, progressThrough('cancelled'), true).state).toBe('queued')
  })

  it('is not paused while it looks at its server for the first time', () => {
    expect(view(unended, undefined, true)).toMatchObject({ state: 'queued', paused: false, can: { pause: true } })
    expect(view({ ...unended, paused: true }, progressThrough('authorising', 'polling'))).toMatchObject({
      paused: true,
      can: { pause: false, resume: true, cancel: true }
    })
  })

  it('says until when the links hold, as long as files are fetched', () => {
    const replay = createReplay()
    const { progress } = replay
    for (const state of ['authorising', 'downloading'] as const) replay.apply({ event: 'state', at: 1, state })
    replay.apply({ event: 'manifest', at: 2, byPatient: false, linksUntil: 77, files: [] })
    expect(view(unended, progress, true).linksUntil).toBe(77)
    replay.apply({ event: 'state', at: 3, state: 'verifying' })
    expect(view(unended, progress, true).linksUntil).toBeUndefined()
  })
})
