import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../../base/figures/filter.ts'
import { emptyBitset, setBit, type Bitset } from '../../../base/kernels/bitset.ts'
import type { AllPeople } from '../../people/all-people.ts'
import type { PopulationView } from '../../selection/population.ts'
import { viewOf } from '../base/view.ts'
import { patientSearch } from './patient-search.ts'
import { personFacts, type PersonFacts } from './person-facts.ts'

/** What is known about single people of a population by number: asked of the shard that has their records. */
export function peopleFacts(population: AllPeople): PersonFacts {
  const facts = new Map(population.shards.map((shard) => [shard, personFacts(shard)]))
  const of = <T>(number: number, read: (facts: PersonFacts, person: number) => T): T => {
    const { shard, person } = population.shardOf(number)
    return read(defined(facts.get(shard)), person)
  }
  return {
    id: (number) => of(number, (shardFacts, person) => shardFacts.id(person)),
    text: (column, number) => of(number, (shardFacts, person) => shardFacts.text(column, person)),
    name: (number, revealed) => of(number, (shardFacts, person) => shardFacts.name(person, revealed)),
    birthDay: (number) => of(number, (shardFacts, person) => shardFacts.birthDay(person)),
    age: (number, asOf) => of(number, (shardFacts, person) => shardFacts.age(person, asOf)),
    label: (dimension, number, asOf) => of(number, (shardFacts, person) => shardFacts.label(dimension, person, asOf))
  }
}

/** A text of the Patient of everybody in a shard, or the given and the family name; '' where there is none. */
function textsIn(shard: PopulationView, column: string): readonly string[] {
  const facts = personFacts(shard)
  return Array.from({ length: shard.store.patients }, (_, person) =>
    column === 'name' ? facts.name(person, true) : facts.text(column, person)
  )
}

/** Everybody's full name, or a text of their Patient by its column. */
export function peopleTexts(population: AllPeople, column: string): readonly string[] {
  return population.once(`texts:${column}`, () => population.values(textsIn, column))
}

function idsIn(shard: PopulationView): readonly string[] {
  if (shard.store.patients === 0) return []
  const facts = personFacts(shard)
  return Array.from({ length: shard.store.patients }, (_, person) => facts.id(person))
}

/** Everybody's id. */
export function peopleIds(population: AllPeople): readonly string[] {
  return population.once('ids', () => population.values(idsIn))
}

/** Days of birth in a shard; NO_DAY where unknown. */
function birthsIn({ store }: PopulationView): Int32Array {
  return store.table('patient').column('birth_date', 'date').days
}

/** Everybody's day of birth; NO_DAY where it is not known. */
export function peopleBirths(population: AllPeople): Int32Array {
  return population.once('births', () => population.values(birthsIn))
}

/** The people of a shard who are found by the words of a search, or the beginning of their record number. */
function foundIn(shard: PopulationView, words: string, asOf: Day, revealed: boolean): Bitset {
  const facts = personFacts(shard)
  const matches = patientSearch(viewOf(shard, { asOf, filters: [] }), facts, words, revealed)
  const number = words.trim().toLowerCase()
  const found = emptyBitset(shard.store.patients)
  for (let person = 0; person < shard.store.patients; person++) {
    const isFound =
      matches(person) !== undefined ||
      (revealed && facts.text('record_number', person).toLowerCase().startsWith(number))
    if (isFound) setBit(found, person)
  }
  return found
}

/** Everybody whom the words of a search find, or whose record number begins so. */
export function peopleFound(population: AllPeople, words: string, asOf: Day, revealed: boolean): Bitset {
  return population.bits(foundIn, words, asOf, revealed)
}
