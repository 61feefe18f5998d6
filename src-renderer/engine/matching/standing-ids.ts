import { leadingRecord } from './resolve-facts.ts'
import type { PersonRecord } from './records/person-record.ts'
import type { MatchResult } from './results/match-result.ts'

/**
 * The ids of Patient resources of which another one stands for the person, each with the id of that one. Which one stands for a person
 * may change with what the records say, so what was noted about a person may be under any of their ids.
 */
export function standingIds({
  records,
  personOf
}: Pick<MatchResult, 'records' | 'personOf'>): ReadonlyMap<string, string> {
  const people = new Map<number, PersonRecord[]>()
  records.forEach((record, index) => {
    const person = people.get(personOf[index]!)
    if (person === undefined) people.set(personOf[index]!, [record])
    else person.push(record)
  })
  const standing = new Map<string, string>()
  for (const person of people.values()) {
    if (person.length === 1) continue
    const { id: lead } = person[leadingRecord(person)]!
    for (const { id } of person) if (id !== lead) standing.set(id, lead)
  }
  return standing
}
