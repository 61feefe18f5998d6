import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationPanelsPersonMessages as messages } from '#messages/engine/population/panels/person.ts'
import { setBit, emptyBitset, hasBit, type Bitset } from '../../../base/kernels/bitset.ts'
import { plainDisplay } from '../../selection/plain-display.ts'
import type { PersonFacts } from './person-facts.ts'
import type { View } from '../base/view.ts'

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
  f: messages.female,
  female: messages.female,
  m: messages.male,
  male: messages.male,
  other: messages.other
}

/** Why a word finds people by their conditions, and how near that is: a registry before a diagnosis. */
interface ConditionMatch {
  readonly rank: number
  readonly reason: string
  readonly people: Bitset
}

/** Registries whose title holds the word, and diagnoses whose display does, each with its people. */
function matchConditions(view: View, word: string): ConditionMatch[] {
  const { store, population, asOf } = view
  const found: ConditionMatch[] = []
  for (const { id, title } of population.index.registries) {
    if (!title.toLowerCase().includes(word)) continue
    const codes = population.codes(`registry:${id}`, asOf)
    const people = emptyBitset(store.patients)
    for (let patient = 0; patient < codes.length; patient++) if (codes[patient] === 1) setBit(people, patient)
    found.push({ rank: 0, reason: `Registry: ${title}`, people })
  }
  const table = store.tables.get('condition')
  if (table?.patient === undefined || word.length < 3) return found
  const ids = table.column('code', 'concept').ids
  const named = new Map<number, Bitset>()
  store.concepts.displays.forEach((display, id) => {
    if (display.toLowerCase().includes(word)) named.set(id, emptyBitset(store.patients))
  })
  for (let row = 0; row < table.rows; row++) {
    const patient = table.patient[row]!
    const people = named.get(ids[row]!)
    if (people !== undefined && patient >= 0 && (table.day?.[row] ?? 0) <= asOf) setBit(people, patient)
  }
  for (const [id, people] of named)
    found.push({
      rank: 1,
      reason: `Diagnosis: ${plainDisplay(store.concepts.systems[id]!, store.concepts.displays[id]!)}`,
      people
    })
  return found
}

/** A word of a query: why it finds a person, undefined where it does not. */
type WordMatch = (patient: number) => { readonly rank: number; readonly reason: string } | undefined

const because = (test: PersonTest, reason: string): WordMatch => {
  const match = { rank: 0, reason }
  return (patient) => (test(patient) ? match : undefined)
}

function wordMatch(view: View, facts: PersonFacts, word: string, revealed: boolean): WordMatch {
  const range = ageRange(word)
  const sex = sexWords[word]
  const byId: PersonTest = (patient) => facts.id(patient).toLowerCase().startsWith(word)
  if (sex !== undefined) return because((patient) => facts.text('gender', patient) === sex, '')
  if (range !== undefined) {
    const plain = /^\d+$/.test(word)
    return because((patient) => {
      const age = facts.age(patient, view.asOf)
      return (age !== undefined && age >= range[0] && age <= range[1]) || (plain && byId(patient))
    }, '')
  }
  const byIdMatch = because(byId, messages.resourceId)
  const byNameMatch = because(
    (patient) => revealed && facts.name(patient, true).toLowerCase().includes(word),
    common.nameLabel
  )
  const conditions = matchConditions(view, word)
  return (patient) => {
    const match = byIdMatch(patient) ?? byNameMatch(patient)
    return match ?? conditions.find(({ people }) => hasBit(people, patient))
  }
}

/** Why a query finds a person. */
export interface SearchMatch {
  /** 0 for people whom the query names or whose registry it names, 1 for those with a diagnosis of such a name only. */
  readonly rank: number
  /** In words; '' where age and sex alone decide. */
  readonly reason: string
}

/**
 * Finds people whom every word of a query matches: an age or range of ages, a sex, words of a registry or a diagnosis, the
 * beginning of the resource id and, only when names are revealed, a part of the name.
 * @returns why a person is found; undefined for people who are not
 */
export function patientSearch(
  view: View,
  facts: PersonFacts,
  query: string,
  revealed: boolean
): (patient: number) => SearchMatch | undefined {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const matches = words.map((word) => wordMatch(view, facts, word, revealed))
  return (patient) => {
    let rank = 0
    const reasons: string[] = []
    for (const match of matches) {
      const found = match(patient)
      if (found === undefined) return undefined
      rank = Math.max(rank, found.rank)
      if (found.reason !== '' && !reasons.includes(found.reason)) reasons.push(found.reason)
    }
    return { rank, reason: reasons.join('; ') }
  }
}
