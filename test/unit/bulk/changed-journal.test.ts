import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isChanged, openExportJournal, readExportJournal } from '../../../src-main/bulk/journal/journal.ts'
import type { NewJournalEvent } from '../../../src-main/bulk/journal/journal-event.ts'
import { entryOf, exportProgress } from '../../../src-main/services/exports/queue-entry.ts'
import { createExport, openExportLines } from '../../../src-main/services/exports/export-storage.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { requestFor, testStorage, type TestStorage } from '../../support/export-parts.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const request = requestFor('https://fhir.example.org')
const storedFile = { bytes: 7, storedBytes: 60, sha256: 'a'.repeat(64), types: {}, issues: [] }
const events: readonly NewJournalEvent[] = [
  { event: 'queued', id: 'export-id', request, mode: 'bulk' },
  { event: 'kicked-off', statusUrl: 'https://fhir.example.org/status/1' },
  {
    event: 'manifest',
    byPatient: false,
    files: ['one', 'two'].map((key) => ({ key, kind: 'output' as const, type: 'Patient' }))
  },
  { event: 'stored', key: 'one', file: { part: 'file-000001', ...storedFile } },
  { event: 'stored', key: 'two', file: { part: 'file-000002', ...storedFile } }
]

/** An export with a journal of five lines. */
async function exportIn(storage: TestStorage) {
  const job = { connection: 'connection-1', name: 'Riverbend', kind: 'full', reason: 'asked' } as const
  const file = await createExport(storage, job, systemRandom, 1)
  const { lines, journalPath } = openExportLines(storage, file)
  const journal = await openExportJournal(journalPath, lines, systemClock)
  for (const event of events) await journal.record(event)
  await journal.close()
  return { file, lines, journalPath }
}

function change(path: string, how: (lines: string[]) => string[]): void {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  expect(lines).toHaveLength(5)
  writeFileSync(
    path,
    how(lines)
      .map((line) => `\n${line}\n`)
      .join('')
  )
}

const changes: readonly { what: string; how: (lines: string[]) => string[]; stored: readonly string[] }[] = [
  { what: 'a dropped line', how: (lines) => lines.toSpliced(3, 1), stored: ['two'] },
  { what: 'a dropped last line', how: (lines) => lines.slice(0, 4), stored: ['one'] },
  { what: 'swapped lines', how: (lines) => [0, 1, 2, 4, 3].map((index) => lines[index]!), stored: ['one', 'two'] },
  { what: 'a repeated line', how: (lines) => [...lines, lines[2]!], stored: ['one', 'two'] }
]

describe('the journal of an export', () => {
  it.each(changes)('with $what: is named, and keeps the files that are complete', async ({ how, stored }) => {
    const storage = await testStorage(temporaryFolder())
    const [changed, other] = [await exportIn(storage), await exportIn(storage)]
    change(changed.journalPath, how)
    const log = memoryLog()
    const progress = await exportProgress(entryOf(changed.file, storage, false), log)
    expect([...progress!.stored.keys()]).toEqual(stored)
    expect(progress!.issues).toEqual([
      { severity: 'error', text: expect.stringContaining('journal of this export was changed') as string }
    ])
    expect(log.entries).toEqual([
      { level: 'warn', event: 'exports.journal-changed', facts: { export: changed.file.id } }
    ])
    // The other export of the folder is as it was.
    const untouched = await exportProgress(entryOf(other.file, storage, false), log)
    expect(untouched).toMatchObject({ issues: [], statusUrl: 'https://fhir.example.org/status/1' })
    expect(log.entries).toHaveLength(1)

    // When it goes on, it still counts as changed.
    const again = await openExportJournal(changed.journalPath, changed.lines, systemClock)
    expect(isChanged(again.progress)).toBe(true)
    await again.record({ event: 'state', state: 'downloading' })
    await again.close()
    const later = await readExportJournal(changed.journalPath, changed.lines)
    expect(isChanged(later)).toBe(true)
    expect([...later.stored.keys()]).toEqual(stored)
    await storage.release()
  })

  it('that a crash cut in its last line is as it has to be', async () => {
    const storage = await testStorage(join(temporaryFolder()))
    const { journalPath, lines } = await exportIn(storage)
    writeFileSync(journalPath, `${readFileSync(journalPath, 'utf8')}\n2.AAAAAAAAAAAAAAAA`)
    const progress = await readExportJournal(journalPath, lines)
    expect(isChanged(progress)).toBe(false)
    expect(progress.stored.size).toBe(2)
    await storage.release()
  })
})
