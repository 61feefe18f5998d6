/**
 * How fast files become columns: `npm run --silent bench:ingest [people]`. Every engine reads the same file once, in a process
 * of its own, and CPU seconds are counted; the machine may be busy otherwise. Prints one JSON object.
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
import { createChunkBuilder } from '#engine/store/chunk-builder.ts'
import type { StoreChunk } from '#engine/store/chunk.ts'
import { createIngest } from '#engine/store/ingest.ts'
import { planTables } from '#engine/store/plan.ts'
import { createStoreBuilder } from '#engine/store/store-builder.ts'
import { createPopulation } from '../../src-main/sandbox/population/population.ts'
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
const engines = ['scanner', 'closures', 'jsonParse', 'scannerAndStore', 'duckdb'] as const
type Engine = (typeof engines)[number]

interface Outcome {
  readonly seconds: number
  readonly rows: Readonly<Record<string, number>>
}

const PEOPLE = 6000
/** Smaller files are repeated, so that starting up counts for little. */
const LEAST_BYTES = 250_000_000
const PIECE = 64 * 1024
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

/** Reads a file into chunks of columns, which are kept. */
async function readColumns(file: string, engine: Engine): Promise<Outcome> {
  const plan = planTables({ r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] })
  const chunks: StoreChunk[] = []
  const store = engine === 'scannerAndStore' ? createStoreBuilder(plan) : undefined
  const send = (chunk: StoreChunk): void => {
    chunks.push(chunk)
    store?.add(chunk)
  }
  const ingest = engine === 'closures' ? createIngest(plan, send, createChunkBuilder(plan)) : createIngest(plan, send)
  const before = cpuSeconds()
  const account = await ingest.read({ file: 0, open: async () => open(file) })
  store?.finish({ files: ['file'], accounts: [account], snapshot: { id: '', label: '', loadedAt: 0 }, seconds: 0 })
  const seconds = cpuSeconds() - before
  const rows: Record<string, number> = {}
  const count = (name: string, more: number) => (rows[name] = (rows[name] ?? 0) + more)
  for (const { tables, codings } of chunks) {
    for (const { table, rows: more } of tables) count(plan.tables[table]!.name, more)
    for (const { coding, concept } of codings) count(`${plan.codings[coding]!}_coding`, concept.length)
  }
  return { seconds, rows }
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

async function run(engine: Engine, type: Type, file: string): Promise<Outcome> {
  if (engine === 'jsonParse') return parseLines(file)
  if (engine !== 'duckdb') return readColumns(file, engine)
  const duckdb = (await import(join(peer, 'duckdb.mjs'))) as {
    readWithDuckDb(type: Type, file: string): Promise<Outcome>
  }
  return duckdb.readWithDuckDb(type, file)
}

async function measure(people: number): Promise<void> {
  const hasPeer = existsSync(join(peer, 'node_modules/@duckdb/node-api'))
  if (!hasPeer) process.stderr.write('DuckDB is not installed: run "npm ci" in test/peers to compare with it.\n')
  const folder = mkdtempSync(join(tmpdir(), 'populus-bench-'))
  try {
    const population = createPopulation({ patients: people })
    const wanted = population.files.filter(({ type }) => (types as readonly string[]).includes(type))
    for (const { name, type } of wanted) {
      for await (const piece of population.stream(name)) appendFileSync(join(folder, `${type}.ndjson`), piece)
    }
    for (const type of types) enlarge(join(folder, `${type}.ndjson`))
    const results: Record<string, unknown> = {}
    for (const type of types) results[type] = compare(type, join(folder, `${type}.ndjson`), hasPeer)
    const machine = { processor: cpus()[0]?.model, processors: cpus().length, node: process.version }
    process.stdout.write(`${JSON.stringify({ people, results, machine }, undefined, 2)}\n`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function enlarge(file: string): void {
  const content = readFileSync(file)
  for (let size = content.length; size < LEAST_BYTES; size += content.length) appendFileSync(file, content)
}

function compare(type: Type, file: string, hasPeer: boolean) {
  const outcome = (engine: Engine): Outcome | undefined => {
    if (engine === 'duckdb' && !hasPeer) return undefined
    const text = execFileSync(process.execPath, [import.meta.filename, engine, type, file], {
      encoding: 'utf8',
      maxBuffer: 1 << 24
    })
    return JSON.parse(text) as Outcome
  }
  const [ours, closures, jsonParse, withStore, duckdb] = engines.map(outcome)
  const megabytes = statSync(file).size / 1e6
  const ratio = (other: Outcome | undefined) => (other === undefined ? null : rounded(other.seconds / ours!.seconds))
  const differing =
    duckdb === undefined ? [] : Object.keys(duckdb.rows).filter((table) => duckdb.rows[table] !== ours!.rows[table])
  return {
    megabytes: rounded(megabytes),
    ours: rounded(ours!.seconds),
    closures: rounded(closures!.seconds),
    jsonParse: rounded(jsonParse!.seconds),
    peer: duckdb === undefined ? null : rounded(duckdb.seconds),
    oursWithStore: rounded(withStore!.seconds),
    megabytesPerSecond: rounded(megabytes / ours!.seconds),
    timesClosures: ratio(closures),
    timesJsonParse: ratio(jsonParse),
    timesPeer: ratio(duckdb),
    rows: ours!.rows,
    tablesWithOtherRowCountInPeer: differing
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

const [first, type, file] = process.argv.slice(2)
if (file === undefined) await measure(Number(first ?? PEOPLE))
else process.stdout.write(JSON.stringify(await run(first as Engine, type as Type, file)))
