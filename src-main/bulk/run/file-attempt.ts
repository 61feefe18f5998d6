import type { ExportContext } from './export-context.ts'
import { createLineScanner, type LineScanner } from '../protocol/line-scanner.ts'
import type { AddressedFile } from '../protocol/manifest.ts'

/** A file to fetch. */
export interface DownloadTask {
  readonly file: AddressedFile
  readonly part: string
  readonly authorize: boolean
}

/** The state of one file over all tries. */
export interface FileAttempt {
  offset: number
  scanner: LineScanner
  validator: string | undefined
  /** Only the plain form can go on in the middle. */
  resumable: boolean
  plainOnly: boolean
  accept: string
}

/** What an earlier run left of this file is read again, so that counts and hash cover all of it. */
export async function resumeFrom(task: DownloadTask, { journal, sink, watch }: ExportContext): Promise<FileAttempt> {
  const attempt: FileAttempt = {
    offset: 0,
    scanner: createLineScanner(expectedType(task)),
    validator: undefined,
    resumable: false,
    plainOnly: false,
    accept: 'application/fhir+ndjson'
  }
  const before = journal.progress.started.get(task.file.key)
  if (before?.part !== task.part || before.validator === undefined) return attempt
  // Only what was on the disk for sure: a computer that lost its power may have lost the rest.
  for await (const chunk of sink.read(task.part, before.length ?? 0)) {
    attempt.scanner.push(chunk)
    attempt.offset += chunk.length
  }
  watch.arrived(task.file.key, attempt.offset, attempt.scanner.lines)
  return attempt.offset === 0 ? attempt : { ...attempt, validator: before.validator, resumable: true }
}

function expectedType({ file }: DownloadTask): string | undefined {
  return file.kind === 'output' ? file.type : undefined
}

/** Forgets what arrived of a file. */
export function startOver(attempt: FileAttempt, task: DownloadTask, { watch }: Pick<ExportContext, 'watch'>): void {
  if (attempt.offset > 0) watch.startedOver(task.file.key)
  attempt.offset = 0
  attempt.scanner = createLineScanner(expectedType(task))
  attempt.validator = undefined
  attempt.resumable = false
}
