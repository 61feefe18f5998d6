import { describe, expect, it } from 'vitest'
import type { ExportState } from '#shared/export-state.ts'
import { createReplay, type ExportProgress } from '../../../src-main/bulk/journal/export-progress.ts'
import type { ExportRecord } from '../../../src-main/services/exports/export-record.ts'
import { createLiveMeter } from '../../../src-main/services/exports/live-meter.ts'
import { fileRows, describeRun } from '../../../src-main/services/exports/run-view.ts'
import { requestFor } from '../../support/export-parts.ts'
import { jobOf } from '../../support/export-record.ts'

/** What a journal says in which an export went through these states. */
function progressThrough(...states: readonly ExportState[]): ExportProgress {
  const replay = createReplay()
  replay.apply({ event: 'queued', at: 1, id: 'id', mode: 'bulk', request: requestFor('https://fhir.example.org/r4') })
  for (const [index, state] of states.entries()) replay.apply({ event: 'state', at: index + 2, state })
  return replay.progress
}

const { ended, ...unended } = jobOf(1)
const view = (file: ExportRecord, progress: ExportProgress | undefined, running = false) =>
  describeRun({ file, progress, running, meter: undefined, waiting: false, level: 'system' })

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

  it('is cancelled from the moment that somebody gave it up, also while its journal cannot be read', () => {
    const given = { ...unended, cancelled: true as const }
    for (const progress of [undefined, progressThrough('authorising', 'polling')])
      expect(view(given, progress)).toMatchObject({
        state: 'cancelled',
        paused: false,
        can: { resume: false, cancel: false, delete: true }
      })
    expect(view({ ...given, ended: ended! }, undefined).state).toBe('committed')
  })

  it('that its server canceled says so, and is started again instead of resumed', () => {
    const failed = (isGone: boolean) => {
      const replay = createReplay()
      const request = requestFor('https://fhir.example.org/r4')
      replay.apply({ event: 'queued', at: 1, id: 'id', mode: 'bulk', request })
      replay.apply({ event: 'state', at: 2, state: 'authorising' })
      replay.apply({ event: 'state', at: 3, state: 'kicking-off' })
      replay.apply({ event: 'state', at: 4, state: 'polling' })
      if (isGone) replay.apply({ event: 'gone', at: 5 })
      replay.apply({ event: 'state', at: 6, state: 'failed', code: 'network', reason: 'It is not there.' })
      return view({ ...unended, ended: { ...ended!, state: 'failed' } }, replay.progress).problem
    }
    expect(failed(true)).toMatchObject({ action: 'restart' })
    expect(failed(true)?.what).toMatch(/^The export is not on the server any more\. It was canceled there/)
    expect(failed(true)?.todo).not.toMatch(/resume|continues where/i)
    // With a server that only could not be reached it goes on.
    expect(failed(false)).toMatchObject({ what: 'It is not there.', action: 'resume' })
  })

  it('is not paused while it looks at its server for the first time', () => {
    expect(view(unended, undefined, true)).toMatchObject({ state: 'queued', paused: false, can: { pause: true } })
    expect(view({ ...unended, paused: true }, progressThrough('authorising', 'polling'))).toMatchObject({
      paused: true,
      can: { pause: false, resume: true, cancel: true }
    })
  })

  it('does not say how far a paused export came while its journal cannot be read', () => {
    const rests = { ...unended, paused: true }
    expect(view(rests, undefined)).toMatchObject({ state: 'queued', paused: true, unread: 'locked' })
    expect(view(rests, progressThrough('authorising', 'polling'))).not.toHaveProperty('unread')
    expect(view(unended, undefined, true)).not.toHaveProperty('unread')
    expect(view({ ...unended, ended: ended! }, undefined)).not.toHaveProperty('unread')
  })

  it('says of no ended export how many of its files are safe while its journal cannot be read', () => {
    const files = 16
    const done = view({ ...unended, ended: { ...ended!, files } }, undefined)
    expect(done).toMatchObject({ state: 'committed', files, filesStored: files })
    expect(done).not.toHaveProperty('unread')
    for (const state of ['partial', 'failed'] as const)
      expect(view({ ...unended, ended: { ...ended!, state, files } }, undefined)).toMatchObject({ unread: 'locked' })
    const refused = view({ ...unended, ended: { ...ended!, state: 'failed', files: 0 } }, undefined)
    expect(refused).not.toHaveProperty('unread')
  })

  it('counts bytes and lines while a file arrives, and what is safe when it pauses', () => {
    const replay = createReplay()
    const { progress } = replay
    for (const state of ['authorising', 'downloading'] as const) replay.apply({ event: 'state', at: 1, state })
    const file = { key: 'a', kind: 'output' as const, type: 'Patient', count: 8 }
    replay.apply({ event: 'manifest', at: 2, byPatient: false, files: [file] })
    replay.apply({ event: 'started', at: 3, key: 'a', part: 'file-000001', validator: '"1"', length: 500 })
    const net = { send: () => Promise.reject(new Error('not asked')) }
    const meter = createLiveMeter(net, { now: () => 4 }, () => undefined)
    meter.watch.attempt('a')
    meter.watch.arrived('a', 600, 3)
    meter.watch.arrived('a', 300, 5)
    const running = describeRun({ file: unended, progress, running: true, meter, waiting: false, level: 'system' })
    expect(running).toMatchObject({
      bytes: 900,
      resources: 0,
      types: [{ state: 'downloading', resources: 5, counted: 8 }]
    })
    meter.watch.startedOver('a')
    expect(fileRows(progress, meter)).toMatchObject([{ bytes: 0, lines: 0 }])
    expect(view({ ...unended, paused: true }, progress)).toMatchObject({ bytes: 500, types: [{ state: 'waiting' }] })
  })

  it('says what is missing from a partial one, by type, and offers to fetch it', () => {
    const missing = [
      { type: 'Condition', files: 2, listed: 2, reason: 'expired' as const },
      { type: 'Observation', files: 11, listed: 17, reason: 'server-error' as const }
    ]
    const completeness = { state: 'partial' as const, missing, absent: ['Condition'], rejected: 0 }
    const partial: ExportRecord = { ...unended, ended: { ...ended!, state: 'partial', shown: true, completeness } }
    const replay = createReplay()
    const run = view(partial, replay.progress)
    expect(run.problem?.what).toBe('Incomplete data. Missing: Condition (all), Observation (11 of 17 files).')
    expect(run.problem?.action).toBe('fetch-missing')
    expect(run.can.fetchMissing).toBe(true)
    const unknown = { ...completeness, missing: [{ files: 1, listed: 1, reason: 'reported' as const }], absent: [] }
    const vague = view({ ...partial, ended: { ...partial.ended!, completeness: unknown } }, replay.progress)
    expect(vague.problem?.what).toBe(
      'Incomplete data. Missing: data that the server does not name (in part, the server reports errors).'
    )
    expect(vague.problem?.action).toBe('restart')
    expect(vague.can.fetchMissing).toBe(false)
  })

  it('says in its own words what the server reports of its export', () => {
    const replay = createReplay()
    const files = [{ key: 'e', kind: 'error' as const }]
    replay.apply({ event: 'manifest', at: 1, byPatient: false, files })
    const issues = [
      { severity: 'warning' as const, text: 'Slow' },
      { severity: 'error' as const, text: 'The lab system did not answer for Patient 7' }
    ]
    const file = { part: 'e', bytes: 1, storedBytes: 1, sha256: 'ab', types: {}, issues }
    replay.apply({ event: 'stored', at: 2, key: 'e', file })
    // One file of one is there: what is reported is not a file.
    const missing = [{ type: 'Patient', files: 1, listed: 2, reason: 'reported' as const }]
    const completeness = { state: 'partial' as const, missing, absent: [], rejected: 0 }
    const partial: ExportRecord = { ...unended, ended: { ...ended!, state: 'partial', shown: true, completeness } }
    expect(view(partial, replay.progress).problem).toMatchObject({
      what: 'Incomplete data. Missing: Patient (in part, the server reports errors).',
      server: 'The lab system did not answer for Patient 7'
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
