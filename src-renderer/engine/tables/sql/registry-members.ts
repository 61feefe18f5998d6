import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import { NEVER } from '../../population/registries/condition-state.ts'
import type { SourceMembership } from '../../population/registries/membership.ts'
import { memberSources, sourcesAsOf } from '../../population/registries/membership-days.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { Column } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { patientKeys } from '../model/patient-keys.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import type { TableSource } from '../model/table-source.ts'

/** What `registry_member` is. */
export const registryMemberTable: {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
} = {
  name: 'registry_member',
  description: m.whoBelongsToWhichRegistryOn,
  columns: [
    { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
    { name: 'registry', kind: 'dictionary', description: m.idOfTheRegistrySuchAs },
    { name: 'title', kind: 'dictionary', description: m.nameOfTheRegistry },
    { name: 'since', kind: 'date', description: m.dayFromWhichMembershipCountsNULL },
    {
      name: 'source',
      kind: 'dictionary',
      description: m.howTheRegistryKnowsOfThe
    }
  ]
}

/** The table `registry_member`, by registry, then by patient. */
export function registryMembers(population: PopulationView, asOf: Day): TableSource {
  const { index, store, shard } = population
  const people: number[] = []
  const which: number[] = []
  const since: number[] = []
  const source: number[] = []
  index.registries.forEach((registry, place) => {
    const members = index.members(registry, asOf)
    const membership = index.membership(registry)
    const sources = sourcesAsOf(membership, asOf)
    membership.people.forEach((patient, member) => {
      if (members[patient] !== 1) return
      people.push(patient)
      which.push(place)
      since.push(sinceWhen(membership, member, asOf))
      source.push(sources[patient]!)
    })
  })
  const registryCodes = Int32Array.from(which)
  return {
    ...registryMemberTable,
    group: 'Derived',
    rows: people.length,
    order: () => ({ group: registryCodes, number: Int32Array.from(people, (person) => shard.personNumber(person)) }),
    read(column): Column {
      switch (column) {
        case 'patient_id':
          return patientKeys(store, Int32Array.from(people))
        case 'registry':
          return { kind: 'dictionary', codes: registryCodes, values: index.registries.map(({ id }) => id) }
        case 'title':
          return { kind: 'dictionary', codes: registryCodes, values: index.registries.map(({ title }) => title) }
        case 'source':
          return { kind: 'dictionary', codes: Int32Array.from(source), values: [...memberSources] }
        default: {
          const days = Int32Array.from(since)
          return { kind: 'date', days, precision: Uint8Array.from(days, (day) => (day === NO_DAY ? 0 : 3)) }
        }
      }
    }
  }
}

/** First day of the span of membership that holds on the date. @param place of the person in the membership */
function sinceWhen({ entry, spans }: SourceMembership, place: number, asOf: Day): number {
  if (spans === undefined) return entry[place]!
  let start = NEVER
  for (let index = spans.offsets[place]!; index < spans.offsets[place + 1]!; index++) {
    if (spans.starts[index]! <= asOf && asOf < spans.ends[index]!) start = Math.min(start, spans.starts[index]!)
  }
  return start === NEVER ? NO_DAY : start
}
