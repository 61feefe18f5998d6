import { defined } from '#shared/language/defined.ts'
import type {
  CodingChunk,
  ColumnChunk,
  FileSpans,
  FindingChunk,
  JoinedChunk,
  KeyList,
  KeysOfBase,
  ResourceChunk,
  StoreChunk,
  TableChunk
} from '../../store/model/chunk.ts'
import { codesOfChunk } from '../../store/build/arrange-table.ts'
import { releaseChunk } from '../../store/model/release-arrays.ts'
import { runsAsTheyCome, runsInSourceOrder, type ChunkRun } from './chunk-runs.ts'
import {
  dependentRows,
  joinCodes,
  joinFloat64,
  joinInt16,
  joinInt32,
  joinPlaces,
  joinUint32,
  joinUint8,
  pairsOf,
  placesOfRuns,
  rowRuns,
  type RowRuns
} from './join-rows.ts'

/**
 * Puts chunks one behind the other, so that there is one array for each column. Codes and profiles are those of the population; keys,
 * texts, and labels that several chunks have come several times.
 * @param chunks are taken out of their list, and their arrays freed
 * @param ranks of the files (see `rankFiles`), where resources are put in source order; without them they stay as they come
 */
export function joinChunks(chunks: (StoreChunk | JoinedChunk)[], ranks?: readonly number[]): JoinedChunk {
  const runs = ranks === undefined ? runsAsTheyCome(chunks) : runsInSourceOrder(chunks, ranks)
  const sources = chunks.splice(0)
  const from = sources.map(({ keys, resources, findings, tables, codings }) => ({
    keys,
    resources,
    findings,
    tables: new Map(tables.map((table) => [table.table, table])),
    codings: new Map(codings.map((coding) => [coding.coding, coding]))
  }))
  const order = orderOf(from, runs)
  const joined: JoinedChunk = {
    spans: joinSpans(runs),
    keys: joinKeys(from.map(({ keys }) => keys)),
    concepts: { systems: [], codes: [], displays: [], offset: new Float64Array(0) },
    resources: joinResources(
      from.map(({ resources }) => resources),
      order
    ),
    tables: indexesOf(from.map(({ tables }) => tables)).map((table) =>
      joinTable(
        table,
        from.map(({ tables }) => tables.get(table)),
        order
      )
    ),
    codings: indexesOf(from.map(({ codings }) => codings)).map((coding) =>
      joinCodings(
        coding,
        from.map(({ codings }) => codings.get(coding)),
        order
      )
    ),
    findings: joinFindings(
      from.map(({ findings }) => findings),
      rowRuns(runs.map(({ chunk, firstFinding, endOfFindings }) => [chunk, firstFinding, endOfFindings])),
      order
    )
  }
  for (const source of sources) releaseChunk(source)
  return joined
}

/** The order of all resources. */
interface JoinOrder {
  readonly rows: RowRuns
  /** Place of each resource of each chunk. */
  readonly places: readonly Int32Array[]
  /** What the keys of each chunk are moved by. */
  readonly keyShifts: readonly number[]
}

function orderOf(
  chunks: readonly { readonly keys: KeyList; readonly resources: ResourceChunk }[],
  runs: readonly ChunkRun[]
): JoinOrder {
  const rows = rowRuns(runs.map(({ chunk, first, end }) => [chunk, first, end]))
  return {
    rows,
    places: placesOfRuns(
      rows,
      chunks.map(({ resources }) => resources.count)
    ),
    keyShifts: shiftsOf(chunks.map(({ keys }) => keys.count))
  }
}

/** What the codes of each list are moved by when the lists stand one behind the other. */
function shiftsOf(counts: readonly number[]): readonly number[] {
  let sum = 0
  return counts.map((count) => {
    sum += count
    return sum - count
  })
}

/** The parts of files in the order of the runs; those that follow each other and are of one part are one. */
function joinSpans(runs: readonly ChunkRun[]): FileSpans {
  const spans: { file: number; offset: number; resources: number; findings: number }[] = []
  for (const { file, offset, first, end, firstFinding, endOfFindings } of runs) {
    const [resources, findings] = [end - first, endOfFindings - firstFinding]
    const last = spans.at(-1)
    if (last?.file === file && last.offset === offset) {
      last.resources += resources
      last.findings += findings
    } else spans.push({ file, offset, resources, findings })
  }
  return {
    file: Int32Array.from(spans, ({ file }) => file),
    offset: Float64Array.from(spans, ({ offset }) => offset),
    resources: Int32Array.from(spans, ({ resources }) => resources),
    findings: Int32Array.from(spans, ({ findings }) => findings)
  }
}

