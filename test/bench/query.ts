/**
 * How fast three questions are answered: `npm run --silent bench:query [people] [--chromium people]`. Typed columns of 25
 * observations per person, as the store holds them, against DuckDB (one thread) and sql.js over the same columns of the same widths; CPU
 * seconds of the best of five runs (sql.js: two), the first of which warms each engine. What a load prepares once (the
 * results of each test by person, the members of each registry, packed dimensions) is told apart as `prepare`. DuckDB
 * reads the columns from our own Parquet into memory before the clock runs, and may prepare as well: the fastest of several
 * statements counts, over all observations or over a table of the one test, and for the cross-filter with one reading of
 * the table or one for each dimension, and with the counts of packed dimensions prepared or not. Results are hashed and must be equal. Besides, what a brush costs
 * on the Explore screen: in its worker over these people, and in Chromium over a sample population of so many (5000 unless
 * said otherwise, 0 leaves it out). Prints one JSON object.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { createCrossTab } from '#engine/explore/cross-tab.ts'
import { countBits, emptyBitset, fullBitset, setBit, type Bitset } from '#engine/base/kernels/bitset.ts'
import { countCrossed } from '#engine/base/kernels/cross-count.ts'
import { crossFilter } from '#engine/base/kernels/cross-filter.ts'
import { packDimensions } from '#engine/base/kernels/pack-dimensions.ts'
import { latestRows, peopleWithin } from '#engine/base/kernels/person-rows.ts'
import { measureBrush } from './brush-in-chromium.ts'
import { below, makeTables, PER_PERSON, CODES, A1C, GAP_TEST, MONTHS, AS_OF, YEAR, CONDITION } from './made-columns.ts'
import { crossFilterSql } from './cross-filter-sql.ts'
import { askDuckDb, askSqlJs } from './query-peers.ts'
import { round, timed, type Result, type Timed } from './timed-answers.ts'

const { values: options, positionals } = parseArgs({
  options: { chromium: { type: 'string', default: '5000' } },
  allowPositionals: true
})
const PEOPLE = Number(positionals[0] ?? 200_000)
const PEOPLE_IN_CHROMIUM = Number(options.chromium)
const tables = makeTables(PEOPLE)
const { p: people, o: observations, c: conditions } = tables

const dimensions = [
  { name: 'code', size: CODES },
  { name: 'month', size: MONTHS },
  { name: 'sex', size: 2 },
  { name: 'band', size: 4 },
  { name: 'state', size: 8 },
  { name: 'status', size: 4 }
] as const
const chosen: Readonly<Record<string, readonly number[]>> = { sex: [1], band: [2, 3], state: [0, 2] }

/** Results of one test: those of person p are `[offsets[p], offsets[p + 1])`, ascending by day. */
interface Series {
  readonly offsets: Int32Array
  readonly days: Int32Array
  readonly month: Uint8Array
  readonly value: Float64Array
}

/** The results of some tests, as a load prepares those of every measurement of a registry. */
function seriesOf(codes: readonly number[]): readonly Series[] {
  const { code, day, month, value } = observations.columns as {
    readonly code: Int32Array
    readonly day: Int32Array
    readonly month: Uint8Array
    readonly value: Float64Array
  }
  return codes.map((wanted) => {
    const offsets = new Int32Array(PEOPLE + 1)
    const rows = new Int32Array(observations.count)
    let count = 0
    for (let person = 0; person < PEOPLE; person++) {
      const end = (person + 1) * PER_PERSON
      for (let row = end - PER_PERSON; row < end; row++) if (code[row] === wanted) rows[count++] = row
      offsets[person + 1] = count
    }
    const found = rows.subarray(0, count)
    return {
      offsets,
      days: found.map((row) => day[row]!),
      month: Uint8Array.from(found, (row) => month[row]!),
      value: Float64Array.from(found, (row) => value[row]!)
    }
  })
}

