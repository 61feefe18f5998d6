import type { PersonRecord } from './records/person-record.ts'

/** Records that were joined to people. */
export interface PersonGroups {
  /** Notes that two records are of two people. @returns false when they are joined already */
  separate(left: number, right: number): boolean
  /**
   * Joins the people of two records unless somebody decided that records of theirs are of two people.
   * @param byDecision also when that brings two records of one source together
   */
  join(left: number, right: number, byDecision: boolean): 'joined' | 'refused'
  areOne(left: number, right: number): boolean
  /** Whether records of the two people are known to be of two people. */
  areApart(left: number, right: number): boolean
  /** Numbers people in the order of their first records. */
  number(): { readonly personOf: Int32Array; readonly people: number }
}

/** Starts with a person for each record. */
export function createPersonGroups(records: readonly PersonRecord[]): PersonGroups {
  const root = Int32Array.from(records, (_, index) => index)
  const members = new Map<number, readonly number[]>()
  const apart = new Map<number, Set<number>>()

  function find(record: number): number {
    let index = record
    while (root[index] !== index) {
      root[index] = root[root[index]!]!
      index = root[index]!
    }
    return index
  }
  const membersOf = (group: number): readonly number[] => members.get(group) ?? [group]
  const areApart = (left: number, right: number): boolean => {
    const others = new Set(membersOf(find(right)))
    return membersOf(find(left)).some((record) => [...(apart.get(record) ?? [])].some((other) => others.has(other)))
  }
  const note = (record: number, other: number): void => {
    apart.set(record, (apart.get(record) ?? new Set()).add(other))
  }

  return {
    separate(left, right) {
      if (find(left) === find(right)) return false
      note(left, right)
      note(right, left)
      return true
    },
    join(left, right, byDecision) {
      const group = find(left)
      const other = find(right)
      if (group === other || areApart(group, other)) return 'refused'
      const sources = new Set(membersOf(group).map((record) => records[record]!.source))
      if (!byDecision && membersOf(other).some((record) => sources.has(records[record]!.source))) return 'refused'
      const [first, second] = group < other ? [group, other] : [other, group]
      members.set(first, [...membersOf(first), ...membersOf(second)])
      members.delete(second)
      root[second] = first
      return 'joined'
    },
    areOne: (left, right) => find(left) === find(right),
    areApart,
    number() {
      const numbers = new Map<number, number>()
      const personOf = Int32Array.from(records, (_, record) => {
        const group = find(record)
        const known = numbers.get(group) ?? numbers.size
        numbers.set(group, known)
        return known
      })
      return { personOf, people: numbers.size }
    }
  }
}
