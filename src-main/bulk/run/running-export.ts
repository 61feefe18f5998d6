import type { AppError } from '#shared/app-error.ts'
import { mayFollow, type ExportState } from '#shared/export-state.ts'
import type { TokenSource } from '../../auth/token-source.ts'
import type { ExportContext } from './export-context.ts'
import type { ExportRequest } from '../protocol/export-request.ts'
import type { PreviousExport } from '../sink/merge.ts'
import type { Repair } from '../journal/repair.ts'

/** What `runExport` runs. */
export interface RunningExport {
  readonly request: ExportRequest
  /** Types that were wanted and that the server does not have; they are not asked for. */
  readonly absentTypes: readonly string[]
  /** Random, for the log. */
  readonly id: string
  readonly tokens: TokenSource
  /** Writes what the server said of itself into the journal. */
  readonly describe: () => Promise<void>
  readonly context: ExportContext
  /** The export that this one refreshes. */
  readonly previous: PreviousExport | undefined
  /** Nothing new is stored when nothing changed since the export that this one refreshes. */
  readonly reusesPrevious: boolean
  /** What an export that fetches missing files starts from. */
  readonly repair: Repair | undefined
  /** Resources by type of the export to compare with. */
  readonly before: Readonly<Record<string, number>> | undefined
  /** Fetches the data by searching, where the server has no bulk export. */
  readonly crawl: ((context: ExportContext, request: ExportRequest) => Promise<void>) | undefined
  /** Whether the token may go to this address when a manifest asks for it. */
  readonly trusts: (url: string) => boolean
}

/** Goes on to a state; it is in the journal before anything is done in it. */
export async function enter(
  { context: { journal, watch } }: RunningExport,
  state: ExportState,
  failure?: AppError
): Promise<void> {
  if (!mayFollow(journal.progress.state, state))
    throw new Error(`An export cannot go from ${journal.progress.state} to ${state}.`)
  await journal.record({
    event: 'state',
    state,
    ...(failure === undefined ? {} : { reason: failure.message, code: failure.code })
  })
  watch.state(state)
}
