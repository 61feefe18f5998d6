/** Engines that read a file of records into tables, and what they must agree about. */
import { closeSync, openSync, readSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createChunkBuilder } from '#engine/store/collect/chunk-builder.ts'
import type { StoreChunk } from '#engine/store/model/chunk.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import { canonicalViews } from '../support/canonical-views.ts'

/** Types of resources that are read. */
export const ingestTypes = [
  'Observation',
  'Encounter',
  'Condition',
  'MedicationRequest',
  'Procedure',
  'Immunization',
  'ExplanationOfBenefit'
] as const
/** One of them. */
export type IngestType = (typeof ingestTypes)[number]
/** `store`: a finished store; `scanner`, `closures`: chunks of columns only; `duckdb`: its tables in the order of the file. */
export type IngestEngine = 'store' | 'duckdbFinished' | 'scanner' | 'duckdb' | 'closures' | 'jsonParse'

/** What an engine made of a file. */
export interface IngestOutcome {
  readonly seconds: number
  readonly rows: Readonly<Record<string, number>>
  /** Rows of the main table whose person is known, of a finished store. */
  readonly ofPeople?: number
  /** Columns of each table, where DuckDB made it. */
  readonly columns?: Readonly<Record<string, readonly string[]>>
}

const PIECE = 64 * 1024
const plan = planTables({ r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] })
const peer = resolve(import.meta.dirname, '../peers')

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** The bytes of a file, all in one buffer: a piece is gone when the next one is asked for. */
function open(file: string): ReadableStream<Uint8Array> {
  const handle = openSync(file, 'r')
  const piece = new Uint8Array(PIECE)
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const length = readSync(handle, piece)
        if (length > 0) {
          controller.enqueue(piece.subarray(0, length))
        } else {
          closeSync(handle)
          controller.close()
        }
      }
    },
    { highWaterMark: 0 }
  )
}

/** Reads a file into chunks of columns. */
async function readChunks(file: string, engine: IngestEngine): Promise<IngestOutcome> {
  const chunks: StoreChunk[] = []
  const send = (chunk: StoreChunk): void => void chunks.push(chunk)
  const ingest = engine === 'closures' ? createIngest(plan, send, createChunkBuilder(plan)) : createIngest(plan, send)
  const before = cpuSeconds()
  await ingest.read({ file: 0, open: async () => open(file) })
  const seconds = cpuSeconds() - before
  const rows: Record<string, number> = {}
  const count = (name: string, more: number) => (rows[name] = (rows[name] ?? 0) + more)
  for (const { tables, codings } of chunks) {
    for (const { table, rows: more } of tables) count(plan.tables[table]!.name, more)
    for (const { coding, concept } of codings) count(`${plan.codings[coding]!}_coding`, concept.length)
  }
  return { seconds, rows }
}

/** Reads a file into a finished store that knows the people already. */
async function readStore(type: IngestType, file: string, patients: string): Promise<IngestOutcome> {
  const builder = createStoreBuilder(plan)
  const ingest = createIngest(plan, (chunk) => builder.add(chunk))
  const people = await ingest.read({ file: 0, open: async () => open(patients) })
  const before = cpuSeconds()
  const account = await ingest.read({ file: 1, open: async () => open(file) })
  const store = builder.finish({
    files: ['patients', 'records'],
    accounts: [people, account],
    snapshot: { id: '', label: '', loadedAt: 0 },
    seconds: 0
  })
  const seconds = cpuSeconds() - before
  const made = [...store.tables.values()].filter((table) => table.resourceType === type)
  const main = store.tables.get(type.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase())!
  const rows = Object.fromEntries([
    ...made.map((table) => [table.name, table.rows] as const),
    ...[...store.codings].map(([name, { ids }]) => [`${name}_coding`, ids.length] as const)
  ])
  return { seconds, rows, ofPeople: main.patient!.reduce((sum, patient) => sum + (patient < 0 ? 0 : 1), 0) }
}

/** `JSON.parse` of every line and nothing else. */
async function parseLines(file: string): Promise<IngestOutcome> {
  const decoder = new TextDecoder()
  let rest = ''
  let resources = 0
  const before = cpuSeconds()
  for await (const piece of open(file)) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      const resource: unknown = JSON.parse(line)
      if (resource !== null) resources++
    }
  }
  return { seconds: cpuSeconds() - before, rows: { resources } }
}

/**
 * Reads a file with an engine.
 * @param file of the records
 * @param patients of their people
 */
export async function readWith(
  engine: IngestEngine,
  type: IngestType,
  file: string,
  patients: string
): Promise<IngestOutcome> {
  if (engine === 'jsonParse') return parseLines(file)
  if (engine === 'store') return readStore(type, file, patients)
  if (engine === 'scanner' || engine === 'closures') return readChunks(file, engine)
  const duckdb = (await import(join(peer, 'duckdb.mjs'))) as {
    readWithDuckDb(type: IngestType, file: string, patients: string | undefined): Promise<IngestOutcome>
  }
  return duckdb.readWithDuckDb(type, file, engine === 'duckdbFinished' ? patients : undefined)
}

/** @throws Error when two engines made other tables or other numbers of rows */
export function compareRows(type: IngestType, ours: IngestOutcome, theirs: IngestOutcome): void {
  for (const [table, rows] of Object.entries(ours.rows)) {
    if (rows > 0 && theirs.rows[table] === undefined) throw new Error(`${type}: DuckDB does not make ${table}.`)
  }
  for (const [table, rows] of Object.entries(theirs.rows)) {
    if ((ours.rows[table] ?? 0) !== rows)
      throw new Error(`${type}: ${table} has ${ours.rows[table] ?? 0} rows, DuckDB's ${rows}.`)
  }
  if (ours.ofPeople !== theirs.ofPeople)
    throw new Error(`${type}: ${ours.ofPeople} rows are of known people, ${theirs.ofPeople} in DuckDB.`)
}