/** Indexes of what any chunk has, ascending. */
function indexesOf(chunks: readonly ReadonlyMap<number, unknown>[]): number[] {
  return [...new Set(chunks.flatMap((each) => [...each.keys()]))].sort((a, b) => a - b)
}

function joinKeys(lists: readonly KeyList[]): KeyList {
  const shifts = shiftsOf(lists.map(({ count }) => count))
  const typeShifts = shiftsOf(lists.map(({ types }) => types.length))
  const count = lists.reduce((sum, list) => sum + list.count, 0)
  const type = new Uint16Array(count)
  const others: (readonly [number, string])[] = []
  const bases: KeysOfBase[] = []
  for (const [index, list] of lists.entries()) {
    const [shift, typeShift] = [shifts[index]!, typeShifts[index]!]
    for (let key = 0; key < list.count; key++) type[shift + key] = list.type[key]! + typeShift
    for (const [key, text] of list.others) others.push([shift + key, text])
    for (const [base, keys] of list.bases ?? []) bases.push([base, keys.map((key) => shift + key)])
  }
  const rows = rowRuns(lists.map((list, index) => [index, 0, list.count]))
  return {
    count,
    form: joinUint8(
      lists.map(({ form }) => form),
      rows
    ),
    types: lists.flatMap(({ types }) => types),
    type,
    words: joinUint32(
      lists.map(({ words }) => words),
      pairsOf(pairsOf(rows))
    ),
    others,
    ...(lists.every((list) => list.bases === undefined) ? {} : { bases })
  }
}

function joinResources(all: readonly ResourceChunk[], { rows, places, keyShifts }: JoinOrder): ResourceChunk {
  const list = <A>(of: (resources: ResourceChunk) => A): A[] => all.map(of)
  const labelled = dependentRows(
    rows,
    places,
    list((each) => each.labelled)
  )
  // Within a chunk identifiers need not be in the order of their resources.
  const identified = rowRuns(all.map(({ identifierOf }, chunk) => [chunk, 0, identifierOf.length]))
  return {
    count: rows.count,
    key: joinCodes(
      list(({ key }) => key),
      rows,
      keyShifts
    ),
    line: joinUint32(
      list(({ line }) => line),
      rows
    ),
    offset: joinFloat64(
      list(({ offset }) => offset),
      rows
    ),
    length: joinUint32(
      list(({ length }) => length),
      rows
    ),
    hash: joinUint32(
      list(({ hash }) => hash),
      pairsOf(rows)
    ),
    lastUpdated: joinFloat64(
      list(({ lastUpdated }) => lastUpdated),
      rows
    ),
    profiles: [],
    profile: joinInt32(
      list(({ profile }) => profile),
      rows
    ),
    labels: list(({ labels }) => labels).flat(),
    labelled: joinPlaces(
      list((each) => each.labelled),
      labelled,
      places
    ),
    label: joinCodes(
      list(({ label }) => label),
      labelled,
      shiftsOf(list(({ labels }) => labels.length))
    ),
    patient: joinCodes(
      list(({ patient }) => patient),
      rows,
      keyShifts
    ),
    fullUrls: all.flatMap(({ fullUrls }, chunk) => fullUrls.map(([row, url]) => [places[chunk]![row]!, url] as const)),
    identifiers: joinUint32(
      list(({ identifiers }) => identifiers),
      pairsOf(identified)
    ),
    identifierOf: joinPlaces(
      list(({ identifierOf }) => identifierOf),
      identified,
      places
    )
  }
}

function joinTable(table: number, parts: readonly (TableChunk | undefined)[], order: JoinOrder): TableChunk {
  const resources = parts.map((part) => part?.resource)
  const rows = dependentRows(order.rows, order.places, resources)
  const width = defined(parts.find((part) => part !== undefined)).columns.length
  const columns = Array.from({ length: width }, (_, index) =>
    joinColumn(
      parts.map((part) => part?.columns[index]),
      rows,
      order.keyShifts
    )
  )
  return { table, rows: rows.count, resource: joinPlaces(resources, rows, order.places), columns }
}

