/**
 * How fast three questions are answered: `npm run --silent bench:query [people] [--chromium people]`. Typed columns of 25 observations per
 * person, as the store holds them, against DuckDB (one thread) and sql.js over the same columns; CPU seconds of the best of
 * five runs. DuckDB reads the columns from our own Parquet. Results are hashed and must be equal. Besides, what a brush costs
 * on the Explore screen: in its worker over these people, and in Chromium over a sample population of so many (5000 unless
 * said otherwise, 0 leaves it out). Prints one JSON object.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import initSqlJs from 'sql.js'
import { writeFile } from '#engine/interchange/write-file.ts'
import { columnCells } from '#engine/sql/column-cells.ts'
import { noConcepts } from '#engine/sql/no-concepts.ts'
import { createCrossing } from '#engine/explore/crossing.ts'
import { countBits, fullBitset } from '#engine/kernels/bitset.ts'
import { countCrossed, crossFilter } from '#engine/kernels/cross-filter.ts'
import { latestRows, peopleWith, peopleWithin, type PersonRows, type RowMarks } from '#engine/kernels/person-rows.ts'
import type { Column } from '#engine/store/column.ts'
import { openDuckDb } from '../support/duckdb.ts'
import { measureBrush } from './brush-in-chromium.ts'

const { values: options, positionals } = parseArgs({
  options: { chromium: { type: 'string', default: '5000' } },
  allowPositionals: true
})
const PEOPLE = Number(positionals[0] ?? 200_000)
const PEOPLE_IN_CHROMIUM = Number(options.chromium)
const PER_PERSON = 25
const CODES = 30
const A1C = 7
const GAP_TEST = 11
const MONTHS = 132
const AS_OF = MONTHS * 30
const YEAR = 365
const CONDITION = 3
const RUNS = 5

interface Rows {
  readonly count: number
  readonly columns: Readonly<Record<string, Int32Array | Float64Array>>
}

/** A small generator with a seed, so that every run asks about the same people. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const next = random(42)
const below = (size: number): number => Math.floor(next() * size)

function makePeople(): Rows {
  return {
    count: PEOPLE,
    columns: {
      pid: Int32Array.from({ length: PEOPLE }, (_, at) => at),
      sex: Int32Array.from({ length: PEOPLE }, () => below(2)),
      band: Int32Array.from({ length: PEOPLE }, () => below(4)),
      state: Int32Array.from({ length: PEOPLE }, () => below(8))
    }
  }
}

/** Sorted by person and day; one observation of a person and day. */
function makeObservations(people: Rows): Rows {
  const count = PEOPLE * PER_PERSON
  const [pid, code, day, month] = Array.from({ length: 4 }, () => new Int32Array(count)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array
  ]
  const [sex, band, state, status] = Array.from({ length: 4 }, () => new Int32Array(count)) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array
  ]
  const value = new Float64Array(count)
  const step = Math.floor(AS_OF / PER_PERSON)
  for (let person = 0; person < PEOPLE; person++) {
    for (let at = 0; at < PER_PERSON; at++) {
      const row = person * PER_PERSON + at
      pid[row] = person
      code[row] = below(CODES)
      day[row] = at * step + below(step)
      month[row] = Math.floor(day[row] / 30)
      sex[row] = people.columns['sex']![person]!
      band[row] = people.columns['band']![person]!
      state[row] = people.columns['state']![person]!
      status[row] = below(4)
      value[row] = below(200) / 2
    }
  }
  return { count, columns: { pid, code, day, month, sex, band, state, status, value } }
}

function makeConditions(): Rows {
  const count = Math.floor(PEOPLE * 2.5)
  return {
    count,
    columns: {
      pid: Int32Array.from({ length: count }, (_, at) => Math.floor(at / 2.5)),
      code: Int32Array.from({ length: count }, () => below(20))
    }
  }
}

const people = makePeople()
const observations = makeObservations(people)
const conditions = makeConditions()
const tables = { p: people, o: observations, c: conditions }

const dimensions = [
  { name: 'code', size: CODES },
  { name: 'month', size: MONTHS },
  { name: 'sex', size: 2 },
  { name: 'band', size: 4 },
  { name: 'state', size: 8 },
  { name: 'status', size: 4 }
] as const
const chosen: Readonly<Record<string, readonly number[]>> = { sex: [1], band: [2, 3], state: [0, 2] }

type Result = readonly (readonly number[])[]

/** Where each person's observations begin. */
const offsets = Int32Array.from({ length: PEOPLE + 1 }, (_, person) => person * PER_PERSON)

/** Marks rows of one code. */
function marksOf({ columns }: Rows, code: number, size: number): RowMarks {
  return {
    codes: columns['code'] as Int32Array,
    wanted: Uint8Array.from({ length: size + 1 }, (_, at) => (at === code ? 1 : 0))
  }
}

function observationsOf(code: number): PersonRows {
  return { offsets, days: observations.columns['day'] as Int32Array, marks: marksOf(observations, code, CODES) }
}

