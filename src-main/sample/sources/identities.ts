import { dayOf, formatSampleDay } from '../population/base/calendar.ts'
import { Random } from '../population/base/random.ts'
import { IdSource } from '../population/base/uuid.ts'
import { drawPerson, type SamplePerson } from '../population/person/person.ts'
import { createReference } from '../population/reference/reference.ts'
import { towns } from '../population/reference/region.ts'

/** Who somebody truly is, before any source writes it down. */
export interface Identity {
  readonly index: number
  /** Id in the population that the sources are made from. */
  readonly id: string
  readonly family: string
  readonly given: string
  readonly middle: string
  readonly suffix: string | undefined
  readonly female: boolean
  /** `YYYY-MM-DD`. */
  readonly birthDate: string
  readonly line: string
  readonly city: string
  readonly postalCode: string
  readonly phone: string
  /** Medicare Beneficiary Identifier, from 65 years on. */
  readonly mbi: string | undefined
  readonly memberId: string
}

/** Randomness of its own, far beyond that of people. */
const identityStream = 0x6000_0000
/** One in this many people is a twin of the one before, or has the name of a parent. */
const TWINS_EVERY = 40
const JUNIORS_EVERY = 50
const letters = 'ACDEFGHJKMNPQRTUVWXY'

/** The people of a sample population: those of `createSamplePopulation` with the same seed, with twins and juniors among them. */
export function drawIdentities(seed: number, patients: number): readonly Identity[] {
  const reference = createReference(seed)
  const people = Array.from({ length: patients }, (_, index) =>
    identityOf(drawPerson(index, new IdSource(seed, index).next(), new Random(seed, index), reference), seed)
  )
  for (let index = TWINS_EVERY - 1; index < patients; index += TWINS_EVERY) makeTwins(people, index)
  for (let index = JUNIORS_EVERY - 1; index < patients; index += JUNIORS_EVERY) makeJunior(people, index)
  return people
}

function identityOf(person: SamplePerson, seed: number): Identity {
  const random = new Random(seed, identityStream + person.index)
  const birthDate = formatSampleDay(person.birth)
  const digit = (): string => String(random.whole(0, 9))
  const letter = (): string => random.pick(Array.from(letters))
  const town = towns[person.town]
  const mbi = `1${letter()}${letter()}${digit()}${letter()}${letter()}${digit()}${letter()}${letter()}${digit()}${digit()}`
  return {
    index: person.index,
    id: person.id,
    family: person.family,
    given: person.given,
    middle: person.middle,
    suffix: undefined,
    female: person.female,
    birthDate,
    line: person.line,
    city: town?.name ?? '',
    postalCode: town?.postalCode ?? '',
    phone: `${random.whole(201, 989)}-555-01${digit()}${digit()}`,
    mbi: birthDate < '1961-10-31' ? mbi : undefined,
    memberId: `M${String(10_000_000 + person.index)}`
  }
}

/** Twins share everything but the given name; the second has no member number of their own. */
function makeTwins(people: Identity[], index: number): void {
  const first = people[index - 1]!
  const second = people[index]!
  const { family, birthDate, line, city, postalCode, phone, memberId } = first
  const given = second.given === first.given ? second.middle + second.given.slice(1) : second.given
  people[index] = { ...second, family, birthDate, line, city, postalCode, phone, memberId, given, mbi: undefined }
}

/** A child who has the name and the address of a parent of the same sex, when there is a parent to be found. */
function makeJunior(people: Identity[], index: number): void {
  const child = people[index]!
  const parent = people
    .slice(Math.max(0, index - 30), index)
    .find(
      (each) =>
        each.female === child.female &&
        dayOf(child.birthDate) - dayOf(each.birthDate) > 18 * 365 &&
        each.suffix === undefined
    )
  if (parent === undefined) return
  const { family, given, middle, line, city, postalCode, phone } = parent
  people[index] = { ...child, family, given, middle, line, city, postalCode, phone, suffix: 'Jr' }
  people[parent.index] = { ...parent, suffix: 'Sr' }
}
