/**
 * How fast files become columns: `npm run --silent bench:ingest [people]`. Every engine reads the same file, each time in a
 * process of its own; CPU seconds are counted, and the median of three runs is told. The headline compares equal work:
 * our finished store with tables of DuckDB (one thread) that have the same columns and are made into the same, with duplicates
 * removed, people and references as numbers, and rows in the order of person and time. People are read before the clock runs,
 * and put in order while it does, on both sides. `extraction` compares what comes before: our chunks of
 * columns with DuckDB's tables in the order of the file. Row counts that differ are an error. Prints one JSON object.
 */
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createSamplePopulation } from '../../src-main/sample/population/population.ts'
import {
  compareRows,
  ingestTypes,
  readWith,
  type IngestEngine,
  type IngestOutcome,
  type IngestType
} from './ingest-engines.ts'

const PEOPLE = 6000
const RUNS = 3
/** Smaller files are enlarged by copies of the people under other ids, so that starting up counts for little. */
const MIN_BYTES = 200_000_000
const MAX_COPIES = 40
const peer = resolve(import.meta.dirname, '../peers')

const uuidHead = /[0-9a-f]{8}(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/g

/** The same records of other people: every UUID gets another first word, the same one wherever it occurs. */
function copyOf(text: string, copy: number): string {
  const other = Math.imul(copy, 0x9e3779b1)
  return text.replace(uuidHead, (head) => ((Number.parseInt(head, 16) ^ other) >>> 0).toString(16).padStart(8, '0'))
}

/** Writes the records of a type and their people, in so many copies that they are large enough. */
function enlarge(type: IngestType, folder: string): void {
  const sources = [type, 'Patient'].map((name) => readFileSync(join(folder, `${name}.ndjson`), 'latin1'))
  const copies = Math.min(MAX_COPIES, Math.ceil(MIN_BYTES / sources[0]!.length))
  for (let copy = 0; copy < copies; copy++) {
    appendFileSync(join(folder, 'records.ndjson'), copyOf(sources[0]!, copy), 'latin1')
    appendFileSync(join(folder, 'people.ndjson'), copyOf(sources[1]!, copy), 'latin1')
  }
}

/** The median of some runs, each in a process of its own. */
function outcome(engine: IngestEngine, type: IngestType, folder: string): IngestOutcome {
  const [file, patients] = ['records', 'people'].map((name) => join(folder, `${name}.ndjson`))
  const outcomes = Array.from({ length: RUNS }, () => {
    const text = execFileSync(process.execPath, [import.meta.filename, engine, type, file!, patients!], {
      encoding: 'utf8',
      maxBuffer: 1 << 24
    })
    return JSON.parse(text) as IngestOutcome
  })
  return outcomes.sort((a, b) => a.seconds - b.seconds)[RUNS >> 1]!
}

function measureType(type: IngestType, folder: string, hasPeer: boolean) {
  enlarge(type, folder)
  const of = (engine: IngestEngine): IngestOutcome => outcome(engine, type, folder)
  const store = of('store')
  const chunks = of('scanner')
  const finished = hasPeer ? of('duckdbFinished') : undefined
  const extracted = hasPeer ? of('duckdb') : undefined
  if (finished !== undefined) compareRows(type, store, finished)
  if (extracted !== undefined) compareRows(type, chunks, extracted)
  const megabytes = statSync(join(folder, 'records.ndjson')).size / 1e6
  const ratio = (theirs: IngestOutcome | undefined, ours: IngestOutcome) =>
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
    const wanted = population.files.filter(({ type }) => ['Patient', ...ingestTypes].includes(type))
    for (const { name, type } of wanted) {
      for await (const piece of population.stream(name)) appendFileSync(join(folder, `${type}.ndjson`), piece)
    }
    const results = ingestTypes.map((type) => [type, measureType(type, folder, hasPeer)] as const)
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
else process.stdout.write(JSON.stringify(await readWith(first as IngestEngine, type as IngestType, file!, patients)))
