import { setBit, emptyBitset, hasBit, type Bitset } from '../kernels/bitset.ts'
import type { PersonFacts } from './person-facts.ts'
import type { View } from './view.ts'

type PersonTest = (patient: number) => boolean

/** Ages as people write them: `72`, `65-74`, `65+`, `>65`, `<18`. @returns undefined for other words */
function ageRange(word: string): readonly [number, number] | undefined {
  const match = /^(?:(\d{1,3})|(\d{1,3})[-–](\d{1,3})|(\d{1,3})\+|>(\d{1,3})|<(\d{1,3}))$/.exec(word)
  if (match === null) return undefined
  const [, exact, from, to, over, above, below] = match
  if (exact !== undefined) return [Number(exact), Number(exact)]
  if (from !== undefined) return [Number(from), Number(to)]
  if (over !== undefined) return [Number(over), Infinity]
  if (above !== undefined) return [Number(above) + 1, Infinity]
  return [0, Number(below) - 1]
}

const sexWords: Readonly<Record<string, string>> = {
  f: 'female',
  female: 'female',
  m: 'male',
  male: 'male',
  other: 'other'
}

/** People with a diagnosis whose display holds the word, or who are in a registry whose title does. */
function peopleWithCondition(view: View, word: string): Bitset {
  const { store, population, asOf } = view
  const people = emptyBitset(store.patients)
  for (const { id, title } of population.index.registries) {
    if (!title.toLowerCase().includes(word)) continue
    const codes = population.codes(`registry:${id}`, asOf)
    for (let patient = 0; patient < codes.length; patient++) if (codes[patient] === 1) setBit(people, patient)
  }
  const table = store.tables.get('condition')
  if (table?.patient === undefined || word.length < 3) return people
  const ids = table.column('code', 'concept').ids
  const named = Uint8Array.from(store.concepts.displays, (display) => (display.toLowerCase().includes(word) ? 1 : 0))
  for (let row = 0; row < table.rows; row++) {
    const id = ids[row]!
    const patient = table.patient[row]!
    if (id >= 0 && patient >= 0 && named[id] === 1 && (table.day?.[row] ?? 0) <= asOf) setBit(people, patient)
  }
  return people
}

function wordTest(view: View, facts: PersonFacts, word: string, revealed: boolean): PersonTest {
  const range = ageRange(word)
  const sex = sexWords[word]
  const byId: PersonTest = (patient) => facts.id(patient).toLowerCase().startsWith(word)
  if (sex !== undefined) return (patient) => facts.text('gender', patient) === sex
  if (range !== undefined) {
    const plain = /^\d+$/.test(word)
    return (patient) => {
      const age = facts.age(patient, view.asOf)
      return (age !== undefined && age >= range[0] && age <= range[1]) || (plain && byId(patient))
    }
  }
  const withCondition = peopleWithCondition(view, word)
  return (patient) =>
    hasBit(withCondition, patient) ||
    byId(patient) ||
    (revealed && facts.name(patient, true).toLowerCase().includes(word))
}

/**
 * A test for people whom every word of a query finds: an age or range of ages, a sex, words of a condition, the
 * beginning of the resource id and, only when names are revealed, a part of the name.
 */
export function patientSearch(view: View, facts: PersonFacts, query: string, revealed: boolean): PersonTest {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const tests = words.map((word) => wordTest(view, facts, word, revealed))
  return (patient) => tests.every((test) => test(patient))
}
