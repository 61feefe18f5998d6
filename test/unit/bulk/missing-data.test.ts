import { describe, expect, it } from 'vitest'
import { completenessSentence } from '#shared/completeness.ts'
import { createReplay, type ExportProgress } from '../../../src-main/bulk/journal/export-progress.ts'
import type { JournalFile, NewJournalEvent } from '../../../src-main/bulk/journal/journal-event.ts'
import { measureCompleteness } from '../../../src-main/bulk/journal/measure-completeness.ts'
import { mayRepair } from '../../../src-main/services/exports/repair-plan.ts'

const files: readonly JournalFile[] = [
  { key: 'p', kind: 'output', type: 'Patient', count: 10 },
  { key: 'o1', kind: 'output', type: 'Observation', count: 50 },
  { key: 'o2', kind: 'output', type: 'Observation', count: 30 },
  { key: 'o3', kind: 'output', type: 'Observation', count: 20 }
]

function exported(list: readonly JournalFile[], ...events: NewJournalEvent[]): ExportProgress {
  const replay = createReplay()
  const manifest: NewJournalEvent = { event: 'manifest', byPatient: false, files: [...list] }
  for (const [index, event] of [manifest, ...events].entries()) replay.apply({ ...event, at: index + 1 })
  return replay.progress
}

function stored(key: string, type: string, resources: number, error?: string): NewJournalEvent {
  const types = { [type]: { resources, rejected: 0 } }
  const issues = error === undefined ? [] : [{ severity: 'error' as const, text: error }]
  return { event: 'stored', key, file: { part: key, bytes: 1, storedBytes: 1, sha256: 'ab', types, issues } }
}

function missing(
  progress: ExportProgress,
  counts: Readonly<Record<string, number>> = { Patient: 10, Observation: 50 }
) {
  const types = Object.fromEntries(
    Object.entries(counts).map(([type, resources]) => [type, { resources, rejected: 0 }])
  )
  return measureCompleteness({ progress, notPermitted: [], types, counts, before: undefined })
}

const patients = stored('p', 'Patient', 10)

describe('what is missing in an export', () => {
  it('is nothing when every file is stored', () => {
    const all = ['o1', 'o2', 'o3'].map((key) => stored(key, 'Observation', 1))
    expect(missing(exported(files, patients, ...all))).toMatchObject({ state: 'complete', missing: [] })
  })

  it('is told by type and reason, with the files and the resources that are lost', () => {
    const progress = exported(
      files,
      patients,
      stored('o1', 'Observation', 50),
      { event: 'given-up', key: 'o2', text: 'HTTP 403', reason: 'expired' },
      { event: 'given-up', key: 'o3', text: 'HTTP 403', reason: 'expired' }
    )
    expect(missing(progress)).toMatchObject({
      state: 'partial',
      absent: [],
      missing: [{ type: 'Observation', files: 2, listed: 3, reason: 'expired', resources: 50 }]
    })
  })

  it('counts a file that was never begun as cut', () => {
    const progress = exported(files, patients, stored('o1', 'Observation', 50), stored('o2', 'Observation', 30))
    expect(missing(progress).missing).toEqual([
      { type: 'Observation', files: 1, listed: 3, reason: 'cut', resources: 20 }
    ])
  })

  it('counts of a file that came short what it lacks', () => {
    const progress = exported(
      files,
      patients,
      stored('o1', 'Observation', 35, 'less than announced'),
      stored('o2', 'Observation', 30),
      stored('o3', 'Observation', 20)
    )
    expect(missing(progress).missing).toEqual([
      { type: 'Observation', files: 1, listed: 3, reason: 'short', resources: 15 }
    ])
  })

  it('does not tell a number where the server announced none', () => {
    const progress = exported([...files, { key: 'o4', kind: 'output', type: 'Observation' }], patients)
    expect(missing(progress).missing).toEqual([{ type: 'Observation', files: 4, listed: 4, reason: 'cut' }])
  })

  it('leaves out what the snapshot that is repaired holds', () => {
    const repairs: NewJournalEvent = {
      event: 'repairs',
      statusUrl: 's',
      files: [],
      held: ['p', 'o1', 'o2', 'o3'],
      types: []
    }
    expect(missing(exported(files, repairs)).missing).toEqual([])
  })

  it('names a type as absent only when nothing of it came', () => {
    expect(missing(exported(files, patients), { Patient: 10 })).toMatchObject({ absent: ['Observation'] })
    expect(missing(exported(files, patients), { Patient: 10, Observation: 3 })).toMatchObject({ absent: [] })
  })

  it('includes what the server itself reported, with its type where the text names one', () => {
    const list: readonly JournalFile[] = [...files.slice(0, 2), { key: 'e', kind: 'error' }]
    const errors: NewJournalEvent = stored('e', 'OperationOutcome', 2, 'Could not export Observation')
    expect(missing(exported(list, patients, stored('o1', 'Observation', 50), errors)).missing).toEqual([
      { type: 'Observation', files: 1, listed: 2, reason: 'reported' }
    ])
    const vague: NewJournalEvent = stored('e', 'OperationOutcome', 2, 'Something failed')
    expect(missing(exported(list, patients, stored('o1', 'Observation', 50), vague)).missing).toEqual([
      { files: 1, listed: 1, reason: 'reported' }
    ])
  })

  it('names a file that is listed without an address by its type, and lists of removals and errors by none', () => {
    const unaddressed = (key: string): NewJournalEvent => ({ event: 'given-up', key, text: 'x', reason: 'no-address' })
    const list: readonly JournalFile[] = [
      ...files.slice(0, 2),
      { key: 'd', kind: 'deleted', type: 'Bundle' },
      { key: 'e', kind: 'error', type: 'OperationOutcome' }
    ]
    const progress = exported(list, patients, ...['o1', 'd', 'e'].map(unaddressed))
    expect(missing(progress, { Patient: 10 })).toMatchObject({
      state: 'partial',
      absent: ['Observation'],
      missing: [
        { type: 'Observation', files: 1, listed: 1, reason: 'no-address', resources: 50 },
        { list: 'removed', files: 1, listed: 1, reason: 'no-address' },
        { files: 1, listed: 1, reason: 'no-address' }
      ]
    })
  })

  it('is no Bundle where a list of removals is lost, which nothing but a new export brings', () => {
    const list: readonly JournalFile[] = [files[0]!, { key: 'd', kind: 'deleted', type: 'Bundle' }]
    const lost: NewJournalEvent = { event: 'given-up', key: 'd', text: 'HTTP 403', reason: 'expired' }
    const completeness = missing(exported(list, patients, lost), { Patient: 10 })
    expect(completeness).toMatchObject({ state: 'partial', absent: [] })
    expect(completeness.missing).toEqual([{ list: 'removed', files: 1, listed: 1, reason: 'expired' }])
    expect(completenessSentence(completeness)).toContain('the list of removed resources (1 of 1 file)')
    expect(mayRepair(completeness)).toBe(false)
  })
})
