import { createSamplePopulation, type SamplePopulation } from '../../../src-main/sample/population/population.ts'
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

/** The people of a sample population and every row of it, read once. */
export class SampleReader {
  readonly population: SamplePopulation
  readonly asOf: number
  readonly people = new Map<string, { readonly born: number; readonly died: number }>()

  constructor(patients: number) {
    this.population = createSamplePopulation({ patients })
    this.asOf = dayOf(this.population.asOf)
  }

  /** Rows file by file, so that a part of them is in memory; a person comes before all that belongs to the person. */
  async *rows(types: ReadonlySet<string>): AsyncGenerator<Resource> {
    const decoder = new TextDecoder()
    for (const { name } of this.population.files.filter((file) => types.has(file.type))) {
      let rest = ''
      for await (const chunk of this.population.stream(name)) {
        const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const resource = JSON.parse(line) as Resource
          if (resource.resourceType === 'Patient') this.note(resource)
          yield resource
        }
      }
    }
  }

  private note(patient: Resource): void {
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
export function yearsLived({ people }: SampleReader, { from, to }: Period): Counts {
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
