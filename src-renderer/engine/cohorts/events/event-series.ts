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

/** The events of one table. Nothing writes to the arrays, which may be those of the table. */
export interface EventRows {
  /** Of the table whose rows they are. */
  readonly name: string
  /** Where each event stands in the lists below; ascending, and its own. */
  readonly places: Int32Array
  /** Person and day by place. */
  readonly patient: Int32Array
  readonly day: Int32Array
  /** Row by place; undefined where the places are the rows. */
  readonly row?: Int32Array
}

/** The part of a series that tells the events, of one table or of several. */
type ArrangedEvents = Pick<EventSeries, 'offsets' | 'days' | 'rows' | 'table'>

/** Where the events of each person begin, the days of the events, and whether they stand in the order of people and days. */
function countPeople(
  { places, patient, day }: EventRows,
  patients: number
): { readonly offsets: Int32Array; readonly days: Int32Array; readonly isInOrder: boolean } {
  const offsets = new Int32Array(patients + 1)
  const days = new Int32Array(places.length)
  let isInOrder = true
  let before = -1
  let dayBefore = 0
  for (let event = 0; event < places.length; event++) {
    const person = patient[places[event]!]!
    const on = day[places[event]!]!
    if (person < before || (person === before && on < dayBefore)) isInOrder = false
    before = person
    dayBefore = on
    days[event] = on
    offsets[person + 1]!++
  }
  for (let person = 0; person < patients; person++) offsets[person + 1]! += offsets[person]!
  return { offsets, days, isInOrder }
}

/** Places in the order of people and days; those of one day stay in their order. */
function sortPlaces({ places, patient, day }: EventRows, offsets: Int32Array): Int32Array {
  const next = offsets.slice()
  const ordered = new Int32Array(places.length)
  for (let event = 0; event < places.length; event++) {
    const place = places[event]!
    const person = patient[place]!
    const on = day[place]!
    const start = offsets[person]!
    let to = next[person]!++
    // Rows mostly stand in the order of days already, so that little moves.
    for (; to > start && day[ordered[to - 1]!]! > on; to--) ordered[to] = ordered[to - 1]!
    ordered[to] = place
  }
  return ordered
}

/** The events of one table in the order of people and days. @param index its place among the tables */
function arrangePart(part: EventRows, index: number, patients: number): ArrangedEvents {
  const { offsets, days, isInOrder } = countPeople(part, patients)
  const places = isInOrder ? part.places : sortPlaces(part, offsets)
  const { day, row } = part
  if (!isInOrder) for (let event = 0; event < places.length; event++) days[event] = day[places[event]!]!
  const table = new Uint8Array(places.length).fill(index)
  if (row === undefined) return { offsets, days, rows: places, table }
  const rows = new Int32Array(places.length)
  for (let event = 0; event < places.length; event++) rows[event] = row[places[event]!]!
  return { offsets, days, rows, table }
}

/** Two arrangements as one; on one day, events of the first come first. */
function mergeEvents(left: ArrangedEvents, right: ArrangedEvents): ArrangedEvents {
  if (right.days.length === 0) return left
  if (left.days.length === 0) return right
  const [starts, days, rows, tables] = [left.offsets, left.days, left.rows, left.table]
  const [otherStarts, otherDays, otherRows, otherTables] = [right.offsets, right.days, right.rows, right.table]
  const total = days.length + otherDays.length
  const patients = starts.length - 1
  const merged = {
    offsets: new Int32Array(patients + 1),
    days: new Int32Array(total),
    rows: new Int32Array(total),
    table: new Uint8Array(total)
  }
  const [allStarts, allDays, allRows, allTables] = [merged.offsets, merged.days, merged.rows, merged.table]
  let to = 0
  for (let person = 0; person < patients; person++) {
    allStarts[person] = to
    let a = starts[person]!
    let b = otherStarts[person]!
    const end = starts[person + 1]!
    const otherEnd = otherStarts[person + 1]!
    while (a < end) {
      // Events of the other that come before the next one.
      for (; b < otherEnd && otherDays[b]! < days[a]!; b++, to++) {
        allDays[to] = otherDays[b]!
        allRows[to] = otherRows[b]!
        allTables[to] = otherTables[b]!
      }
      allDays[to] = days[a]!
      allRows[to] = rows[a]!
      allTables[to++] = tables[a++]!
    }
    for (; b < otherEnd; b++, to++) {
      allDays[to] = otherDays[b]!
      allRows[to] = otherRows[b]!
      allTables[to] = otherTables[b]!
    }
  }
  allStarts[patients] = to
  return merged
}

/** Puts the events of several tables in the order of people and days; on one day, in the order of the tables. */
export function arrangeEvents(
  parts: readonly EventRows[],
  patients: number
): Pick<EventSeries, 'offsets' | 'days' | 'rows' | 'table' | 'tables'> {
  const none: ArrangedEvents = {
    offsets: new Int32Array(patients + 1),
    days: new Int32Array(0),
    rows: new Int32Array(0),
    table: new Uint8Array(0)
  }
  const arranged = parts.reduce((before, part, index) => mergeEvents(before, arrangePart(part, index, patients)), none)
  return { ...arranged, tables: parts.map(({ name }) => name) }
}
