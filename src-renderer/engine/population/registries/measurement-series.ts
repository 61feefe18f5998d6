import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { comparableUnit } from '../../base/fhir/unit-text.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { acuteDays } from './acute-days.ts'
import { matchConcepts } from './match-concepts.ts'
import type { CodesBySystem, Measurement } from './registry-definition.ts'
import { limitFactors, resultsOfTexts, textResults, textsWithNumbers, type TextResult } from './text-result.ts'

/**
 * The usable results of one measurement: at most one per person and day, ascending by day within a person. Results of
 * person p are `[offsets[p], offsets[p + 1])`.
 */
export interface MeasurementSeries {
  readonly offsets: Int32Array
  readonly days: Int32Array
  /** One array per part, in the measurement's unit; NaN for a test without a result, see `countsWithoutResult`. */
  readonly values: readonly Float64Array[]
  /** Row of the resource index of `Observation` that the (last part's) result came from. */
  readonly resource: Int32Array
}

/** Statuses of a result that counts: eCQM practice; a missing status counts. */
const finalStatuses = new Set(['final', 'amended', 'corrected'])

/** Usable results of one person and measurement, in the order of their days. */
interface Hits {
  readonly day: number[]
  readonly part: number[]
  readonly value: number[]
  readonly resource: number[]
}

/** What makes a result of one unit a result in the unit of the measurement: times `factor`, plus `offset`. */
interface Conversion {
  readonly factor: number
  readonly offset: number
}

/** A part of a measurement that takes rows of a concept, with the conversion per code of the unit dictionary. */
interface Matcher {
  readonly measurement: number
  readonly part: number
  readonly factor: Float64Array
  readonly offset: Float64Array
  /** The conversion of a unit that stands in a text, by the unit as it is compared. */
  readonly ofText: ReadonlyMap<string, Conversion>
  /** Which number of a text such as "120/80" is the result, from 0; undefined where the result is the value. */
  readonly place: number | undefined
  readonly countsWithoutResult: boolean
  readonly excludesAcuteCare: boolean
  readonly low: number
  readonly high: number
}

/**
 * Collects all measurements in one pass over the observations and their components, person by person.
 * @returns one series per measurement, in the given order
 */
export function measurementSeries(store: Store, measurements: readonly Measurement[]): MeasurementSeries[] {
  const isAcute = measurements.some(({ excludesAcuteCare }) => excludesAcuteCare) ? acuteDays(store) : () => false
  const readers = ['observation', 'observation_component'].flatMap((name) => {
    const table = store.tables.get(name)
    return table === undefined ? [] : [rowReader(store, table, measurements, isAcute)]
  })
  const builders = measurements.map((measurement) => new SeriesBuilder(measurement, store.patients, readers.length))
  const hits = readers.map((_, reader) => builders.map((builder) => builder.hits[reader]!))
  for (let patient = 0; patient < store.patients; patient++) {
    for (let reader = 0; reader < readers.length; reader++) readers[reader]!(patient, hits[reader]!)
    for (const builder of builders) builder.take(patient)
  }
  return builders.map((builder) => builder.finish())
}

function matchersByConcept(
  store: Store,
  table: Table,
  measurements: readonly Measurement[]
): (Matcher[] | undefined)[] {
  const units = table.column('unit', 'dictionary').values.map(comparableUnit)
  const matchers: (Matcher[] | undefined)[] = []
  measurements.forEach((measurement, index) => {
    measurement.parts.forEach((part, partIndex) => {
      // The last place stands for a result without unit.
      const factor = new Float64Array(units.length + 1).fill(Number.NaN)
      const offset = new Float64Array(units.length + 1)
      const ofText = new Map<string, Conversion>()
      for (const known of part.units) {
        const wanted = comparableUnit(known.unit)
        const conversion = { factor: known.factor ?? 1, offset: known.offset ?? 0 }
        ofText.set(wanted, conversion)
        for (let code = 0; code <= units.length; code++) {
          if ((units[code] ?? '') !== wanted) continue
          factor[code] = conversion.factor
          offset[code] = conversion.offset
        }
      }
      const [low, high] = part.plausible
      const matcher = {
        measurement: index,
        part: partIndex,
        factor,
        offset,
        ofText,
        countsWithoutResult: measurement.countsWithoutResult === true,
        excludesAcuteCare: measurement.excludesAcuteCare === true,
        low,
        high
      }
      const add = (codes: CodesBySystem, place: number | undefined): void => {
        for (const concept of matchConcepts(store.concepts, codes))
          (matchers[concept] ??= []).push({ ...matcher, place })
      }
      add(part.codes, undefined)
      if (part.inText !== undefined) add(part.inText.codes, part.inText.place)
    })
  })
  return matchers
}

