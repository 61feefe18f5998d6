import type { ExportProgress } from './export-progress.ts'
import type { JournalFile } from './journal-event.ts'

/** What an export that fetches the missing files of an incomplete one starts from. */
export interface Repair {
  /** The export on the server, while its files may still be there; a new one is started otherwise. */
  readonly statusUrl: string | undefined
  /** Moment of the files. */
  readonly transactionTime: string | undefined
  /**
   * Moment of the oldest of the incomplete data, where a repair before this one fetched files of a later moment. The next
   * refresh asks for what changed since then, so nothing is lost in between.
   */
  readonly dataAt?: string | undefined
  readonly files: readonly JournalFile[]
  /** Keys of the files that the incomplete snapshot holds. */
  readonly held: readonly string[]
  /** Types of which something is missing; a new export on the server asks for these. */
  readonly types: readonly string[]
}

/**
 * Plans how to fetch what an export lacks.
 * @param missing types of which something is missing; `undefined` for a type that the server did not name
 * @returns `undefined` when it cannot be told which types are concerned; then everything has to be exported again
 */
export function planRepair(progress: ExportProgress, missing: readonly (string | undefined)[]): Repair | undefined {
  const types = [...new Set(missing)]
  if (types.length === 0 || types.includes(undefined)) return undefined
  const files = [...progress.files.values()]
  const complete = files.filter(({ key, kind }) => {
    const stored = progress.stored.get(key)
    return progress.held.has(key) || (stored !== undefined && (kind === 'error' || isWhole(stored.issues)))
  })
  // What the server itself reported as failed does not come out of the same export.
  const isReported = files.some(({ key, kind }) => kind === 'error' && !isWhole(progress.stored.get(key)?.issues ?? []))
  // Nor does what it lists without an address.
  const isUnaddressed = [...progress.givenUp.values()].some(({ reason }) => reason === 'no-address')
  const dataAt = progress.repair?.transactionTime
  return {
    statusUrl: isReported || isUnaddressed || complete.length === files.length ? undefined : progress.statusUrl,
    transactionTime: progress.transactionTime,
    ...(dataAt === undefined ? {} : { dataAt }),
    files,
    held: complete.map(({ key }) => key),
    types: types as readonly string[]
  }
}

function isWhole(issues: readonly { readonly severity: string }[]): boolean {
  return issues.every(({ severity }) => severity !== 'error')
}