function joinCodings(coding: number, parts: readonly (CodingChunk | undefined)[], order: JoinOrder): CodingChunk {
  const resources = parts.map((part) => part?.resource)
  const rows = dependentRows(order.rows, order.places, resources)
  return {
    coding,
    resource: joinPlaces(resources, rows, order.places),
    concept: joinInt32(
      parts.map((part) => part?.concept),
      rows
    )
  }
}

/** The chunks of a column that are of a kind, which all of them are. */
function ofKind<K extends ColumnChunk['kind']>(
  parts: readonly (ColumnChunk | undefined)[],
  kind: K
): readonly (Extract<ColumnChunk, { readonly kind: K }> | undefined)[] {
  const isOfKind = (part: ColumnChunk | undefined): part is Extract<ColumnChunk, { readonly kind: K }> =>
    part?.kind === kind
  return parts.map((part) => (isOfKind(part) ? part : undefined))
}

function joinColumn(
  parts: readonly (ColumnChunk | undefined)[],
  rows: RowRuns,
  keyShifts: readonly number[]
): ColumnChunk {
  const { kind } = defined(parts.find((part) => part !== undefined))
  switch (kind) {
    case 'dictionary': {
      const lists = ofKind(parts, kind).map((part) => ({ codes: part?.codes, values: part?.values ?? [] }))
      const shifts = shiftsOf(lists.map(({ values }) => values.length))
      return {
        kind,
        codes: joinCodes(
          lists.map(({ codes }) => codes),
          rows,
          shifts
        ),
        values: lists.flatMap(({ values }) => values)
      }
    }
    case 'id':
    case 'reference':
    case 'concept': {
      const codes = parts.map((part) => part && codesOfChunk(part))
      return { kind, codes: kind === 'concept' ? joinInt32(codes, rows) : joinCodes(codes, rows, keyShifts) }
    }
    case 'date': {
      const chunks = ofKind(parts, kind)
      return {
        kind,
        days: joinInt32(
          chunks.map((part) => part?.days),
          rows
        ),
        precision: joinUint8(
          chunks.map((part) => part?.precision),
          rows
        )
      }
    }
    case 'dateTime': {
      const chunks = ofKind(parts, kind)
      return {
        kind,
        days: joinInt32(
          chunks.map((part) => part?.days),
          rows
        ),
        millis: joinInt32(
          chunks.map((part) => part?.millis),
          rows
        ),
        offset: joinInt16(
          chunks.map((part) => part?.offset),
          rows
        ),
        precision: joinUint8(
          chunks.map((part) => part?.precision),
          rows
        )
      }
    }
    case 'number':
      return {
        kind,
        values: joinFloat64(
          ofKind(parts, kind).map((part) => part?.values),
          rows
        )
      }
    case 'integer':
      return {
        kind,
        values: joinInt32(
          ofKind(parts, kind).map((part) => part?.values),
          rows
        )
      }
    case 'boolean':
      return {
        kind,
        values: joinUint8(
          ofKind(parts, kind).map((part) => part?.values),
          rows
        )
      }
  }
}

function joinFindings(all: readonly FindingChunk[], rows: RowRuns, { places }: JoinOrder): FindingChunk {
  const shifts = shiftsOf(all.map(({ labels }) => labels.length))
  const list = <A>(of: (findings: FindingChunk) => A): A[] => all.map(of)
  return {
    count: rows.count,
    reason: joinUint8(
      list(({ reason }) => reason),
      rows
    ),
    line: joinUint32(
      list(({ line }) => line),
      rows
    ),
    offset: joinFloat64(
      list(({ offset }) => offset),
      rows
    ),
    resource: joinPlaces(
      list(({ resource }) => resource),
      rows,
      places
    ),
    labels: list(({ labels }) => labels).flat(),
    type: joinCodes(
      list(({ type }) => type),
      rows,
      shifts
    ),
    path: joinCodes(
      list(({ path }) => path),
      rows,
      shifts
    )
  }
}
