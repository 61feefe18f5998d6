import { describe, expect, it } from 'vitest'
import { createReplay, type ExportProgress } from '../../../src-main/bulk/journal/export-progress.ts'
import type { JournalFile, NewJournalEvent } from '../../../src-main/bulk/journal/journal-event.ts'
import { planRepair } from '../../../src-main/bulk/journal/repair.ts'

const files: readonly JournalFile[] = [
  { key: 'p', kind: 'output', type: 'Patient' },
  { key: 'c', kind: 'output', type: 'Condition' },
  { key: 'o', kind: 'output', type: 'Observation' }
]

function stored(key: string, severity?: 'warning' | 'error'): NewJournalEvent {
  const issues = severity === undefined ? [] : [{ severity, text: 'x' }]
  return { event: 'stored', key, file: { part: key, bytes: 1, storedBytes: 1, sha256: 'ab', types: {}, issues } }
}

function exported(...events: NewJournalEvent[]): ExportProgress {
  const replay = createReplay()
  const manifest: NewJournalEvent = {
    event: 'manifest',
    byPatient: false,
    transactionTime: '2026-01-01T00:00:00Z',
    files: [...files]
  }
  const all: NewJournalEvent[] = [
    { event: 'kicked-off', statusUrl: 'https://fhir.example/status/1' },
    manifest,
    ...events
  ]
  for (const [index, event] of all.entries()) replay.apply({ ...event, at: index + 1 })
  return replay.progress
}

describe('the repair of an incomplete export', () => {
  it('fetches the missing files of the same export and holds the others', () => {
    const progress = exported(stored('p'), stored('c', 'warning'), { event: 'given-up', key: 'o', text: 'HTTP 500' })
    expect(planRepair(progress, ['Observation', 'Observation'])).toEqual({
      statusUrl: 'https://fhir.example/status/1',
      transactionTime: '2026-01-01T00:00:00Z',
      files,
      held: ['p', 'c'],
      types: ['Observation']
    })
  })

  it('fetches a file again that is stored and lacks something', () => {
    const progress = exported(stored('p'), stored('c', 'error'), stored('o'))
    expect(planRepair(progress, ['Condition'])).toMatchObject({ held: ['p', 'o'], types: ['Condition'] })
  })

  it('is a new export when every file is there and something is missing all the same', () => {
    const progress = exported(stored('p'), stored('c'), stored('o'))
    expect(planRepair(progress, ['Immunization'])).toMatchObject({ statusUrl: undefined, types: ['Immunization'] })
  })

  it('is a new export when the server itself reported the failure', () => {
    const errors: NewJournalEvent = { event: 'manifest', byPatient: false, files: [{ key: 'e', kind: 'error' }] }
    const reported = exported(errors, stored('p'), stored('e', 'error'))
    expect(planRepair(reported, ['Condition'])).toMatchObject({ statusUrl: undefined, held: ['p', 'e'] })
    const warned = exported(errors, stored('p'), stored('e', 'warning'))
    expect(planRepair(warned, ['Condition'])?.statusUrl).toBe('https://fhir.example/status/1')
  })

  it('is a new export when the server has no address for a file', () => {
    const progress = exported(stored('p'), stored('c'), {
      event: 'given-up',
      key: 'o',
      text: 'x',
      reason: 'no-address'
    })
    expect(planRepair(progress, ['Observation'])).toMatchObject({ statusUrl: undefined, types: ['Observation'] })
  })

  it('holds what a repair before it held', () => {
    const before: NewJournalEvent = {
      event: 'repairs',
      statusUrl: 's',
      files: [...files],
      held: ['p'],
      types: ['Condition']
    }
    expect(planRepair(exported(before, stored('c')), ['Observation'])).toMatchObject({ held: ['p', 'c'] })
  })

  it('remembers of which moment the oldest data are when a repair before it fetched later ones', () => {
    const before: NewJournalEvent = {
      event: 'repairs',
      transactionTime: '2025-12-01T00:00:00Z',
      files: [],
      held: [],
      types: ['Condition']
    }
    const replay = createReplay()
    const manifest: NewJournalEvent = {
      event: 'manifest',
      byPatient: false,
      transactionTime: '2026-01-01',
      files: [...files]
    }
    const began: NewJournalEvent = { event: 'kicked-off', statusUrl: 's' }
    for (const event of [before, began, manifest, stored('p')]) replay.apply({ ...event, at: 1 })
    const plan = planRepair(replay.progress, ['Condition'])!
    expect(plan).toMatchObject({ transactionTime: '2026-01-01', dataAt: '2025-12-01T00:00:00Z', statusUrl: 's' })

    const next = createReplay()
    const { transactionTime, dataAt, held, types } = plan
    const listed = [...plan.files]
    const repairs = { statusUrl: 's', transactionTime, dataAt, files: listed, held: [...held], types: [...types] }
    next.apply({ event: 'repairs', at: 1, ...repairs })
    expect(next.progress).toMatchObject({ transactionTime: '2026-01-01', repair: { transactionTime: dataAt } })
  })

  it('cannot be planned when nothing is known to be missing, or not of which type', () => {
    const progress = exported(stored('p'))
    expect(planRepair(progress, [])).toBeUndefined()
    expect(planRepair(progress, ['Condition', undefined])).toBeUndefined()
  })
})