/** People with the condition, as a load prepares the members of every registry. */
function membersOf(condition: number): Bitset {
  const members = emptyBitset(PEOPLE)
  const { pid, code } = conditions.columns
  for (let row = 0; row < conditions.count; row++) if (code![row] === condition) setBit(members, pid![row]!)
  return members
}

/** Latest result of one test per person: how many and their sum, by month of the result, age band and sex. */
function latestValue(): Result {
  const { month, value } = a1c
  const { sex, band } = people.columns
  const counts = new Int32Array(MONTHS * 8)
  const sums = new Float64Array(MONTHS * 8)
  const latest = latestRows(a1c, AS_OF, 0)
  for (let person = 0; person < PEOPLE; person++) {
    const row = latest[person]!
    if (row < 0) continue
    const cell = month[row]! * 8 + band![person]! * 2 + sex![person]!
    counts[cell]!++
    sums[cell]! += value[row]!
  }
  const result: number[][] = []
  counts.forEach((count, cell) => {
    if (count > 0) result.push([cell >> 3, (cell >> 1) & 3, cell & 1, count, sums[cell]!])
  })
  return result
}

/**
 * @param latest how the dialect takes the columns of the row with the latest day
 * @param results the observations, or those of the test alone
 */
const latestValueSql = (latest: string, results: string): string => `
  select l.month, p.band, p.sex, count(*) as n, sum(l.value) as total
  from (select pid, ${latest} from ${results} where code = ${A1C} and day <= ${AS_OF} group by pid) l join p on p.pid = l.pid
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
  return counts.flatMap((each, index) =>
    Array.from(each).flatMap((count, code) => (count > 0 ? [[index, code, count]] : []))
  )
}

const coded = dimensions.map(({ name, size }) => ({
  codes: name === 'code' ? Uint8Array.from(observations.columns[name]!) : (observations.columns[name] as Uint8Array),
  size
}))

function crossed(): Result {
  return resultOf(countCrossed(rows, masks).counts)
}

/** People with a condition and without a test in the last year. */
function gap(): Result {
  return [[countBits(members) - countBits(peopleWithin(tested, AS_OF - YEAR + 1, AS_OF, members))]]
}

/** @param results the observations, or those of the test alone */
const gapSql = (results: string): string => `
  select count(distinct c.pid) from c where c.code = ${CONDITION} and not exists
  (select 1 from ${results} o where o.pid = c.pid and o.code = ${GAP_TEST} and o.day > ${AS_OF - YEAR} and o.day <= ${AS_OF})`

const beforePreparing = process.cpuUsage()
const [a1c, tested] = seriesOf([A1C, GAP_TEST]) as [Series, Series]
const members = membersOf(CONDITION)
const rows = { dimensions: coded, packed: packDimensions(coded, observations.count), count: observations.count }
const preparing = process.cpuUsage(beforePreparing)

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
  const crossing = createCrossTab(
    {
      dimensions: sizes.map((values) => ({ values, codes: Int8Array.from({ length: PEOPLE }, () => below(values)) })),
      measures: Array.from({ length: 12 }, () => Float64Array.from({ length: PEOPLE }, () => below(1000) / 10))
    },
    fullBitset(PEOPLE)
  )
  const times: number[] = []
  for (let step = 0; step < 240; step++) {
    const position = 2 + Math.floor(step / 40)
    const chosen = sizes.map((size, dimension) => {
      if (dimension > position) return undefined
      const [from, to] = dimension < position ? [1, size] : [step % size, (step % size) + 3]
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
const sql = {
  latestValue: latestValueSql,
  latestValueCode: A1C,
  ...crossFilterSql(dimensions, chosen),
  gap: gapSql,
  gapCode: GAP_TEST
}
const duckdb = await askDuckDb(tables, sql)
const sqlJs = await askSqlJs(tables, sql)
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
console.log(
  JSON.stringify({
    people: PEOPLE,
    observations: observations.count,
    ours: {
      ...secondsOf(ours),
      prepare: round((preparing.user + preparing.system) / 1e6),
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
