/**
 * Events of one kind, person by person in the order of their days: those of person p are `[offsets[p], offsets[p + 1])`.
 * Each names the record that it is.
 */
export interface EventSeries {
  readonly offsets: Int32Array
  readonly days: Int32Array
  /** Row of `tables[table[event]]`. */
  readonly rows: Int32Array
  readonly table: Uint8Array
  readonly tables: readonly string[]
  /** People of whom records exist that might be such events and cannot be compared, with the reason. */
  readonly undecided: Uint8Array | undefined
  /** Why nothing can be told about anybody, within a sentence; undefined where something can. */
  readonly missing: string | undefined
  /** Why something cannot be told about those in `undecided`. */
  readonly reason: string | undefined
}

/** Collects the events of one table, whose rows come in any order. */
export class EventRows {
  #count = 0
  /** The events stand in the order of people and days. */
  #isInOrder = true
  readonly #patients: Int32Array
  readonly #days: Int32Array
  readonly #rows: Int32Array
  readonly name: string

  /** @param most how many rows are looked at */
  constructor(name: string, most: number) {
    this.name = name
    this.#patients = new Int32Array(most)
    this.#days = new Int32Array(most)
    this.#rows = new Int32Array(most)
  }

  get length(): number {
    return this.#count
  }

  add(patient: number, day: number, row: number): void {
    const at = this.#count++
    if (at > 0) {
      const apart = patient - this.#patients[at - 1]!
      if (apart < 0 || (apart === 0 && day < this.#days[at - 1]!)) this.#isInOrder = false
    }
    this.#patients[at] = patient
    this.#days[at] = day
    this.#rows[at] = row
  }

  patient(event: number): number {
    return this.#patients[event]!
  }

  day(event: number): number {
    return this.#days[event]!
  }

  row(event: number): number {
    return this.#rows[event]!
  }

  /** Adds the number of events of each person to the next place. */
  countPeople(offsets: Int32Array): void {
    const patients = this.#patients
    for (let event = 0; event < this.#count; event++) offsets[patients[event]! + 1]!++
  }

  /** The days and rows of the events, where these stand in the order of people and days already. */
  inOrder(): { readonly days: Int32Array; readonly rows: Int32Array } | undefined {
    if (!this.#isInOrder) return undefined
    return { days: this.#days.slice(0, this.#count), rows: this.#rows.slice(0, this.#count) }
  }
}

/** Puts the events of several tables in the order of people and days. */
export function arrangeEvents(
  parts: readonly EventRows[],
  patients: number
): Pick<EventSeries, 'offsets' | 'days' | 'rows' | 'table' | 'tables'> {
  const offsets = new Int32Array(patients + 1)
  for (const part of parts) part.countPeople(offsets)
  for (let patient = 0; patient < patients; patient++) offsets[patient + 1]! += offsets[patient]!
  const total = offsets[patients]!
  const tables = parts.map(({ name }) => name)
  const only = parts.findIndex((part) => part.length === total)
  const arranged = parts[only]?.inOrder()
  if (arranged !== undefined) return { offsets, ...arranged, table: new Uint8Array(total).fill(only), tables }
  const days = new Int32Array(total)
  const rows = new Int32Array(total)
  const table = new Uint8Array(total)
  const next = offsets.slice()
  parts.forEach((part, place) => {
    for (let event = 0; event < part.length; event++) {
      const patient = part.patient(event)
      const day = part.day(event)
      // Tables stand in the order of days already, so that mostly nothing moves.
      let to = next[patient]!++
      for (; to > offsets[patient]! && days[to - 1]! > day; to--) {
        days[to] = days[to - 1]!
        rows[to] = rows[to - 1]!
        table[to] = table[to - 1]!
      }
      days[to] = day
      rows[to] = part.row(event)
      table[to] = place
    }
  })
  return { offsets, days, rows, table, tables }
}
