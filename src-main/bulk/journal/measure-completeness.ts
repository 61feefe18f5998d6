import { muchSmaller, type Completeness, type MissingData } from '#shared/completeness.ts'
import type { ExportProgress } from './export-progress.ts'

/** What {@link measureCompleteness} looks at. */
export interface CompletenessOptions {
  readonly progress: ExportProgress
  /** Types that the server does not let us read. */
  readonly notPermitted: readonly string[]
  /** Resources and rejected lines of this export by type. */
  readonly types: Readonly<Record<string, { readonly resources: number; readonly rejected: number }>>
  /** Resources by type with everything that still holds of the export before. */
  readonly counts: Readonly<Record<string, number>>
  /** The same of the export to compare with. */
  readonly before: Readonly<Record<string, number>> | undefined
}

/** Finds what is missing in an export, type by type. */
export function measureCompleteness(options: CompletenessOptions): Completeness {
  const { progress, notPermitted, types, counts, before } = options
  const listed = new Map<string, number>()
  for (const { kind, type } of progress.files.values())
    if (kind === 'output' && type !== undefined) listed.set(type, (listed.get(type) ?? 0) + 1)
  const missing: MissingData[] = [...missingFiles(progress, listed), ...reported(progress, listed)]
  for (const [type, { resources, rejected }] of Object.entries(types))
    if (resources === 0 && rejected > 0)
      missing.push({ type, files: listed.get(type) ?? 0, listed: listed.get(type) ?? 0, reason: 'rejected' })
  for (const type of notPermitted)
    if ((counts[type] ?? 0) === 0) missing.push({ type, files: 0, listed: 0, reason: 'not-permitted' })
  const absent = [...new Set(missing.flatMap(({ type }) => (type !== undefined && !counts[type] ? [type] : [])))]
  const rejected = Object.values(types).reduce((sum, typeCounts) => sum + typeCounts.rejected, 0)
  const isEmpty = Object.values(counts).every((count) => count === 0)
  const isPartial = missing.some(({ reason }) => reason !== 'not-permitted')
  const smaller = isEmpty || isPartial || before === undefined ? undefined : muchSmaller(before, counts)
  const nothingCame = missing.every(({ reason }) => reason === 'not-permitted' || reason === 'rejected')
  return {
    state: isEmpty && nothingCame ? 'empty' : isPartial ? 'partial' : smaller === undefined ? 'complete' : 'smaller',
    missing,
    absent,
    rejected,
    ...(smaller === undefined ? {} : { smaller })
  }
}

function missingFiles(
  { files, stored, givenUp, held }: ExportProgress,
  listed: ReadonlyMap<string, number>
): MissingData[] {
  const found = new Map<string, MissingData>()
  for (const [key, { kind, count, ...file }] of files) {
    if (held.has(key)) continue
    const there = stored.get(key)
    const isShort = there?.issues.some(({ severity }) => severity === 'error') === true
    const reason = there === undefined ? (givenUp.get(key)?.reason ?? 'cut') : 'short'
    if ((kind === 'error' && reason !== 'no-address') || (there !== undefined && !isShort)) continue
    // Which types the removed resources and errors are of stands in the file that is missing.
    const type = kind === 'output' ? file.type : undefined
    const isOfRemoved = kind === 'deleted'
    const group = `${isOfRemoved ? 'removed' : (type ?? '')} ${reason}`
    const before = found.get(group)
    const lines = Object.values(there?.types ?? {}).reduce(
      (sum, typeCounts) => sum + typeCounts.resources + typeCounts.rejected,
      0
    )
    const lost = count === undefined ? undefined : Math.max(0, count - lines)
    const sum = before === undefined ? lost : add(before.resources, lost)
    const number = (before?.files ?? 0) + 1
    found.set(group, {
      ...(type === undefined ? {} : { type }),
      ...(isOfRemoved ? { list: 'removed' as const } : {}),
      files: number,
      listed: listed.get(type ?? '') ?? number,
      reason,
      ...(sum === undefined ? {} : { resources: sum })
    })
  }
  return [...found.values()]
}

function add(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b
}

/** Errors that the server itself reports; the type is known where the text names one that was asked for or listed. */
function reported(progress: ExportProgress, listed: ReadonlyMap<string, number>): MissingData[] {
  const known = new Set([...(progress.request?.types ?? []), ...listed.keys()])
  const found = new Map<string, number>()
  for (const [key, { kind }] of progress.files) {
    if (kind !== 'error') continue
    for (const { severity, text } of progress.stored.get(key)?.issues ?? []) {
      if (severity !== 'error') continue
      const named = [...new Set(text.match(/[A-Z][A-Za-z]+/g) ?? [])].filter((word) => known.has(word))
      const type = named.length === 1 ? named[0]! : ''
      found.set(type, (found.get(type) ?? 0) + 1)
    }
  }
  return [...found].map(([type, files]) => ({
    ...(type === '' ? {} : { type }),
    files,
    listed: (listed.get(type) ?? 0) + files,
    reason: 'reported' as const
  }))
}
