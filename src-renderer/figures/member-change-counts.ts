import type { Day, Filter } from '#engine/base/figures/filter.ts'
import type { MemberChange } from '#engine/boards/member-change.ts'
import { suppressRelease } from '#engine/base/privacy/suppress-release.ts'
import { conditionsOf } from '#engine/sharing/published/count-conditions.ts'
import type { FigureRelease } from '#engine/sharing/published/figure-release.ts'

/** Whose members are compared, and when. */
export interface ComparedMembers {
  /** Filters that the members fit, that on the membership included. */
  readonly members: readonly Filter[]
  readonly then: Day
  readonly later: Day
  /** Id of the earlier snapshot. */
  readonly past: string
  readonly name: string
}

const counts = [
  'before',
  'newPeople',
  'lateRecords',
  'gonePeople',
  'correctedRecords',
  'sameDay',
  'entered',
  'left',
  'after'
] as const satisfies readonly (keyof MemberChange)[]

/**
 * The counts of a change that are withheld: small ones, those from which one could be worked out by what they add up to, and
 * members who must not leave for what left before.
 * @param limit groups of 1 to so many people are withheld
 * @param release is asked about the members of each day
 */
export function hiddenChange(
  change: MemberChange,
  { members, then, later, past, name }: ComparedMembers,
  limit: number,
  release: FigureRelease | undefined
): ReadonlySet<keyof MemberChange> {
  const isTold = (count: number, asOf: Day, snapshot: string): boolean =>
    release?.hidesCount({
      of: 'people',
      where: conditionsOf(members),
      asOf,
      current: asOf === later,
      data: release.dataOf(snapshot),
      count,
      label: name.slice(0, 300)
    }) === true
  const told = new Set<keyof MemberChange>([
    ...(isTold(change.before, then, past) ? (['before'] as const) : []),
    ...(isTold(change.sameDay, then, '') ? (['sameDay'] as const) : []),
    ...(isTold(change.after, later, '') ? (['after'] as const) : [])
  ])
  const place = (name: keyof MemberChange): number => counts.indexOf(name)
  // Members on both sides of a change, who are not published.
  const [stayed, remained] = [counts.length, counts.length + 1]
  const { status, exposed } = suppressRelease(
    {
      cells: [
        ...counts.map((each) => ({ count: change[each], ...(told.has(each) ? { sensitive: true } : {}) })),
        { count: change.before - change.gonePeople - change.correctedRecords, unpublished: true },
        { count: change.sameDay - change.left, unpublished: true }
      ],
      sums: [
        { total: place('before'), parts: [stayed, place('gonePeople'), place('correctedRecords')] },
        { total: place('sameDay'), parts: [stayed, place('newPeople'), place('lateRecords')] },
        { total: place('sameDay'), parts: [remained, place('left')] },
        { total: place('after'), parts: [remained, place('entered')] }
      ]
    },
    limit
  )
  if (exposed.length > 0) return new Set(counts)
  return new Set(counts.filter((_, index) => status[index] !== 'shown'))
}
