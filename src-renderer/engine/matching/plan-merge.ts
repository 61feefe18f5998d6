import { findResource } from '../store/model/id-column.ts'
import type { Store } from '../store/model/store.ts'
import type { PeopleMerge } from '../store/merge/merge-people.ts'
import type { PersonRecord } from './records/person-record.ts'
import { leadingRecord, resolveFacts, type PersonFact } from './resolve-facts.ts'
import type { MatchResult } from './results/match-result.ts'

/** Columns of the patient table by the facts that they tell. */
const columnsOfFacts: Readonly<Record<PersonFact, string>> = {
  birthDate: 'birth_date',
  sex: 'gender',
  deceased: 'deceased',
  deathDate: 'deceased_at'
}

/** What a matching says about the people of a store. */
export function planMerge(store: Store, { records, personOf }: Pick<MatchResult, 'records' | 'personOf'>): PeopleMerge {
  const groups = new Map<number, PersonRecord[]>()
  records.forEach((record, index) => {
    const group = groups.get(personOf[index]!)
    if (group === undefined) groups.set(personOf[index]!, [record])
    else group.push(record)
  })
  const leader = Int32Array.from({ length: store.patients }, (_, person) => person)
  const sayers = new Map<string, Map<number, number>>()
  for (const group of groups.values()) {
    if (group.length === 1) continue
    const people = group.map(({ id }) => findResource(store, 'Patient', id))
    const lead = people[leadingRecord(group)]
    // A record that is not in the store has no rows to be merged.
    if (lead === undefined) continue
    for (const person of people) if (person !== undefined) leader[person] = lead
    for (const { fact, value } of resolveFacts(group)) {
      if (value === undefined) continue
      const sayer = people[group.findIndex((record) => saying(record, fact) === value)]
      const column = columnsOfFacts[fact]
      if (sayer !== undefined && sayer !== lead)
        sayers.set(column, (sayers.get(column) ?? new Map<number, number>()).set(lead, sayer))
    }
  }
  return { leader, sayers }
}

function saying(record: PersonRecord, fact: PersonFact): string | undefined {
  return resolveFacts([record]).find((each) => each.fact === fact)?.value
}
