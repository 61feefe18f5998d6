import type { SampleDay } from './base/calendar.ts'
import { diseases, type Disease } from './base/disease.ts'
import { diagnoses } from './codes/conditions.ts'
import type { Life } from './life/life.ts'
import { ageInYears } from './person/person.ts'
import type { PlanLine } from './reference/payers.ts'
import { practices } from './reference/practices.ts'
import { personalTypes, type PersonalType } from './base/resource-types.ts'
import { dayOf, formatSampleDay } from './base/calendar.ts'
import { firstDay, monthIndex, monthStarts } from './base/timeline.ts'
import { addSeeded, emptySeededTally, type SeededTally } from './seeded-tally.ts'
import type { ClaimFate } from './writers/claim-row.ts'

interface Count {
  numerator: number
  denominator: number
}

const count = (): Count => ({ numerator: 0, denominator: 0 })
const sums = (): { paid: number; allowed: number; member: number } => ({ paid: 0, allowed: 0, member: 0 })
const months = monthStarts.length

/** Running counts over lives; the raw material of the truths. */
export interface SampleTally {
  readonly resources: Record<PersonalType, number>
  readonly people: {
    all: number
    living: number
    female: number
    adults: number
    raceMissing: number
    ethnicityMissing: number
  }
  readonly registries: Record<
    Disease,
    { people: number; adults: number; readonly new: Record<string, number>; readonly newMonths: number[] }
  >
  readonly encounters: Record<string, number>
  readonly practices: readonly {
    people: number
    readonly a1c: Count
    readonly pressure: Count
    readonly influenza: Count
  }[]
  /** By practice and month: index = practice * months + month. */
  readonly a1cMonths: readonly Count[]
  readonly pressureMonths: readonly Count[]
  readonly laboratory: { all: number; withoutUnit: number; a1c: number; a1cWithoutLoinc: number }
  readonly claims: { professional: number; institutional: number; pharmacy: number }
  /** US cents. */
  readonly paid: { professional: number; institutional: number; pharmacy: number }
  /** Sums of final claims by kind of plan, in US cents. */
  readonly lines: Record<PlanLine, { paid: number; allowed: number; member: number }>
  /** Claims by what became of them. */
  readonly fates: Record<ClaimFate, number>
  /** New episodes by month of their first visit. */
  readonly seasons: { readonly influenza: number[]; readonly cold: number[] }
  /** Stays by practice and those that the generator arranged as a return. */
  readonly stays: readonly Count[]
  readonly claimMonths: number[]
  readonly lateMonths: number[]
  lost: number
  readonly seeded: SeededTally
}

/** A tally before anybody is counted. */
export function emptyTally(): SampleTally {
  const series = (): Count[] => Array.from({ length: practices.length * months }, count)
  return {
    resources: Object.fromEntries(personalTypes.map((type) => [type, 0])) as SampleTally['resources'],
    people: { all: 0, living: 0, female: 0, adults: 0, raceMissing: 0, ethnicityMissing: 0 },
    // Object.fromEntries forgets the names of the diseases.
    registries: Object.fromEntries(
      diseases.map((disease) => [
        disease,
        { people: 0, adults: 0, new: {}, newMonths: new Array<number>(months).fill(0) }
      ])
    ) as unknown as SampleTally['registries'],
    encounters: {},
    practices: practices.map(() => ({ people: 0, a1c: count(), pressure: count(), influenza: count() })),
    a1cMonths: series(),
    pressureMonths: series(),
    laboratory: { all: 0, withoutUnit: 0, a1c: 0, a1cWithoutLoinc: 0 },
    claims: { professional: 0, institutional: 0, pharmacy: 0 },
    paid: { professional: 0, institutional: 0, pharmacy: 0 },
    lines: { medicare: sums(), commercial: sums(), medicaid: sums() },
    fates: { paid: 0, capitated: 0, denied: 0, resubmitted: 0, reversed: 0, adjusted: 0, duplicate: 0, resent: 0 },
    seasons: { influenza: new Array<number>(months).fill(0), cold: new Array<number>(months).fill(0) },
    stays: practices.map(count),
    claimMonths: new Array<number>(months).fill(0),
    lateMonths: new Array<number>(months).fill(0),
    lost: 0,
    seeded: emptySeededTally()
  }
}

function addMonths(into: number[], days: readonly SampleDay[]): void {
  for (const day of days) {
    const index = monthIndex(day)
    if (index >= 0) into[index] = (into[index] ?? 0) + 1
  }
}

/** First day on which a disease is in the record that can be seen, Infinity when it is not. */
function recordedFrom({ problems, chart }: Life, disease: Disease): SampleDay {
  const first = problems.find((problem) => problem.disease === disease && chart.sees(problem.recorded, problem.stored))
  return first?.recorded ?? Number.POSITIVE_INFINITY
}

function isActive({ problems, chart }: Life, disease: Disease): boolean {
  return problems.some(
    (problem) =>
      problem.disease === disease && chart.sees(problem.recorded, problem.stored) && problem.abated > chart.asOf
  )
}

function addRegistries(tally: SampleTally, life: Life, living: boolean, adult: boolean): void {
  for (const disease of diseases) {
    const from = recordedFrom(life, disease)
    if (from === Number.POSITIVE_INFINITY) continue
    const entry = tally.registries[disease]
    if (from >= firstDay) {
      const year = formatSampleDay(from).slice(0, 4)
      entry.new[year] = (entry.new[year] ?? 0) + 1
      addMonths(entry.newMonths, [from])
    }
    if (!living || !isActive(life, disease)) continue
    entry.people++
    if (adult) entry.adults++
  }
}