/** @returns a function that adds one person's rows to the hits per measurement */
function rowReader(
  store: Store,
  table: Table,
  measurements: readonly Measurement[],
  isAcute: (patient: number, day: number) => boolean
): (patient: number, hits: readonly Hits[]) => void {
  const matchers = matchersByConcept(store, table, measurements)
  const offsets = defined(table.patientOffsets)
  const days = defined(table.day)
  const main = table.column('code', 'concept').ids
  const codings = store.codings.get(table.name)
  const values = table.column('value', 'number').values
  const unit = table.column('unit', 'dictionary')
  const limitOf = limitFactors(table)
  const noUnit = unit.values.length
  const status = table.column('status', 'dictionary')
  const usable = Uint8Array.from(status.values, (each) => (finalStatuses.has(each) ? 1 : 0))
  const isEmpty = withoutResult(table)
  const textOf = textResults(table)
  const severalOf = resultsOfTexts(table)
  const matchersOf = (row: number): readonly Matcher[] | undefined => {
    if (codings === undefined) return main[row]! < 0 ? undefined : matchers[main[row]!]
    const end = codings.offsets[row + 1]!
    for (let index = codings.offsets[row]!; index < end; index++) {
      const matching = matchers[codings.ids[index]!]
      if (matching !== undefined) return matching
    }
    return undefined
  }
  return (patient, hits) => {
    for (let row = offsets[patient]!; row < offsets[patient + 1]!; row++) {
      const amount = values[row]! * limitOf(row)
      const state = status.codes[row]!
      if (days[row] === NO_DAY || (state >= 0 && usable[state] === 0)) continue
      const matching = matchersOf(row)
      if (matching === undefined) continue
      const text = Number.isNaN(amount) ? textOf(row) : undefined
      const isNumber = !Number.isNaN(amount) || text !== undefined
      const several = isNumber ? undefined : severalOf(row)
      const none = !isNumber && isEmpty(row)
      if (!isNumber && !none && several === undefined) continue
      const unitCode = unit.codes[row]! < 0 ? noUnit : unit.codes[row]!
      for (const matcher of matching) {
        const inText = matcher.place === undefined ? text : several?.[matcher.place]
        if (matcher.place !== undefined && inText === undefined) continue
        const converted =
          inText === undefined
            ? amount * matcher.factor[unitCode]! + matcher.offset[unitCode]!
            : convertText(inText, matcher.ofText)
        if (none ? !matcher.countsWithoutResult : !(converted >= matcher.low && converted <= matcher.high)) continue
        if (matcher.excludesAcuteCare && isAcute(patient, days[row]!)) continue
        const into = hits[matcher.measurement]!
        into.day.push(days[row]!)
        into.part.push(matcher.part)
        into.value.push(converted)
        into.resource.push(table.resource[row]!)
      }
    }
  }
}

/** NaN where the unit of the text is none of those known. */
function convertText({ value, unit }: TextResult, conversions: ReadonlyMap<string, Conversion>): number {
  const conversion = conversions.get(unit)
  return conversion === undefined ? Number.NaN : value * conversion.factor + conversion.offset
}

/**
 * Whether an observation whose value is no number has no result: "See comment" or a code says as little as no value. A text that begins with
 * a number is a result, though one that cannot be read.
 */
function withoutResult(table: Table): (row: number) => boolean {
  if (table.name !== 'observation') return () => false
  const isNumber = textsWithNumbers(table)
  return (row) => !isNumber(row)
}

/** Merges a person's results of both tables and keeps one complete result per day. */
class SeriesBuilder {
  /** Results of the present person, one list per table; emptied by {@link take}. */
  readonly hits: readonly Hits[]
  readonly #lowest: boolean
  /** The present day has a test without a result. */
  #hasEmpty = false
  readonly #offsets: Int32Array
  readonly #current: Float64Array
  readonly #at: Int32Array
  #days = new Int32Array(1024)
  #resource = new Int32Array(1024)
  #values: Float64Array[]
  #count = 0

  constructor(measurement: Measurement, patients: number, tables: number) {
    this.hits = Array.from({ length: tables }, () => ({ day: [], part: [], value: [], resource: [] }))
    this.#lowest = measurement.sameDay === 'lowest'
    this.#offsets = new Int32Array(patients + 1)
    this.#current = new Float64Array(measurement.parts.length).fill(Number.NaN)
    this.#at = new Int32Array(tables)
    this.#values = measurement.parts.map(() => new Float64Array(1024))
  }

  /** Takes the present person's results, in the order of their days. */
  take(patient: number): void {
    const { hits } = this
    let date = NO_DAY
    let source = -1
    for (;;) {
      let from = -1
      for (let table = 0; table < hits.length; table++) {
        const day = hits[table]!.day[this.#at[table]!]
        if (day !== undefined && (from < 0 || day < hits[from]!.day[this.#at[from]!]!)) from = table
      }
      if (from < 0) break
      const next = hits[from]!
      const index = this.#at[from]!++
      if (next.day[index] !== date) {
        this.#finishDay(date, source)
        date = next.day[index]!
      }
      source = next.resource[index]!
      const part = next.part[index]!
      const value = next.value[index]!
      if (Number.isNaN(value)) this.#hasEmpty = true
      else if (!this.#lowest || !(value >= this.#current[part]!)) this.#current[part] = value
    }
    if (date !== NO_DAY) {
      this.#finishDay(date, source)
      for (const each of hits) each.day.length = each.part.length = each.value.length = each.resource.length = 0
      this.#at.fill(0)
    }
    this.#offsets[patient + 1] = this.#count
  }

  #finishDay(day: number, source: number): void {
    const complete = this.#current.every((value) => !Number.isNaN(value))
    if (day !== NO_DAY && (complete || this.#hasEmpty)) {
      if (this.#count === this.#days.length) this.#grow()
      this.#days[this.#count] = day
      this.#resource[this.#count] = source
      for (let part = 0; part < this.#values.length; part++) {
        this.#values[part]![this.#count] = this.#current[part]!
      }
      this.#count++
    }
    this.#current.fill(Number.NaN)
    this.#hasEmpty = false
  }

  #grow(): void {
    const size = this.#days.length * 2
    const longer = <T extends Int32Array | Float64Array>(into: T, from: T): T => {
      into.set(from)
      return into
    }
    this.#days = longer(new Int32Array(size), this.#days)
    this.#resource = longer(new Int32Array(size), this.#resource)
    this.#values = this.#values.map((values) => longer(new Float64Array(size), values))
  }

  finish(): MeasurementSeries {
    return {
      offsets: this.#offsets,
      days: this.#days.slice(0, this.#count),
      values: this.#values.map((values) => values.slice(0, this.#count)),
      resource: this.#resource.slice(0, this.#count)
    }
  }
}
