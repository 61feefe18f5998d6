import { defined } from '#shared/language/defined.ts'
import type { CodingChunk, ColumnChunk, KeyList, StoreChunk, TableChunk } from '../../store/model/chunk.ts'

type Values = Int32Array | Uint32Array | Float64Array | Uint8Array | Int16Array | Uint16Array

/** Rows of two parts in their order: how many of the one part come next, then how many of the other, and so on. */
type Runs = readonly number[]

/**
 * Joins two parts of the same stretch of a file, whose resources alternate, into one chunk in source order. Distinct texts,
 * concepts and keys are put one behind the other, so those that both parts have come twice.
 */
export function mergeChunks(left: StoreChunk, right: StoreChunk): StoreChunk {
  const a = left.resources
  const b = right.resources
  const runs = runsOf(a.offset, b.offset)
  const [ownRows, otherRows] = rowsAfter(runs, a.count, b.count)
  const shifts = { id: left.keys.count, reference: left.keys.count, concept: left.concepts.codes.length }
  const both = <A extends Values>(left: A, right: A): A => merged(left, right, runs)

  function resourceRows(left: Int32Array, right: Int32Array) {
    const rows = left.map((row) => ownRows[row]!)
    const others = right.map((row) => otherRows[row]!)
    const order = runsOf(rows, others)
    return { order, resource: merged(rows, others, order) }
  }

  function table(left: TableChunk, right: TableChunk): TableChunk {
    const { order, resource } = resourceRows(left.resource, right.resource)
    const columns = left.columns.map((column, i) => mergedColumn(column, right.columns[i]!, order, shifts))
    return { table: left.table, rows: resource.length, resource, columns }
  }

  function coding(left: CodingChunk, right: CodingChunk): CodingChunk {
    const { order, resource } = resourceRows(left.resource, right.resource)
    return {
      coding: left.coding,
      resource,
      concept: merged(left.concept, shifted(right.concept, shifts.concept), order)
    }
  }

  function mergedLabels(): Pick<StoreChunk['resources'], 'labelled' | 'label'> {
    const { order, resource } = resourceRows(a.labelled, b.labelled)
    return { labelled: resource, label: merged(a.label, shifted(b.label, a.labels.length), order) }
  }

  return {
    file: left.file,
    offset: Math.min(left.offset, right.offset),
    keys: mergedKeys(left.keys, right.keys),
    concepts: {
      systems: [...left.concepts.systems, ...right.concepts.systems],
      codes: [...left.concepts.codes, ...right.concepts.codes],
      displays: [...left.concepts.displays, ...right.concepts.displays],
      offset: joined(left.concepts.offset, right.concepts.offset)
    },
    resources: {
      count: a.count + b.count,
      key: both(a.key, shifted(b.key, left.keys.count)),
      line: both(a.line, b.line),
      offset: both(a.offset, b.offset),
      length: both(a.length, b.length),
      hash: merged(
        a.hash,
        b.hash,
        runs.map((rows) => rows * 2)
      ),
      lastUpdated: both(a.lastUpdated, b.lastUpdated),
      profiles: [...a.profiles, ...b.profiles],
      profile: both(a.profile, shifted(b.profile, a.profiles.length)),
      labels: [...a.labels, ...b.labels],
      ...mergedLabels(),
      patient: both(a.patient, shifted(b.patient, left.keys.count)),
      fullUrls: b.fullUrls.map(([row, url]) => [otherRows[row]!, url] as const),
      identifiers: joined(a.identifiers, b.identifiers),
      identifierOf: joined(
        a.identifierOf.map((row) => ownRows[row]!),
        b.identifierOf.map((row) => otherRows[row]!)
      )
    },
    tables: matched(left.tables, right.tables, (part) => part.table, table, emptyTable),
    codings: matched(left.codings, right.codings, (part) => part.coding, coding, emptyCoding),
    findings: { ...right.findings, resource: right.findings.resource.map((row) => (row < 0 ? row : otherRows[row]!)) }
  }
}

/** How the rows of two parts alternate when they are put in the order of their keys, which ascend in each part. */
function runsOf(left: ArrayLike<number>, right: ArrayLike<number>): Runs {
  const runs: number[] = []
  let [a, b] = [0, 0]
  while (a < left.length || b < right.length) {
    const [fromA, fromB] = [a, b]
    while (a < left.length && (b === right.length || left[a]! <= right[b]!)) a++
    while (b < right.length && (a === left.length || right[b]! < left[a]!)) b++
    runs.push(a - fromA, b - fromB)
  }
  return runs
}

/** The rows that those of each part have when they are put together. */
function rowsAfter(runs: Runs, left: number, right: number): readonly [Int32Array, Int32Array] {
  const rows = [new Int32Array(left), new Int32Array(right)] as const
  const next: [number, number] = [0, 0]
  let row = 0
  runs.forEach((length, i) => {
    const side = (i & 1) as 0 | 1
    for (let left = length; left > 0; left--) rows[side][next[side]++] = row++
  })
  return rows
}

