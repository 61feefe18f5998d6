import { detachBuffer } from '#shared/detach-buffer.ts'

/** Rows to put in order. */
export interface UnorderedRows {
  readonly count: number
  /** 0 for rows that are left out; undefined keeps all. */
  readonly kept: Uint8Array | undefined
  /** Patient ordinal per row, -1 when unknown; undefined for tables that are not about a patient. */
  readonly patient: Int32Array | undefined
  readonly patients: number
  /** What rows of a patient are sorted by; undefined leaves them as they are. */
  readonly time: Float64Array | undefined
}

/** The order of rows. */
export interface RowOrder {
  /** Rows that are kept. */
  readonly count: number
  /** New place of each row, -1 for those that are left out. */
  readonly places: Int32Array
  /** Where each patient's rows begin; one entry more than there are patients. Without patients undefined. */
  readonly offsets: Int32Array | undefined
}

/** Shorter stretches are sorted by insertion. */
const SHORT = 24

/**
 * Puts rows in the order of patient and time; rows that agree in both keep their order, those without a patient stand last.
 * A counting sort by patient, then a sort within each patient, which most exports need not: they are in order of time.
 */
export function orderRows({ count, kept, patient, patients, time }: UnorderedRows): RowOrder {
  const places = new Int32Array(count)
  const starts = new Int32Array(patient === undefined ? 2 : patients + 2)
  const last = starts.length - 2
  const group = patient ?? new Int32Array(count)
  if (kept === undefined) countRows(group, last, starts)
  else countKept(group, kept, last, starts)
  for (let index = 0; index <= last; index++) starts[index + 1]! += starts[index]!
  const order = new Int32Array(starts[last + 1]!)
  const next = starts.slice()
  if (kept === undefined) dealRows(group, last, next, order)
  else dealKept(group, kept, last, next, order, places)
  detachBuffer(next)
  if (time !== undefined) sortGroups(order, starts, time)
  const rows = order.length
  for (let place = 0; place < rows; place++) places[order[place]!] = place
  detachBuffer(order)
  return { count: rows, places, offsets: patient === undefined ? undefined : starts.subarray(0, last + 1) }
}

// The loops are functions of their own, for the reason that scatter-rows.ts gives. Rows without a patient come last.

function countRows(patient: Int32Array, last: number, counts: Int32Array): void {
  for (let row = 0; row < patient.length; row++) {
    const ordinal = patient[row]!
    counts[(ordinal < 0 ? last : ordinal) + 1]!++
  }
}

function countKept(patient: Int32Array, keepFlags: Uint8Array, last: number, counts: Int32Array): void {
  for (let row = 0; row < patient.length; row++) {
    const ordinal = patient[row]!
    if (keepFlags[row] !== 0) counts[(ordinal < 0 ? last : ordinal) + 1]!++
  }
}

function dealRows(patient: Int32Array, last: number, next: Int32Array, order: Int32Array): void {
  for (let row = 0; row < patient.length; row++) {
    const ordinal = patient[row]!
    order[next[ordinal < 0 ? last : ordinal]!++] = row
  }
}

function dealKept(
  patient: Int32Array,
  keepFlags: Uint8Array,
  last: number,
  next: Int32Array,
  order: Int32Array,
  places: Int32Array
): void {
  for (let row = 0; row < patient.length; row++) {
    const ordinal = patient[row]!
    if (keepFlags[row] === 0) places[row] = -1
    else order[next[ordinal < 0 ? last : ordinal]!++] = row
  }
}

function sortGroups(order: Int32Array, starts: Int32Array, time: Float64Array): void {
  for (let group = 0; group + 1 < starts.length; group++) sortByTime(order, starts[group]!, starts[group + 1]!, time)
}

/** Sorts the stretch `[start, end)` of rows, keeping the order of equal times. */
function sortByTime(order: Int32Array, start: number, end: number, time: Float64Array): void {
  let index = start + 1
  while (index < end && time[order[index - 1]!]! <= time[order[index]!]!) index++
  if (index >= end) return
  if (end - start > SHORT) mergeSort(order.subarray(start, end), time)
  else insert(order, start, end, time)
}

function insert(order: Int32Array, start: number, end: number, time: Float64Array): void {
  for (let index = start + 1; index < end; index++) {
    const row = order[index]!
    const rowTime = time[row]!
    let to = index
    while (to > start && time[order[to - 1]!]! > rowTime) {
      order[to] = order[to - 1]!
      to--
    }
    order[to] = row
  }
}

function mergeSort(order: Int32Array, time: Float64Array): void {
  const { length } = order
  for (let start = 0; start < length; start += SHORT) insert(order, start, Math.min(start + SHORT, length), time)
  let from: Int32Array = order
  let to: Int32Array = new Int32Array(length)
  for (let width = SHORT; width < length; width *= 2) {
    for (let start = 0; start < length; start += width * 2) {
      const middle = Math.min(start + width, length)
      merge(from, to, start, middle, Math.min(middle + width, length), time)
    }
    const other = from
    from = to
    to = other
  }
  if (from !== order) order.set(from)
}

function merge(from: Int32Array, to: Int32Array, start: number, middle: number, end: number, time: Float64Array): void {
  let left = start
  let right = middle
  for (let index = start; index < end; index++) {
    const takeLeft = left < middle && (right === end || time[from[left]!]! <= time[from[right]!]!)
    to[index] = takeLeft ? from[left++]! : from[right++]!
  }
}
