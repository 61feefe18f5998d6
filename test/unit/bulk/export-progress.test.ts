import { describe, expect, it } from 'vitest'
import { createReplay, type ExportProgress } from '../../../src-main/bulk/journal/export-progress.ts'
import type { NewJournalEvent } from '../../../src-main/bulk/journal/journal-event.ts'

function replayed(...events: NewJournalEvent[]): ExportProgress {
  const replay = createReplay()
  for (const [index, event] of events.entries()) replay.apply({ ...event, at: index + 1 })
  return replay.progress
}

const stored: NewJournalEvent = {
  event: 'stored',
  key: 'output Patient 1',
  file: { part: 'file-000001', bytes: 10, storedBytes: 8, sha256: 'ab', types: {}, issues: [] }
}
const listed: NewJournalEvent = {
  event: 'manifest',
  byPatient: false,
  transactionTime: '2026-01-01T00:00:00Z',
  files: [{ key: 'output Patient 1', kind: 'output', type: 'Patient' }]
}
const downloaded: readonly NewJournalEvent[] = [
  { event: 'kicked-off', statusUrl: 'https://fhir.example/status/1' },
  listed,
  { event: 'started', key: 'output Patient 1', part: 'file-000001', validator: '"1"', length: 4 },
  stored,
  { event: 'given-up', key: 'output Patient 2', text: 'HTTP 500', reason: 'server-error' }
]

describe('the journal of an export', () => {
  it.each(['gone', 'other-moment'] as const)('forgets every file of the moment before after "%s"', (event) => {
    const progress = replayed(...downloaded, { event })
    expect(progress.files.size).toBe(0)
    expect(progress.stored.size).toBe(0)
    expect(progress.started.size).toBe(0)
    expect(progress.givenUp.size).toBe(0)
    expect(progress.listed).toBe(false)
    expect(progress.transactionTime).toBeUndefined()
  })

  it('never gives the number of a file to another one, also after the export began again', () => {
    const again: NewJournalEvent = { ...listed, files: [{ key: 'output Patient 3', kind: 'output', type: 'Patient' }] }
    const { numbers } = replayed(...downloaded, { event: 'gone' }, again)
    expect([...numbers]).toEqual([
      ['output Patient 1', 1],
      ['output Patient 3', 2]
    ])
  })

  it('keeps the state that the export ended with', () => {
    const ended: NewJournalEvent = { event: 'state', state: 'committed' }
    const progress = replayed(...downloaded, ended, { event: 'state', state: 'failed', reason: 'late' })
    expect(progress.state).toBe('committed')
    expect(progress.reason).toBeUndefined()
  })

  it('knows of a kick-off whose answer nobody saw, until there is an answer', () => {
    const sent: NewJournalEvent = { event: 'kick-off-sent' }
    expect(replayed(sent).orphan).toBe(true)
    expect(replayed(sent, { event: 'kick-off-refused' }).orphan).toBe(false)
    expect(replayed(sent, { event: 'kicked-off', statusUrl: 'https://fhir.example/status/1' }).orphan).toBe(false)
  })

  it('counts a file as had once it is stored, although it was given up before', () => {
    const givenUp: NewJournalEvent = { event: 'given-up', key: 'output Patient 1', text: 'HTTP 500' }
    expect(replayed(listed, givenUp, stored).givenUp.size).toBe(0)
  })

  it('tries files again that a failed run gave up', () => {
    const failed: NewJournalEvent = { event: 'state', state: 'failed' }
    expect(replayed(...downloaded, failed).givenUp.size).toBe(1)
    expect(replayed(...downloaded, failed, { event: 'state', state: 'authorising' }).givenUp.size).toBe(0)
  })

  it('leaves files out that a later manifest drops', () => {
    const { files } = replayed(listed, { ...listed, files: [], dropped: ['output Patient 1'] })
    expect(files.size).toBe(0)
  })
})
