import { AppError } from '#shared/app-error.ts'
import { isFinal } from '#shared/export-state.ts'
import type { ExportProgress } from '../../bulk/journal/export-progress.ts'
import { isChanged, readExportJournal } from '../../bulk/journal/journal.ts'
import type { LogPort } from '../../ports/host.ts'
import type { ExportRecord } from './export-record.ts'
import type { PreparedExport } from './prepare-export.ts'
import { openExportLines, type ExportStorage } from './export-storage.ts'

/** One export while the program runs. */
export interface Entry {
  file: ExportRecord
  readonly storage: ExportStorage
  /** Begins as soon as its server is free. */
  waiting: boolean
  /** It is being given up, or was, and never begins again. */
  cancelled: boolean
  /** What its journal says; `undefined` before it was read. */
  progress: ExportProgress | undefined
  /** Its journal was asked for with the keyring open, and does not open. */
  damaged: boolean
  running: { readonly stop: AbortController; job: PreparedExport | undefined; readonly done: Promise<void> } | undefined
}

/** An export that does not run, as the queue lists it. */
export function entryOf(file: ExportRecord, storage: ExportStorage, waiting: boolean): Entry {
  return {
    file,
    storage,
    waiting,
    cancelled: file.cancelled === true,
    progress: undefined,
    damaged: false,
    running: undefined
  }
}

/** Whether it runs or waits to. */
export function isActive({ running, waiting }: Entry): boolean {
  return running !== undefined || waiting
}

/** No way leads on from here, and the history says so. A failed export can go on. */
export function isOver({ file: { ended } }: Entry): boolean {
  return ended !== undefined && isFinal(ended.state)
}

/** What its journal says, read once; `undefined` while the keyring is locked, or when it is damaged, which the entry then says. */
export async function exportProgress(entry: Entry, log: LogPort): Promise<ExportProgress | undefined> {
  const live = entry.running?.job?.progress
  if (live !== undefined) return live
  if (entry.progress !== undefined) return entry.progress
  if ((await entry.storage.keyring.state()).state !== 'open') return undefined
  try {
    const { lines, journalPath } = openExportLines(entry.storage, entry.file)
    entry.progress = await readExportJournal(journalPath, lines)
    entry.damaged = false
    if (isChanged(entry.progress)) log.write('warn', 'exports.journal-changed', { export: entry.file.id })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    entry.damaged = error.code === 'unreadable-file'
    log.write('warn', 'exports.unreadable', { code: error.code })
  }
  return entry.progress
}