function addControl(tally: SampleTally, life: Life, living: boolean, age: number): void {
  const { person, chart, tally: lifeTally } = life
  const practice = tally.practices[person.practice]
  const diabetes = recordedFrom(life, 'diabetes')
  const hypertension = recordedFrom(life, 'hypertension')
  const note = (into: readonly Count[], day: SampleDay, from: SampleDay, good: boolean): void => {
    const slot = into[person.practice * months + monthIndex(day)]
    if (slot === undefined || day < from) return
    slot.denominator++
    if (good) slot.numerator++
  }
  for (const { day, value } of lifeTally.a1c) note(tally.a1cMonths, day, diabetes, value < 8)
  for (const { day, controlled } of lifeTally.everydayPressures)
    note(tally.pressureMonths, day, hypertension, controlled)
  if (practice === undefined || !living) return
  const recent = <T extends { readonly day: SampleDay }>(list: readonly T[]): T | undefined =>
    list.reduce<T | undefined>((best, entry) => (best === undefined || entry.day >= best.day ? entry : best), undefined)
  const a1c = recent(lifeTally.a1c)
  if (a1c !== undefined && a1c.day > chart.asOf - 365 && isActive(life, 'diabetes') && age >= 18 && age < 76) {
    practice.a1c.denominator++
    if (a1c.value < 8) practice.a1c.numerator++
  }
  const pressure = recent(lifeTally.everydayPressures)
  if (
    pressure !== undefined &&
    pressure.day > chart.asOf - 365 &&
    isActive(life, 'hypertension') &&
    age >= 18 &&
    age < 86
  ) {
    practice.pressure.denominator++
    if (pressure.controlled) practice.pressure.numerator++
  }
}

/** Adds one life. @param season the influenza season to count, by the year of its autumn */
export function addLife(tally: SampleTally, life: Life, season: number): void {
  const { person, chart, tally: lifeTally } = life
  for (const type of personalTypes) tally.resources[type] += chart.rows[type]
  if (chart.rows.Patient === 0) return
  const age = ageInYears(person.birth, chart.asOf)
  const living = chart.deathDay + 3 > chart.asOf
  const adult = age >= 18
  tally.people.all++
  if (person.female) tally.people.female++
  if (person.recorded.race === 'missing') tally.people.raceMissing++
  if (!person.recorded.ethnicity) tally.people.ethnicityMissing++
  const practice = tally.practices[person.practice]
  if (living) {
    tally.people.living++
    if (adult) tally.people.adults++
    if (practice !== undefined) {
      practice.people++
      if (person.birth <= dayOf(`${season}-04-01`) && person.joined <= dayOf(`${season}-10-01`)) {
        practice.influenza.denominator++
        if (lifeTally.influenza.has(season)) practice.influenza.numerator++
      }
    }
  }
  addRegistries(tally, life, living, adult)
  addControl(tally, life, living, age)
  for (const [kind, number] of Object.entries(lifeTally.encounters))
    tally.encounters[kind] = (tally.encounters[kind] ?? 0) + number
  tally.laboratory.all += lifeTally.labs.all
  tally.laboratory.withoutUnit += lifeTally.labs.unitless
  tally.laboratory.a1c += lifeTally.labs.a1c
  tally.laboratory.a1cWithoutLoinc += lifeTally.labs.a1cLocal
  for (const kind of ['professional', 'institutional', 'pharmacy'] as const) {
    tally.claims[kind] += lifeTally.claims[kind]
    tally.paid[kind] += lifeTally.paid[kind]
  }
  for (const line of ['medicare', 'commercial', 'medicaid'] as const) {
    const part = lifeTally.lines[line]
    if (part !== undefined) mergeTally(tally.lines[line], part)
  }
  for (const [fate, number] of Object.entries(lifeTally.fates)) tally.fates[fate as ClaimFate] += number
  const stays = tally.stays[person.practice]
  if (stays !== undefined) {
    stays.denominator += lifeTally.stays.length
    stays.numerator += lifeTally.stays.filter(({ isReturn }) => isReturn).length
  }
  for (const { diagnosis, recorded, stored } of life.problems) {
    if (!chart.sees(recorded, stored)) continue
    if (diagnosis === diagnoses.influenza) addMonths(tally.seasons.influenza, [recorded])
    if (diagnosis === diagnoses.coldInfection) addMonths(tally.seasons.cold, [recorded])
  }
  addMonths(tally.claimMonths, lifeTally.claimDays)
  addMonths(tally.lateMonths, lifeTally.lateDays)
  tally.lost += lifeTally.lostDays.length
  addSeeded(tally.seeded, life, living)
}

/** Adds every number of `part` to `into`; both have the same form. */
export function mergeTally<T extends object>(into: T, part: T): void {
  // An interface has no index signature, so that the compiler does not take it for a record.
  mergeNumbers(into as unknown as Record<string, unknown>, part as unknown as Record<string, unknown>)
}

function mergeNumbers(into: Record<string, unknown>, part: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(part)) {
    if (typeof value === 'number') into[key] = (typeof into[key] === 'number' ? into[key] : 0) + value
    else mergeNumbers((into[key] ??= {}) as Record<string, unknown>, value as Record<string, unknown>)
  }
}