/** Latest result of one test per person: how many and their sum, by month of the result, age band and sex. */
function latestValue(): Result {
  const { month, value } = observations.columns as Record<string, Int32Array>
  const { sex, band } = people.columns as Record<string, Int32Array>
  const counts = new Int32Array(MONTHS * 8)
  const sums = new Float64Array(MONTHS * 8)
  const latest = latestRows(observationsOf(A1C), AS_OF, 0)
  for (let person = 0; person < PEOPLE; person++) {
    const row = latest[person]!
    if (row < 0) continue
    const place = month![row]! * 8 + band![person]! * 2 + sex![person]!
    counts[place]!++
    sums[place]! += value![row]!
  }
  const result: number[][] = []
  counts.forEach((count, place) => {
    if (count > 0) result.push([place >> 3, (place >> 1) & 3, place & 1, count, sums[place]!])
  })
  return result
}

/** @param latest how the dialect takes the columns of the row with the latest day */
const latestValueSql = (latest: string): string => `
  select l.month, p.band, p.sex, count(*) as n, sum(l.value) as total
  from (select pid, ${latest} from o where code = ${A1C} and day <= ${AS_OF} group by pid) l join p on p.pid = l.pid
  group by l.month, p.band, p.sex order by 1, 2, 3`

const masks = dimensions.map(({ name, size }) => {
  const codes = chosen[name]
  if (codes === undefined) return undefined
  const mask = new Uint8Array(size)
  for (const code of codes) mask[code] = 1
  return mask
})

/** Each dimension under the choices of the others. */
function resultOf(counts: readonly Int32Array[]): Result {
  return counts.flatMap((each, at) => Array.from(each).flatMap((count, code) => (count > 0 ? [[at, code, count]] : [])))
}

const coded = dimensions.map(({ name, size }) => ({ codes: Uint8Array.from(observations.columns[name]!), size }))

function crossed(): Result {
  return resultOf(countCrossed(coded, masks, observations.count).counts)
}

const crossFilterSql = dimensions
  .map(({ name }, at) => {
    const others = Object.entries(chosen).filter(([other]) => other !== name)
    const where = others.map(([other, codes]) => `${other} in (${codes.join(', ')})`).join(' and ')
    return `select ${at} as d, ${name} as v, count(*) as n from o where ${where} group by ${name}`
  })
  .join(' union all ')

/** People with a condition and without a test in the last year. */
function gap(): Result {
  const having = peopleWith(conditions.columns['pid'] as Int32Array, marksOf(conditions, CONDITION, 20), PEOPLE)
  const tested = peopleWithin(observationsOf(GAP_TEST), AS_OF - YEAR + 1, AS_OF, having)
  return [[countBits(having) - countBits(tested)]]
}

const gapSql = `
  select count(distinct c.pid) from c where c.code = ${CONDITION} and not exists
  (select 1 from o where o.pid = c.pid and o.code = ${GAP_TEST} and o.day > ${AS_OF - YEAR} and o.day <= ${AS_OF})`

function hashOf(result: readonly (readonly unknown[])[]): string {
  const rows = result.map((row) => row.map(Number).join(',')).sort()
  return createHash('sha256').update(rows.join(';')).digest('hex').slice(0, 16)
}

interface Timed {
  readonly seconds: number
  readonly hash: string
}

/** CPU seconds of the best of some runs; the machine may be busy otherwise. */
async function timed(run: () => Result | Promise<readonly (readonly unknown[])[]>, runs = RUNS): Promise<Timed> {
  let seconds = Number.POSITIVE_INFINITY
  let hash = ''
  for (let at = 0; at < runs; at++) {
    const before = process.cpuUsage()
    const result = await run()
    const { user, system } = process.cpuUsage(before)
    seconds = Math.min(seconds, (user + system) / 1e6)
    hash = hashOf(result)
  }
  return { seconds, hash }
}

function asColumn(values: Int32Array | Float64Array): Column {
  return values instanceof Int32Array ? { kind: 'integer', values } : { kind: 'number', values }
}

