import { text, type Resource } from '../../unit/sample/ndjson.ts'

const yearDays = 365.2425

/** Days since 1970 of a FHIR date or instant. */
export const dayOf = (date: string): number => Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / 86_400_000

/** A period of days, the end not included. */
export interface Period {
  readonly from: number
  readonly to: number
}

/** Counts by a key, such as an age band. */
export type Counts = Record<string, number>

/** Adds to the count of a key. */
export function add(into: Counts, key: string, amount = 1): void {
  into[key] = (into[key] ?? 0) + amount
}

/** The people of a sample population, noted from their resources. */
export class SamplePeople {
  readonly asOf: number
  readonly people = new Map<string, { readonly born: number; readonly died: number }>()

  /** @param asOf the last day with data, in days since 1970 */
  constructor(asOf: number) {
    this.asOf = asOf
  }

  note(patient: Resource): void {
    const death = text(patient, 'deceasedDateTime')
    this.people.set(`Patient/${patient.id}`, {
      born: dayOf(text(patient, 'birthDate')),
      died: death === '' ? Number.POSITIVE_INFINITY : dayOf(death)
    })
  }

  isLiving(person: string): boolean {
    return this.people.get(person)?.died === Number.POSITIVE_INFINITY
  }

  ageAt(person: string, day: number): number {
    return (day - (this.people.get(person)?.born ?? Number.NaN)) / yearDays
  }

  /** The living of at least an age on the last day. */
  livingFrom(age: number): string[] {
    return [...this.people.keys()].filter((person) => this.isLiving(person) && this.ageAt(person, this.asOf) >= age)
  }
}

const bands = [0, 1, 18, 45, 65, 75, 85] as const

/** The band of an age, by its lower limit. */
export function bandOf(age: number): string {
  return String(bands.findLast((limit) => age >= limit) ?? 0)
}

/** Years lived in a period, by age. */
export function yearsLived({ people }: SamplePeople, { from, to }: Period): Counts {
  const years: Counts = {}
  for (const { born, died } of people.values()) {
    for (let day = from; day < to; day += 7) {
      if (day >= born && day <= died) add(years, bandOf((day - born) / yearDays), 7 / yearDays)
    }
  }
  return years
}

/** Events per 1,000 years lived in the bands from `low` up to, not including, `high`. */
export function perThousand(events: Counts, years: Counts, low = 0, high = 200): number {
  const within = (counts: Counts): number =>
    Object.entries(counts).reduce((sum, [band, n]) => (Number(band) >= low && Number(band) < high ? sum + n : sum), 0)
  return (1000 * within(events)) / within(years)
}

/** Percentage of values that pass a test. */
export function percent<T>(values: readonly T[], test: (value: T) => boolean): number {
  return (100 * values.filter(test).length) / values.length
}
