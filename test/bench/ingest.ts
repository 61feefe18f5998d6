/**
 * How fast files become columns: `npm run --silent bench:ingest [people]`. Every engine reads the same file, each time in a
 * process of its own; CPU seconds are counted, and the median of three runs is told. The headline compares equal work:
 * our finished store with tables of DuckDB (one thread) that have the same columns and are made into the same, with duplicates
 * removed, people and references as numbers, and rows in the order of person and time. People are read before the clock runs,
 * and put in order while it does, on both sides. `extraction` compares what comes before: our chunks of
 * columns with DuckDB's tables in the order of the file. Row counts that differ are an error. Prints one JSON object.
 */
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync
} from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createChunkBuilder } from '#engine/store/collect/chunk-builder.ts'
import type { StoreChunk } from '#engine/store/model/chunk.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { createStoreBuilder } from '#engine/store/build/store-builder.ts'
import { createSamplePopulation } from '../../src-main/sample/population/population.ts'
import { canonicalViews } from '../support/canonical-views.ts'

const types = [
  'Observation',
  'Encounter',
  'Condition',
  'MedicationRequest',
  'Procedure',
  'Immunization',
  'ExplanationOfBenefit'
] as const
type Type = (typeof types)[number]
/** `store`: a finished store; `scanner`, `closures`: chunks of columns only; `duckdb`: its tables in the order of the file. */
type Engine = 'store' | 'duckdbFinished' | 'scanner' | 'duckdb' | 'closures' | 'jsonParse'

interface Outcome {
  readonly seconds: number
  readonly rows: Readonly<Record<string, number>>
  /** Rows of the main table whose person is known, of a finished store. */
  readonly ofPeople?: number
}

