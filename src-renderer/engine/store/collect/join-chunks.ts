import type {
  ChunkContent,
  ConceptList,
  FileSpans,
  FindingChunk,
  JoinedChunk,
  KeyList,
  KeysOfBase,
  ResourceChunk,
  StoreChunk
} from '../model/chunk.ts'
import { releaseChunk } from '../model/release-arrays.ts'
import { interleavedRuns, runsAsTheyCome, runsInSourceOrder, type ChunkRun } from './chunk-runs.ts'
import { joinCodings, joinTable, type JoinOrder } from './join-columns.ts'
import {
  dependentRows,
  joinCodes,
  joinFloat64,
  joinPlaces,
  joinTexts,
  joinUint32,
  joinUint8,
  pairsOf,
  placesOfRuns,
  pluck,
  rowRuns,
  shiftsOf,
  type RowRuns
} from './join-rows.ts'

/**
 * Joins chunks whose codes and profiles are those of the population.
 * @param chunks are taken out of their list, and their arrays freed
 * @param ranks of the files (see `rankFiles`), where resources are put in source order; without them they stay as they come
 */
export function joinChunks(chunks: (StoreChunk | JoinedChunk)[], ranks?: readonly number[]): JoinedChunk {
  const runs = ranks === undefined ? runsAsTheyCome(chunks) : runsInSourceOrder(chunks, ranks)
  return { ...joinContent(chunks.splice(0), runs), spans: joinSpans(runs) }
}

/**
 * Joins what two readers made of the same stretch of a file, whose resources alternate.
 * @param chunks whose arrays are freed
 */
export function mergeChunks(chunks: readonly StoreChunk[]): StoreChunk {
  const { file } = chunks[0]!
  const offset = Math.min(...chunks.map((chunk) => chunk.offset))
  return { ...joinContent(chunks, interleavedRuns(chunks, runsAsTheyCome(chunks))), file, offset }
}

/**
 * Puts chunks one behind the other, so that there is one array for each column. Texts, types, and labels come once: those of a million people
 * are in tens of thousands of chunks. Keys and codes that several chunks have come several times.
 */
function joinContent(chunks: readonly ChunkContent[], runs: readonly ChunkRun[]): ChunkContent {
  const order = orderOf(chunks, runs)
  const tables = chunks.map((chunk) => new Map(chunk.tables.map((table) => [table.table, table])))
  const codings = chunks.map((chunk) => new Map(chunk.codings.map((coding) => [coding.coding, coding])))
  const joined: ChunkContent = {
    keys: joinKeys(chunks.map(({ keys }) => keys)),
    concepts: joinConcepts(chunks.map(({ concepts }) => concepts)),
    resources: joinResources(
      chunks.map(({ resources }) => resources),
      order
    ),
    tables: indexesOf(tables).map((table) =>
      joinTable(
        table,
        tables.map((each) => each.get(table)),
        order
      )
    ),
    codings: indexesOf(codings).map((coding) =>
      joinCodings(
        coding,
        codings.map((each) => each.get(coding)),
        order
      )
    ),
    findings: joinFindings(
      chunks.map(({ findings }) => findings),
      rowRuns(runs.map(({ chunk, firstFinding, endOfFindings }) => [chunk, firstFinding, endOfFindings])),
      order
    )
  }
  for (const chunk of chunks) releaseChunk(chunk)
  return joined
}

function orderOf(chunks: readonly ChunkContent[], runs: readonly ChunkRun[]): JoinOrder {
  const rows = rowRuns(runs.map(({ chunk, first, end }) => [chunk, first, end]))
  return {
    rows,
    places: placesOfRuns(
      rows,
      chunks.map(({ resources }) => resources.count)
    ),
    keyShifts: shiftsOf(chunks.map(({ keys }) => keys.count)),
    conceptShifts: shiftsOf(chunks.map(({ concepts }) => concepts.codes.length))
  }
}

