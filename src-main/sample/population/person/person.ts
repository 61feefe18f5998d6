import type { SampleDay } from '../base/calendar.ts'
import type { Random } from '../base/random.ts'
import { namePools } from '../reference/names.ts'
import { practices } from '../reference/practices.ts'
import type { Clinician, Reference } from '../reference/reference.ts'
import { streets, towns } from '../reference/region.ts'
import { firstDay, monthStarts, referenceDay } from '../base/timeline.ts'
import { drawBackground, type Background } from './background.ts'

/** Whether somebody smokes. */
export type Smoking = 'never' | 'former' | 'current'

/** Who somebody is; nothing here changes with time. */
export interface SamplePerson {
  readonly index: number
  readonly id: string
  readonly female: boolean
  readonly birth: SampleDay
  readonly background: Background
  /** What the source system knows of it. */
  readonly recorded: {
    readonly race: 'known' | 'asked' | 'missing'
    readonly ethnicity: boolean
    readonly birthSex: boolean
    readonly phone: boolean
  }
  readonly family: string
  readonly given: string
  readonly middle: string
  /** Social position, 0 (poor) to 1 (well-off). */
  readonly position: number
  readonly town: number
  readonly line: string
  readonly phone: string
  readonly married: 'M' | 'S' | 'D' | 'W'
  readonly recordNumber: string
  /** Index into the practices. */
  readonly practice: number
  readonly clinician: Clinician
  /** First day on the panel. */
  readonly joined: SampleDay
  readonly smoking: Smoking
  /** Height of the grown person in cm. */
  readonly height: number
}

/** Ages on the reference day. Older bands weigh more than the living do, because some die in the years before that day. */
const ageBands: readonly (readonly [from: number, to: number, weight: number])[] = [
  [0, 5, 5.9],
  [5, 15, 12],
  [15, 25, 12.8],
  [25, 35, 13.5],
  [35, 45, 13],
  [45, 55, 12.2],
  [55, 65, 13],
  [65, 75, 10.8],
  [75, 85, 6.1],
  [85, 90, 1.95],
  [90, 95, 0.95],
  [95, 101, 0.35]
]
const ageWeights = ageBands.map(([, , weight]) => weight)
const townWeights = towns.map((town) => town.weight)

/** Age on a day, in years with a fraction. */
export const ageInYears = (birth: SampleDay, day: SampleDay): number => (day - birth) / 365.2425

function choosePractice(random: Random, town: number, age: number, position: number): number {
  const weights = practices.map((practice) => {
    const child = age < 17
    if (practice.kind === 'pediatric' && !child) return 0
    if (practice.kind === 'internal' && child) return 0
    let weight = practice.weight
    if (practice.kind === 'pediatric') weight *= 3
    if (practice.kind === 'community') weight *= position < 0.35 ? 2.2 : position > 0.6 ? 0.25 : 0.9
    return practice.town === town ? weight * 5 : weight
  })
  return random.weighted(weights)
}

function chooseMarital(random: Random, age: number, female: boolean): SamplePerson['married'] {
  if (age < 20) return 'S'
  if (age > 70 && random.chance(female ? 0.35 : 0.14)) return 'W'
  const married = age < 30 ? 0.22 : 0.58
  const share = random.unit()
  return share < married ? 'M' : share < married + (age < 30 ? 0.03 : 0.15) ? 'D' : 'S'
}

function chooseSmoking(random: Random, age: number, position: number): Smoking {
  if (age < 18) return 'never'
  const current = (age > 65 ? 0.09 : 0.15) * (1.7 - position * 1.4)
  const former = 0.08 + Math.min(0.26, (age - 18) * 0.006)
  const share = random.unit()
  return share < current ? 'current' : share < current + former ? 'former' : 'never'
}

/** Draws one person. `id` is the person's resource id. */
export function drawPerson(index: number, id: string, random: Random, reference: Reference): SamplePerson {
  const [from, to] = ageBands[random.weighted(ageWeights)] ?? [0, 5]
  const age = random.between(from, to)
  const birth = Math.floor(referenceDay - age * 365.2425)
  const female = random.chance(age > 75 ? 0.58 : 0.507)
  const background = drawBackground(random)
  const town = random.weighted(townWeights)
  const gap = (background.hispanic ? 0.1 : 0) + (background.raceCode === '2054-5' ? 0.12 : 0)
  const position = Math.min(1, Math.max(0, random.normal((towns[town]?.position ?? 0.5) - gap, 0.19)))
  const pool = namePools[background.names]
  const given = random.pick(female ? pool.female : pool.male)
  const middle = String.fromCharCode(65 + random.whole(0, 25))
  const practice = choosePractice(random, town, age, position)
  const clinicians = reference.practices[practice]?.clinicians ?? []
  const clinician = random.pick(clinicians)
  const newcomer = random.chance(0.12)
  const joinedLater = monthStarts[random.whole(2, 44)] ?? firstDay
  const raceDraw = random.unit()
  return {
    index,
    id,
    female,
    birth,
    background,
    recorded: {
      race: raceDraw < 0.05 ? 'missing' : raceDraw < 0.075 ? 'asked' : 'known',
      ethnicity: !random.chance(0.055),
      birthSex: !random.chance(0.02),
      phone: !random.chance(0.05)
    },
    family: random.pick(pool.family),
    given,
    middle,
    position,
    town,
    line: `${random.whole(1, 989)} ${random.pick(streets)}`,
    phone: `555-01${String(random.whole(0, 99)).padStart(2, '0')}`,
    married: chooseMarital(random, age, female),
    recordNumber: `MR${String(1_000_000 + index)}`,
    practice,
    clinician,
    joined: Math.max(birth, newcomer ? joinedLater : firstDay),
    smoking: chooseSmoking(random, age, position),
    height: female ? random.normal(162, 6.5) : random.normal(176, 7)
  }
}
