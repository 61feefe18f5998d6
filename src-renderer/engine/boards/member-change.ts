/** Who is in a registry or cohort, by the ids of the Patient resources: then, now for the same day, and on the later day. */
export interface MemberSets {
  /** Members by the earlier snapshot, on its day. */
  readonly then: ReadonlySet<string>
  /** Members by the present data, on the same day. */
  readonly now: ReadonlySet<string>
  /** Members by the present data, on the later day. */
  readonly later: ReadonlySet<string>
  /** Everybody of the earlier snapshot, and of the present data. */
  readonly peopleThen: ReadonlySet<string>
  readonly peopleNow: ReadonlySet<string>
}

/** Why the number of members changed; the counts of one side add up to the difference. */
export interface MemberChange {
  readonly before: number
  /** People who were not in the earlier snapshot at all. */
  readonly newPeople: number
  /** Records that came later made them members on the same day. */
  readonly lateRecords: number
  /** People who are no longer in the data. */
  readonly gonePeople: number
  /** Records that were corrected or deleted, so that they were no members on that day. */
  readonly correctedRecords: number
  readonly sameDay: number
  /** Became members after the day. */
  readonly entered: number
  /** Ceased to be members after the day. */
  readonly left: number
  readonly after: number
}

function countWhere(set: ReadonlySet<string>, test: (id: string) => boolean): number {
  let count = 0
  for (const id of set) if (test(id)) count++
  return count
}

/**
 * Tells late data apart from real change: `before + newPeople + lateRecords − gonePeople − correctedRecords = sameDay`, and
 * `sameDay + entered − left = after`.
 */
export function memberChange({ then, now, later, peopleThen, peopleNow }: MemberSets): MemberChange {
  return {
    before: then.size,
    newPeople: countWhere(now, (id) => !then.has(id) && !peopleThen.has(id)),
    lateRecords: countWhere(now, (id) => !then.has(id) && peopleThen.has(id)),
    gonePeople: countWhere(then, (id) => !now.has(id) && !peopleNow.has(id)),
    correctedRecords: countWhere(then, (id) => !now.has(id) && peopleNow.has(id)),
    sameDay: now.size,
    entered: countWhere(later, (id) => !now.has(id)),
    left: countWhere(now, (id) => !later.has(id)),
    after: later.size
  }
}