/** Runs that are shorter are copied value by value. */
const SHORT = 16

function merged<A extends Values>(left: A, right: A, runs: Runs): A {
  const out = new (left.constructor as new (length: number) => A)(left.length + right.length)
  let [a, b, position] = [0, 0, 0]
  for (let i = 0; i < runs.length; i++) {
    const length = runs[i]!
    const [source, from] = (i & 1) === 0 ? [left, a] : [right, b]
    if (length < SHORT) for (let k = 0; k < length; k++) out[position + k] = source[from + k]!
    else out.set(source.subarray(from, from + length), position)
    if ((i & 1) === 0) a += length
    else b += length
    position += length
  }
  return out
}

function joined<A extends Values>(left: A, right: A): A {
  return merged(left, right, [left.length, right.length])
}

/** Codes of the second part behind those of the first; -1 stays. */
function shifted(codes: Int32Array, by: number): Int32Array {
  return codes.map((code) => (code < 0 ? code : code + by))
}

/** Joins what both parts have, and takes over what one has alone, with the other one empty. */
function matched<P>(
  left: readonly P[],
  right: readonly P[],
  index: (part: P) => number,
  join: (left: P, right: P) => P,
  empty: (like: P) => P
): P[] {
  const indexes = [...new Set([...left, ...right].map(index))].sort((a, b) => a - b)
  return indexes.map((position) => {
    const a = left.find((part) => index(part) === position)
    const b = right.find((part) => index(part) === position)
    return a === undefined ? join(empty(defined(b)), defined(b)) : join(a, b ?? empty(a))
  })
}

function emptyTable({ table, columns }: TableChunk): TableChunk {
  return { table, rows: 0, resource: new Int32Array(0), columns: columns.map(emptyColumn) }
}

function emptyCoding({ coding }: CodingChunk): CodingChunk {
  return { coding, resource: new Int32Array(0), concept: new Int32Array(0) }
}

function emptyColumn({ kind }: ColumnChunk): ColumnChunk {
  switch (kind) {
    case 'dictionary':
      return { kind, codes: new Int32Array(0), values: [] }
    case 'id':
    case 'reference':
    case 'concept':
      return { kind, codes: new Int32Array(0) }
    case 'date':
      return { kind, days: new Int32Array(0), precision: new Uint8Array(0) }
    case 'dateTime': {
      return {
        kind,
        days: new Int32Array(0),
        millis: new Int32Array(0),
        offset: new Int16Array(0),
        precision: new Uint8Array(0)
      }
    }
    case 'number':
      return { kind, values: new Float64Array(0) }
    case 'integer':
      return { kind, values: new Int32Array(0) }
    case 'boolean':
      return { kind, values: new Uint8Array(0) }
  }
}

function mergedColumn(
  left: ColumnChunk,
  right: ColumnChunk,
  runs: Runs,
  shifts: Readonly<Record<'id' | 'reference' | 'concept', number>>
): ColumnChunk {
  const both = <A extends Values>(a: A, b: A): A => merged(a, b, runs)
  switch (left.kind) {
    case 'dictionary': {
      const { codes, values } = right as typeof left
      return {
        kind: 'dictionary',
        codes: both(left.codes, shifted(codes, left.values.length)),
        values: [...left.values, ...values]
      }
    }
    case 'id':
    case 'reference':
    case 'concept':
      return { kind: left.kind, codes: both(left.codes, shifted((right as typeof left).codes, shifts[left.kind])) }
    case 'date': {
      const { days, precision } = right as typeof left
      return { kind: 'date', days: both(left.days, days), precision: both(left.precision, precision) }
    }
    case 'dateTime': {
      const { days, millis, offset, precision } = right as typeof left
      return {
        kind: 'dateTime',
        days: both(left.days, days),
        millis: both(left.millis, millis),
        offset: both(left.offset, offset),
        precision: both(left.precision, precision)
      }
    }
    case 'number':
      return { kind: 'number', values: both(left.values, (right as typeof left).values) }
    case 'integer':
      return { kind: 'integer', values: both(left.values, (right as typeof left).values) }
    case 'boolean':
      return { kind: 'boolean', values: both(left.values, (right as typeof left).values) }
  }
}

function mergedKeys(left: KeyList, right: KeyList): KeyList {
  return {
    count: left.count + right.count,
    form: joined(left.form, right.form),
    types: [...left.types, ...right.types],
    type: joined(
      left.type,
      right.type.map((type) => type + left.types.length)
    ),
    words: joined(left.words, right.words),
    others: [...left.others, ...right.others.map(([key, text]) => [key + left.count, text] as const)],
    ...mergedBases(left, right)
  }
}

function mergedBases(left: KeyList, right: KeyList): Pick<KeyList, 'bases'> {
  const moved = right.bases?.map(([base, keys]) => [base, keys.map((key) => key + left.count)] as const)
  const bases = [...(left.bases ?? []), ...(moved ?? [])]
  return bases.length === 0 ? {} : { bases }
}