async function askDuckDb(): Promise<Record<string, Timed> | undefined> {
  const duckdb = await openDuckDb()
  if (duckdb === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'populus-bench-'))
  try {
    for (const [name, { count, columns }] of Object.entries(tables)) {
      const path = join(folder, `${name}.parquet`)
      const written = Object.entries(columns).map(([column, values]) => {
        const physical = asColumn(values)
        return {
          name: column,
          description: '',
          column: physical,
          texts: undefined,
          cell: columnCells(physical, noConcepts)[0]!
        }
      })
      const table = { name, description: '', source: '', rows: count, columns: written, concepts: noConcepts }
      writeFileSync(path, Buffer.concat(await writeFile(table, 'parquet')))
      await duckdb.run(`create table ${name} as select * from read_parquet('${path}')`)
    }
    return {
      latestValue: await timed(() =>
        duckdb.rows(latestValueSql('arg_max(month, day) as month, arg_max(value, day) as value'))
      ),
      crossFilter: await timed(() => duckdb.rows(crossFilterSql)),
      gap: await timed(() => duckdb.rows(gapSql))
    }
  } finally {
    duckdb.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function askSqlJs(): Promise<Record<string, Timed>> {
  const { Database } = await initSqlJs()
  const database = new Database()
  for (const [name, { count, columns }] of Object.entries(tables)) {
    const values = Object.values(columns)
    database.run(`create table ${name} (${Object.keys(columns).join(', ')})`)
    const statement = database.prepare(`insert into ${name} values (${values.map(() => '?').join(', ')})`)
    database.run('begin')
    for (let row = 0; row < count; row++) statement.run(values.map((column) => column[row]!))
    database.run('commit')
    statement.free()
  }
  database.run('create index o_by_person on o (pid, code, day)')
  const rows = (statement: string): (readonly unknown[])[] => database.exec(statement)[0]?.values ?? []
  const answers = {
    latestValue: await timed(async () => rows(latestValueSql('max(day), month, value')), 1),
    crossFilter: await timed(async () => rows(crossFilterSql), 1),
    gap: await timed(async () => rows(gapSql), 1)
  }
  database.close()
  return answers
}

const ours: Record<string, Timed> = {
  latestValue: await timed(latestValue),
  crossFilter: await timed(crossed),
  gap: await timed(gap)
}
/** The same choices made one after the other, as brushes are: the last of them is what is timed. */
let brush = Number.POSITIVE_INFINITY
const filter = crossFilter(coded, observations.count)
const brushed = await timed(() => {
  filter.choose(masks.with(3, undefined))
  const before = process.cpuUsage()
  filter.choose(masks)
  const { user, system } = process.cpuUsage(before)
  brush = Math.min(brush, (user + system) / 1e6)
  return resultOf(filter.counts)
})
/**
 * What a brush costs the Explore screen's worker: CPU milliseconds of answers for a range that is dragged through one of
 * eight charts, with twelve measures summed over the people who pass.
 */
function dragBrush(): { readonly median: number; readonly p95: number } {
  const sizes = [2, 6, 18, 8, 12, 5, 14, 14]
  const crossing = createCrossing(
    {
      dimensions: sizes.map((values) => ({ values, codes: Int8Array.from({ length: PEOPLE }, () => below(values)) })),
      measures: Array.from({ length: 12 }, () => Float64Array.from({ length: PEOPLE }, () => below(1000) / 10))
    },
    fullBitset(PEOPLE)
  )
  const times: number[] = []
  for (let step = 0; step < 240; step++) {
    const at = 2 + Math.floor(step / 40)
    const chosen = sizes.map((size, dimension) => {
      if (dimension > at) return undefined
      const [from, to] = dimension < at ? [1, size] : [step % size, (step % size) + 3]
      return Uint8Array.from({ length: size + 1 }, (_, code) => (code >= from && code < to ? 1 : 0))
    })
    const before = process.cpuUsage()
    crossing.ask(chosen, { rows: 0, columns: 1, measure: 2 })
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  times.sort((a, b) => a - b)
  return { median: round(times[120]!), p95: round(times[228]!) }
}

const brushMillis = dragBrush()
const duckdb = await askDuckDb()
const sqlJs = await askSqlJs()
const brushInChromium = PEOPLE_IN_CHROMIUM === 0 ? { skipped: 'left out' } : await measureBrush(PEOPLE_IN_CHROMIUM)

const questions = Object.keys(ours)
const equal = (other: Record<string, Timed> | undefined): boolean =>
  other === undefined || questions.every((name) => other[name]?.hash === ours[name]!.hash)
if (!equal(duckdb) || !equal(sqlJs) || brushed.hash !== ours['crossFilter']!.hash) {
  console.error(JSON.stringify({ ours, duckdb, sqlJs, brushed }))
  throw new Error('the engines do not agree')
}

function secondsOf(answers: Record<string, Timed> | undefined): Record<string, number> | undefined {
  return answers && Object.fromEntries(questions.map((name) => [name, round(answers[name]!.seconds)]))
}
function ratios(answers: Record<string, Timed> | undefined): Record<string, number> | undefined {
  return (
    answers && Object.fromEntries(questions.map((name) => [name, round(answers[name]!.seconds / ours[name]!.seconds)]))
  )
}
function round(value: number): number {
  return Number(value.toPrecision(3))
}

console.log(
  JSON.stringify({
    people: PEOPLE,
    observations: observations.count,
    ours: {
      ...secondsOf(ours),
      crossFilterAfterABrush: round(brush)
    },
    brushMillis,
    brushInChromium,
    peer: secondsOf(duckdb),
    ratio: ratios(duckdb),
    sqlJs: secondsOf(sqlJs),
    sqlJsRatio: ratios(sqlJs),
    machine: { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version }
  })
)