function joinConcepts(lists: readonly ConceptList[]): ConceptList {
  const rows = rowRuns(lists.map(({ codes }, chunk) => [chunk, 0, codes.length]))
  return {
    systems: lists.flatMap(({ systems }) => systems),
    codes: lists.flatMap(({ codes }) => codes),
    displays: lists.flatMap(({ displays }) => displays),
    offset: joinFloat64(pluck(lists, 'offset'), rows)
  }
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
  const { texts: types, places: typePlaces } = joinTexts(pluck(lists, 'types'))
  const count = lists.reduce((sum, list) => sum + list.count, 0)
  const type = new Uint16Array(count)
  const others: (readonly [number, string])[] = []
  const bases: KeysOfBase[] = []
  for (const [index, list] of lists.entries()) {
    const [shift, places] = [shifts[index]!, typePlaces[index]!]
    placeTypes(list.type, places, type, shift)
    for (const [key, text] of list.others) others.push([shift + key, text])
    for (const [base, keys] of list.bases ?? []) bases.push([base, keys.map((key) => shift + key)])
  }
  const rows = rowRuns(lists.map((list, index) => [index, 0, list.count]))
  return {
    count,
    form: joinUint8(pluck(lists, 'form'), rows),
    types,
    type,
    words: joinUint32(pluck(lists, 'words'), pairsOf(pairsOf(rows))),
    others,
    ...(lists.every((list) => list.bases === undefined) ? {} : { bases })
  }
}

/** A loop of its own: within that over all lists it is compiled again and again. */
function placeTypes(types: Uint16Array, places: Int32Array, out: Uint16Array, from: number): void {
  for (let key = 0; key < types.length; key++) out[from + key] = places[types[key]!]!
}

function joinResources(all: readonly ResourceChunk[], { rows, places, keyShifts }: JoinOrder): ResourceChunk {
  const labels = joinTexts(pluck(all, 'labels'))
  const labelled = dependentRows(rows, places, pluck(all, 'labelled'))
  // Within a chunk identifiers need not be in the order of their resources.
  const identified = rowRuns(all.map(({ identifierOf }, chunk) => [chunk, 0, identifierOf.length]))
  return {
    count: rows.count,
    key: joinCodes(pluck(all, 'key'), rows, keyShifts),
    line: joinUint32(pluck(all, 'line'), rows),
    offset: joinFloat64(pluck(all, 'offset'), rows),
    length: joinUint32(pluck(all, 'length'), rows),
    hash: joinUint32(pluck(all, 'hash'), pairsOf(rows)),
    lastUpdated: joinFloat64(pluck(all, 'lastUpdated'), rows),
    // Those of a batch are numbered as in the population, and their texts are not here.
    profiles: all.flatMap(({ profiles }) => profiles),
    profile: joinCodes(pluck(all, 'profile'), rows, shiftsOf(all.map(({ profiles }) => profiles.length))),
    labels: labels.texts,
    labelled: joinPlaces(pluck(all, 'labelled'), labelled, places),
    label: joinPlaces(pluck(all, 'label'), labelled, labels.places),
    patient: joinCodes(pluck(all, 'patient'), rows, keyShifts),
    fullUrls: all.flatMap(({ fullUrls }, chunk) => fullUrls.map(([row, url]) => [places[chunk]![row]!, url] as const)),
    identifiers: joinUint32(pluck(all, 'identifiers'), pairsOf(identified)),
    identifierOf: joinPlaces(pluck(all, 'identifierOf'), identified, places)
  }
}

function joinFindings(all: readonly FindingChunk[], rows: RowRuns, { places }: JoinOrder): FindingChunk {
  const labels = joinTexts(pluck(all, 'labels'))
  return {
    count: rows.count,
    reason: joinUint8(pluck(all, 'reason'), rows),
    line: joinUint32(pluck(all, 'line'), rows),
    offset: joinFloat64(pluck(all, 'offset'), rows),
    resource: joinPlaces(pluck(all, 'resource'), rows, places),
    labels: labels.texts,
    type: joinPlaces(pluck(all, 'type'), rows, labels.places),
    path: joinPlaces(pluck(all, 'path'), rows, labels.places)
  }
}
