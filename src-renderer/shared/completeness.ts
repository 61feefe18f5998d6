import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { Natural } from './basic-schemas.ts'
import { activeLocale } from '#shared/messages/locale.ts'

/** Why data are missing: what happened to a file, what the server reported, or a type that it does not let us read. */
const missingReasons = [
  'expired',
  'refused',
  'server-error',
  'cut',
  'damaged',
  'address',
  'no-address',
  'reported',
  'short',
  'rejected',
  'not-permitted'
] as const

/** What is missing of one resource type. */
export const MissingData = v.object({
  /** Absent where the server did not say which type it is. */
  type: v.optional(v.string()),
  /** It is a list of resources that the server removed, of whatever types. */
  list: v.optional(v.literal('removed')),
  /** Files that are missing, of those that the server listed. */
  files: Natural,
  listed: Natural,
  /** Resources that are missing, where the server counted them. */
  resources: v.optional(Natural),
  reason: v.picklist(missingReasons)
})
export type MissingData = v.InferOutput<typeof MissingData>

/**
 * Whether an export brought everything. `smaller`: it brought what the server listed, which is much less than before; see
 * `muchSmaller`. Only complete data are ever opened by themselves or refreshed.
 */
export const CompletenessState = v.picklist(['complete', 'partial', 'empty', 'smaller'])
export type CompletenessState = v.InferOutput<typeof CompletenessState>

/** The completeness of an export or a snapshot. */
export const Completeness = v.object({
  state: CompletenessState,
  missing: v.array(MissingData),
  /** Types of which nothing is there although there should be something. */
  absent: v.array(v.string()),
  /** Lines that are no usable resources. */
  rejected: Natural,
  /** Types that had resources before and fell, with their counts; the first entry without a type is all of them. */
  smaller: v.optional(v.array(v.object({ type: v.optional(v.string()), before: Natural, now: Natural })))
})
export type Completeness = v.InferOutput<typeof Completeness>

/** Whether data may be opened by themselves and refreshed. Data of which nothing is known were never an export's. */
export function isComplete(state: CompletenessState | undefined): boolean {
  return state === undefined || state === 'complete'
}

/**
 * Compares an export with the one before of the same source and request: it is much smaller when a type that had resources
 * has none, or when there are less than half as many resources. An export that is as small as a smaller one before it is not
 * smaller any more, so exporting again confirms it.
 */
export function muchSmaller(
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>
): NonNullable<Completeness['smaller']> | undefined {
  const total = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((sum, count) => sum + count, 0)
  const lost = Object.entries(before).filter(([type, count]) => count > 0 && (now[type] ?? 0) === 0)
  const [all, left] = [total(before), total(now)]
  if (lost.length === 0 && left * 2 >= all) return undefined
  const types = Object.entries(before).filter(([type, count]) => (now[type] ?? 0) * 2 < count)
  return [
    { before: all, now: left },
    ...types
      .map(([type, count]) => ({ type, before: count, now: now[type] ?? 0 }))
      .sort((a, b) => (a.type < b.type ? -1 : 1))
  ]
}

/** What is missing, type by type: `Condition (all), Observation (11 of 17 files)`; empty when nothing is. */
function missingWords({ missing, absent }: Pick<Completeness, 'missing' | 'absent'>): string {
  const types = new Map<string, MissingData[]>()
  for (const item of missing) {
    const name = item.list === 'removed' ? m.theListOfRemovedResources : (item.type ?? m.dataThatTheServerDoesNot)
    types.set(name, [...(types.get(name) ?? []), item])
  }
  return [...types]
    .map(([type, list]) => {
      // What a server reports is no file, and all of its files may be there.
      const ofFiles = list.filter(({ reason }) => reason !== 'reported')
      const files = ofFiles.reduce((sum, typeCounts) => sum + typeCounts.files, 0)
      const listed = Math.max(0, ...ofFiles.map((item) => item.listed))
      if (list.every(({ reason }) => reason === 'not-permitted')) return m.typeNotPermitted(type)
      if (absent.includes(type)) return m.typeAll(type)
      if (ofFiles.length === 0) return m.typeReported(type)
      return files > 0 && listed > 0 ? m.ofFiles(type, files, listed) : m.typeInPart(type)
    })
    .join(', ')
}

/** What data that are not complete are called next to their name; `undefined` for complete ones. */
export function completenessLabel(completeness: Completeness | undefined): string | undefined {
  switch (completeness?.state) {
    case 'partial':
      return m.incompleteData
    case 'empty':
      return m.nothingArrived
    case 'smaller':
      return m.muchSmallerThanBefore
    default:
      return undefined
  }
}

/** One sentence about data that are not complete; `undefined` for complete ones. */
export function completenessSentence(completeness: Completeness | undefined): string | undefined {
  if (completeness === undefined || isComplete(completeness.state)) return undefined
  const { state, smaller, rejected } = completeness
  if (state === 'empty')
    return rejected === 0 ? m.nothingArrivedTheServerListedNo : m.nothingArrivedThatCanBeUsed(rejected)
  if (state === 'partial') return m.incompleteDataMissing(missingWords(completeness))
  const [all, ...types] = smaller ?? []
  const count = (value: number): string => value.toLocaleString(activeLocale)
  const named = types
    .map(({ type, before, now }) => m.typeBeforeToNow(type ?? '', count(before), count(now)))
    .join(', ')
  return m.muchSmallerThanBeforeResourcesAfter(
    count(all?.now ?? 0),
    count(all?.before ?? 0),
    named === '' ? '' : ` (${named})`
  )
}