const PEOPLE = 6000
const RUNS = 3
/** Smaller files are enlarged by copies of the people under other ids, so that starting up counts for little. */
const MIN_BYTES = 200_000_000
const MAX_COPIES = 40
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
async function readChunks(file: string, engine: Engine): Promise<Outcome> {
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
async function readStore(type: Type, file: string, patients: string): Promise<Outcome> {
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
  const main = made.find(({ name, rows }) => rows === store.resources.get(type)!.count && !name.includes('_item'))!
  const rows = Object.fromEntries([
    ...made.map((table) => [table.name, table.rows] as const),
    ...[...store.codings].map(([name, { ids }]) => [`${name}_coding`, ids.length] as const)
  ])
  return { seconds, rows, ofPeople: main.patient!.reduce((sum, patient) => sum + (patient < 0 ? 0 : 1), 0) }
}

/** `JSON.parse` of every line and nothing else. */
async function parseLines(file: string): Promise<Outcome> {
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

async function run(engine: Engine, type: Type, file: string, patients: string): Promise<Outcome> {
  if (engine === 'jsonParse') return parseLines(file)
  if (engine === 'store') return readStore(type, file, patients)
  if (engine === 'scanner' || engine === 'closures') return readChunks(file, engine)
  const duckdb = (await import(join(peer, 'duckdb.mjs'))) as {
    readWithDuckDb(type: Type, file: string, patients: string | undefined): Promise<Outcome>
  }
  return duckdb.readWithDuckDb(type, file, engine === 'duckdbFinished' ? patients : undefined)
}

const uuidHead = /[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/g

/** The same records of other people: every UUID gets another first word, the same one wherever it occurs. */
function copyOf(text: string, copy: number): string {
  const other = Math.imul(copy, 0x9e3779b1)
  return text.replace(uuidHead, (head) => ((Number.parseInt(head, 16) ^ other) >>> 0).toString(16).padStart(8, '0'))
}

/** Writes the records of a type and their people, in so many copies that they are large enough. */
function enlarge(type: Type, folder: string): void {
  const sources = [type, 'Patient'].map((name) => readFileSync(join(folder, `${name}.ndjson`), 'latin1'))
  const copies = Math.min(MAX_COPIES, Math.ceil(MIN_BYTES / sources[0]!.length))
  for (let copy = 0; copy < copies; copy++) {
    appendFileSync(join(folder, 'records.ndjson'), copyOf(sources[0]!, copy), 'latin1')
    appendFileSync(join(folder, 'people.ndjson'), copyOf(sources[1]!, copy), 'latin1')
  }
}

/** The median of some runs, each in a process of its own. */
function outcome(engine: Engine, type: Type, folder: string): Outcome {
  const [file, patients] = ['records', 'people'].map((name) => join(folder, `${name}.ndjson`))
  const outcomes = Array.from({ length: RUNS }, () => {
    const text = execFileSync(process.execPath, [import.meta.filename, engine, type, file!, patients!], {
      encoding: 'utf8',
      maxBuffer: 1 << 24
    })
    return JSON.parse(text) as Outcome
  })
  return outcomes.sort((a, b) => a.seconds - b.seconds)[RUNS >> 1]!
}

/** @throws Error when two engines made other tables or other numbers of rows */
function compareRows(type: Type, ours: Outcome, theirs: Outcome): void {
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

function measureType(type: Type, folder: string, hasPeer: boolean) {
  enlarge(type, folder)
  const of = (engine: Engine): Outcome => outcome(engine, type, folder)
  const store = of('store')
  const chunks = of('scanner')
  const finished = hasPeer ? of('duckdbFinished') : undefined
  const extracted = hasPeer ? of('duckdb') : undefined
  if (finished !== undefined) compareRows(type, store, finished)
  if (extracted !== undefined) compareRows(type, chunks, extracted)
  const megabytes = statSync(join(folder, 'records.ndjson')).size / 1e6
  const ratio = (theirs: Outcome | undefined, ours: Outcome) =>
    theirs === undefined ? null : rounded(theirs.seconds / ours.seconds)
  const [closures, jsonParse] = [of('closures'), of('jsonParse')]
  for (const name of ['records', 'people']) rmSync(join(folder, `${name}.ndjson`))
  return {
    megabytes: rounded(megabytes),
    ours: rounded(store.seconds),
    peer: finished === undefined ? null : rounded(finished.seconds),
    ratio: ratio(finished, store),
    extraction: {
      ours: rounded(chunks.seconds),
      peer: extracted === undefined ? null : rounded(extracted.seconds),
      ratio: ratio(extracted, chunks),
      timesClosures: ratio(closures, chunks),
      timesJsonParse: ratio(jsonParse, chunks)
    },
    megabytesPerSecond: rounded(megabytes / store.seconds),
    rows: Object.fromEntries(Object.entries(store.rows).filter(([, rows]) => rows > 0))
  }
}

async function measure(people: number): Promise<void> {
  const hasPeer = existsSync(join(peer, 'node_modules/@duckdb/node-api'))
  if (!hasPeer) process.stderr.write('DuckDB is not installed: run "npm ci" in test/peers to compare with it.\n')
  const folder = mkdtempSync(join(tmpdir(), 'populus-bench-'))
  try {
    const population = createSamplePopulation({ patients: people })
    const wanted = population.files.filter(({ type }) => ['Patient', ...types].includes(type))
    for (const { name, type } of wanted) {
      for await (const piece of population.stream(name)) appendFileSync(join(folder, `${type}.ndjson`), piece)
    }
    const results = types.map((type) => [type, measureType(type, folder, hasPeer)] as const)
    const by = (of: (result: (typeof results)[number][1]) => number | null) =>
      Object.fromEntries(results.map(([type, result]) => [type, of(result)]))
    const machine = { processor: cpus()[0]?.model, processors: cpus().length, node: process.version }
    const summary = {
      unit: 'CPU seconds to a finished store, one thread',
      ours: by(({ ours }) => ours),
      peer: hasPeer ? by((result) => result.peer) : null,
      ratio: hasPeer ? by(({ ratio }) => ratio) : null
    }
    const details = Object.fromEntries(results)
    process.stdout.write(`${JSON.stringify({ ...summary, people, details, machine }, undefined, 2)}\n`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

const [first, type, file, patients] = process.argv.slice(2)
if (patients === undefined) await measure(Number(first ?? PEOPLE))
else process.stdout.write(JSON.stringify(await run(first as Engine, type as Type, file!, patients)))
