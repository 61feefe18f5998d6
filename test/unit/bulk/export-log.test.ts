import { expect, it } from 'vitest'
import { openExportLog } from '../../../src-main/bulk/journal/export-log.ts'
import { openExportJournal } from '../../../src-main/bulk/journal/journal.ts'

/** A file in memory of which one write fails. */
function failingFile(failing: number) {
  const lines: string[] = []
  let [writes, closed] = [0, 0]
  const files = {
    read: async () => undefined,
    append: async () => ({
      async write(bytes: Uint8Array): Promise<void> {
        writes += 1
        if (writes === failing) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' })
        lines.push(Buffer.from(bytes).toString())
      },
      sync: async () => undefined,
      close: async () => void (closed += 1)
    })
  }
  return { files, lines, closed: () => closed }
}

const clock = { now: () => 0 }

it('the log of an export goes on behind a line that could not be written, and tells of it when it is closed', async () => {
  const { files, lines, closed } = failingFile(2)
  const log = await openExportLog('log.ndjson', 'export-1', files, clock)
  for (const page of [1, 2, 3]) log.write('status_progress', { page })
  await expect(log.close()).rejects.toThrow('the disk is full')
  expect(closed()).toBe(1)
  expect(lines.map((line) => (JSON.parse(line) as { eventDetail: unknown }).eventDetail)).toEqual([
    { page: 1 },
    { page: 3 }
  ])
})

it('the journal of an export is closed also while its last line cannot be written', async () => {
  const { files, closed } = failingFile(1)
  const journal = await openExportJournal('journal.ndjson', files, clock)
  const recorded = journal.record({ event: 'state', state: 'failed' })
  const [record, close] = await Promise.allSettled([recorded, journal.close()])
  expect([record.status, close.status, closed()]).toEqual(['rejected', 'rejected', 1])
})
