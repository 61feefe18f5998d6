import { shortNames } from '#engine/matching/records/nicknames.ts'
import { Random } from '../population/base/random.ts'
import { namePools } from '../population/reference/names.ts'
import { streets, towns } from '../population/reference/region.ts'
import type { Identity } from './identities.ts'

/** The sources of the sample: two EHRs and a payer. */
export const sampleSources = ['hospital', 'clinic', 'payer'] as const
/** Name of one of {@link sampleSources}. */
export type SampleSource = (typeof sampleSources)[number]

/** Somebody as a source has written them down: with its errors, its gaps, and what it did not hear of. */
export interface WrittenIdentity extends Omit<Identity, 'phone' | 'middle' | 'birthDate'> {
  readonly phone: string | undefined
  readonly middle: string | undefined
  readonly birthDate: string | undefined
  readonly isSexWrong: boolean
  /** The name before a marriage, where the source has it. */
  readonly formerFamily: string | undefined
  readonly hasMbi: boolean
  readonly hasMemberId: boolean
  /** Whether the source has heard of a death. */
  readonly knowsDeath: boolean
}

const writtenStream = 0x7000_0000

/** Whether a source knows somebody. */
export function isKnownTo(seed: number, index: number, source: SampleSource): boolean {
  const share = { hospital: 0.75, clinic: 0.6, payer: 0.7 }[source]
  return new Random(seed, writtenStream + index * 8 + sampleSources.indexOf(source) + 4).chance(share)
}

/** Writes somebody down as a source does. The hospital is where most is right. */
export function writeDown(person: Identity, seed: number, source: SampleSource): WrittenIdentity {
  const random = new Random(seed, writtenStream + person.index * 8 + sampleSources.indexOf(source))
  const shared = new Random(seed, writtenStream + person.index * 8 + 3)
  const isHospital = source === 'hospital'
  const marries = shared.chance(0.08) && person.female
  const moves = shared.chance(0.18)
  const newFamily = shared.pick(namePools.english.family)
  const newTown = shared.pick(towns)
  const newLine = `${shared.whole(1, 989)} ${shared.pick(streets)}`
  const newPhone = `${shared.whole(201, 989)}-555-01${String(shared.whole(0, 99)).padStart(2, '0')}`
  // Marriages and moves are heard of by some sources and not by others.
  const married = marries && (source === 'clinic' || random.chance(0.5))
  const moved = moves && (source === 'payer' || random.chance(0.5))
  const error = isHospital ? 0.03 : 0.08
  const family = random.chance(error) ? misspell(person.family, random) : person.family
  const short = shortNames(person.given.toUpperCase())
  const given =
    !isHospital && short.length > 0 && random.chance(0.12)
      ? capitalize(random.pick(short))
      : random.chance(error)
        ? misspell(person.given, random)
        : person.given
  return {
    ...person,
    family: married ? newFamily : family,
    formerFamily: married && random.chance(0.5) ? person.family : undefined,
    given,
    middle: random.chance(isHospital ? 0.8 : 0.4) ? person.middle : undefined,
    suffix: random.chance(0.6) ? person.suffix : undefined,
    isSexWrong: random.chance(0.005),
    birthDate: random.chance(0.01)
      ? undefined
      : random.chance(error / 3)
        ? misdate(person.birthDate, random)
        : person.birthDate,
    ...(moved ? { line: newLine, city: newTown.name, postalCode: newTown.postalCode } : {}),
    phone: random.chance(0.2) ? undefined : random.chance(0.15) ? newPhone : person.phone,
    hasMbi: person.mbi !== undefined && random.chance(source === 'payer' ? 1 : 0.65),
    hasMemberId: source === 'payer' || random.chance(0.35),
    knowsDeath: isHospital || random.chance(0.7)
  }
}

function capitalize(name: string): string {
  return name.slice(0, 1) + name.slice(1).toLowerCase()
}

/** One typing error: a letter missing, doubled, exchanged or changed about with its neighbor. */
function misspell(name: string, random: Random): string {
  if (name.length < 3) return name
  const index = random.whole(1, name.length - 2)
  const [before, letter, next, after] = [name.slice(0, index), name[index]!, name[index + 1]!, name.slice(index + 2)]
  switch (random.whole(0, 3)) {
    case 0:
      return before + next + after
    case 1:
      return before + letter + letter + next + after
    case 2:
      return before + random.pick(Array.from('aeioulnrst')) + next + after
    default:
      return before + next + letter + after
  }
}

/** One typing error in a date: day and month changed about, or one digit of the day. */
function misdate(date: string, random: Random): string {
  const [year, month, day] = date.split('-') as [string, string, string]
  if (Number(day) <= 12 && day !== month && random.chance(0.5)) return `${year}-${day}-${month}`
  const digit = String((Number(day[1]) + random.whole(1, 8)) % 10)
  const wrong = `${day[0]!}${digit}`
  return Number(wrong) < 1 || Number(wrong) > 28 ? `${year}-${month}-15` : `${year}-${month}-${wrong}`
}
