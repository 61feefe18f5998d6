import { bulkMessages as m } from '#messages/bulk.ts'
import * as v from 'valibot'
import type { ClockPort } from '../../ports/host.ts'
import type { LineFiles } from '../../storage/sealed/sealed-lines.ts'
import { createReplay, type ExportProgress, type ProgressReplay } from './export-progress.ts'
import { JournalEvent, type NewJournalEvent } from './journal-event.ts'

/** The journal of one export: what was done is on the disk before anybody relies on it. */
export interface ExportJournal {
  /** What all events together say. */
  readonly progress: ExportProgress
  /** Resolves when the event is on the disk. Several that come together share one wait. */
  record(event: NewJournalEvent): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a journal, or begins one. A last line that was cut by a crash was never relied on and is left out.
 * @param path absolute path of the file, in a folder that exists
 */
export async function openExportJournal(path: string, files: LineFiles, clock: ClockPort): Promise<ExportJournal> {
  const isIntact = (await files.isIntact?.(path)) ?? true
  const text = (await files.read(path))?.toString('utf8') ?? ''
  const replay = replayOf(text, isIntact)
  const file = await files.append(path)
  let waiting: JournalEvent[] = []
  let needsLineEnd = text !== '' && !text.endsWith('\n')
  let asked = 0
  let written = 0
  let flushing: Promise<void> | undefined

  async function flush(): Promise<void> {
    // Lets everything that is recorded in this turn join.
    await Promise.resolve()
    const batch = waiting
    const upTo = asked
    waiting = []
    const lines = batch.map((event) => `${JSON.stringify(event)}\n`).join('')
    await file.write(Buffer.from(needsLineEnd ? `\n${lines}` : lines))
    needsLineEnd = false
    await file.sync()
    for (const event of batch) replay.apply(event)
    written = upTo
  }

  return {
    progress: replay.progress,
    async record(event) {
      waiting.push({ ...event, at: clock.now() })
      asked += 1
      const mine = asked
      while (written < mine) await (flushing ??= flush().finally(() => (flushing = undefined)))
    },
    async close() {
      try {
        await flushing
      } finally {
        await file.close()
      }
    }
  }
}

/** What a journal says, without opening it to write. */
export async function readExportJournal(
  path: string,
  files: Pick<LineFiles, 'read' | 'isIntact'>
): Promise<ExportProgress> {
  const isIntact = (await files.isIntact?.(path)) ?? true
  return replayOf((await files.read(path))?.toString('utf8') ?? '', isIntact).progress
}

const changedText = m.theJournalOfThisExportWas

/** Whether a journal was found changed when it was read. */
export function isChanged({ issues }: Pick<ExportProgress, 'issues'>): boolean {
  return issues.some(({ text }) => text === changedText)
}

/** @param isIntact the journal holds all that was written to it; else an issue says that it does not */
function replayOf(text: string, isIntact: boolean): ProgressReplay {
  const replay = createReplay()
  if (!isIntact) replay.apply({ event: 'issue', at: 0, issue: { severity: 'error', text: changedText } })
  for (const event of text.split('\n').flatMap(readLine)) replay.apply(event)
  return replay
}

function readLine(line: string): JournalEvent[] {
  if (line === '') return []
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return []
  }
  const read = v.safeParse(JournalEvent, json)
  return read.success ? [read.output] : []
}
