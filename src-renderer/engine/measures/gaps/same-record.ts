import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { DataRequirement } from '../definition/data-requirements.ts'
import { codedTable, conceptsOf } from './latest-record.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { InputMeasure, MeasureInput } from '../rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import type { Store } from '../../store/model/store.ts'

/** Two rates of one period whose numerators look for the same kinds of record, such as HbA1c below 8% and above 9%. */
export interface SameRecord {
  /** The rate that stands first and whose gap counts. */
  readonly first: Rate
  /** The rate whose gap is the same missing record. */
  readonly second: Rate
}

const pairs = new WeakMap<MeasureInput, readonly SameRecord[]>()

/**
 * Rates that one missing record leaves open together: the kinds of record by code that their numerators look for are
 * equal, and so are their periods. Measures of which another one counts are left out.
 */
export function sameRecordPairs(input: MeasureInput): readonly SameRecord[] {
  let known = pairs.get(input)
  if (known === undefined) {
    known = findPairs(input)
    pairs.set(input, known)
  }
  return known
}

function findPairs(input: MeasureInput): readonly SameRecord[] {
  const firstOf = new Map<string, Rate>()
  const found: SameRecord[] = []
  for (const rate of ratesOfRun(input)) {
    if (!rate.hasGaps || rate.countedInstead !== undefined) continue
    const kinds = kindsOf(rate)
    if (kinds === undefined) continue
    const first = firstOf.get(kinds)
    if (first === undefined) firstOf.set(kinds, rate)
    else if (first.measure !== rate.measure) found.push({ first, second: rate })
  }
  return found
}

/** The kinds of record that a numerator looks for, and when; undefined where it is not codes alone that tell them. */
function kindsOf(rate: Rate): string | undefined {
  const reads = readsOf(rate)
  if (reads.length === 0 || !reads.every(({ closed }) => closed)) return undefined
  const kinds = reads.map(({ type, valueSets, single }) =>
    JSON.stringify([type, [...valueSets].sort(), single.map(({ system, code }) => `${system ?? ''}|${code}`).sort()])
  )
  return JSON.stringify([rate.start, rate.end, [...new Set(kinds)].sort()])
}

function readsOf({ measure, definition }: Rate): readonly DataRequirement[] {
  return measure.reads[definition.id] ?? []
}

const recorded = new WeakMap<Rate, { readonly asOf: Day; readonly people: Uint8Array }>()

/** By patient: 1 where a record of the kinds that a numerator looks for lies in its period, up to a date. */
export function recordedInPeriod(population: AllPeople, rate: Rate, asOf: Day): Uint8Array {
  const known = recorded.get(rate)
  if (known?.asOf === asOf) return known.people
  const { valueSets = new Map() } = rate.measure
  const days = { first: rate.start, last: Math.min(rate.end, asOf) }
  const people = population.values(recordedIn, readsOf(rate), { valueSets }, days)
  recorded.set(rate, { asOf, people })
  return people
}

/** First and last day that count. */
interface CountedDays {
  readonly first: Day
  readonly last: Day
}

function recordedIn(
  { store }: PopulationView,
  reads: readonly DataRequirement[],
  lists: Pick<InputMeasure, 'valueSets'>,
  days: CountedDays
): Uint8Array {
  const people = new Uint8Array(store.patients)
  for (const read of reads) markPeople(store, lists, read, days, people)
  return people
}

function markPeople(
  store: Store,
  lists: Pick<InputMeasure, 'valueSets'>,
  read: DataRequirement,
  { first, last }: CountedDays,
  people: Uint8Array
): void {
  const table = codedTable(store, read.type)
  if (table?.day === undefined) return
  const marks = conceptsOf(store, lists, read)
  const { offsets, ids } = defined(store.codings.get(table.name))
  for (let patient = 0; patient < people.length; patient++) {
    const next = defined(table.patientOffsets)[patient + 1]!
    for (let row = defined(table.patientOffsets)[patient]!; row < next && people[patient] === 0; row++) {
      const day = table.day[row]!
      if (day < first || day > last) continue
      for (let index = offsets[row]!; index < offsets[row + 1]!; index++) {
        if (marks[ids[index]!] === 1) people[patient] = 1
      }
    }
  }
}
