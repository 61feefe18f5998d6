/**
 * How fast three questions are answered: `npm run --silent bench:query [people] [--chromium people]`. Typed columns of 25 observations per
 * person, as the store holds them, against DuckDB (one thread) and sql.js over the same columns of the same widths; CPU
 * seconds of the best of five runs (sql.js: two), the first of which warms each engine. DuckDB reads the columns from our
 * own Parquet into memory before the clock runs, and its cross-filter is the fastest of three statements, two of which
 * read the table once. Results are hashed and must be equal. Besides, what a brush costs
 * on the Explore screen: in its worker over these people, and in Chromium over a sample population of so many (5000 unless
 * said otherwise, 0 leaves it out). Prints one JSON object.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { createCrossing } from '#engine/explore/crossing.ts'
import { countBits, fullBitset } from '#engine/kernels/bitset.ts'
import { countCrossed, crossFilter } from '#engine/kernels/cross-filter.ts'
import { latestRows, peopleWith, peopleWithin, type PersonRows, type RowMarks } from '#engine/kernels/person-rows.ts'
import { measureBrush } from './brush-in-chromium.ts'
import {
  below,
  makeTables,
  PER_PERSON,
  CODES,
  A1C,
  GAP_TEST,
  MONTHS,
  AS_OF,
  YEAR,
  CONDITION,
  type Rows
} from './made-columns.ts'
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
  const { month, value } = observations.columns
  const { sex, band } = people.columns
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

const coded = dimensions.map(({ name, size }) => ({
  codes: name === 'code' ? Uint8Array.from(observations.columns[name]!) : (observations.columns[name] as Uint8Array),
  size
}))

function crossed(): Result {
  return resultOf(countCrossed(coded, masks, observations.count).counts)
}

/** The condition that a row passes every choice but that of one dimension. */
function passesOthers(name: string): string {
  const others = Object.entries(chosen).filter(([other]) => other !== name)
  return others.map(([other, codes]) => `${other} in (${codes.join(', ')})`).join(' and ')
}

/** One reading of the table for each dimension. */
const scanForEach = dimensions
  .map(
    ({ name }, at) =>
      `select ${at} as d, ${name} as v, count(*) as n from o where ${passesOthers(name)} group by ${name}`
  )
  .join(' union all ')

/** One reading of the table, with what each row passes worked out once. */
const flags = Object.entries(chosen).map(([name, codes]) => `${name} in (${codes.join(', ')}) as in_${name}`)
const flagged = `f as (select ${dimensions.map(({ name }) => name).join(', ')}, ${flags.join(', ')} from o)`
const counted = dimensions.map(({ name }, at) => {
  const others = Object.keys(chosen).filter((other) => other !== name)
  return { at, name, filter: others.map((other) => `in_${other}`).join(' and ') }
})
const groupingSets = `with ${flagged}
  select d, v, n from (
    select case ${counted.map(({ at, name }) => `when grouping(${name}) = 0 then ${at}`).join(' ')} end as d,
      coalesce(${counted.map(({ name }) => name).join(', ')}) as v,
      case ${counted.map(({ name, filter }) => `when grouping(${name}) = 0 then count(*) filter (where ${filter})`).join(' ')} end as n
    from f group by grouping sets (${counted.map(({ name }) => `(${name})`).join(', ')})
  ) where n > 0`

/** One reading of the table into counts of all combinations, which are few, and the dimensions from those. */
const combined = `with ${flagged}, g as materialized (
    select ${[...dimensions.map(({ name }) => name), ...Object.keys(chosen).map((name) => `in_${name}`)].join(', ')}, count(*) as n
    from f group by all)
  ${counted.map(({ at, name, filter }) => `select ${at} as d, ${name} as v, sum(n)::integer as n from g where ${filter} group by ${name}`).join(' union all ')}`

const crossFilterSql = [scanForEach, groupingSets, combined]

/** People with a condition and without a test in the last year. */
function gap(): Result {
  const having = peopleWith(conditions.columns['pid'] as Int32Array, marksOf(conditions, CONDITION, 20), PEOPLE)
  const tested = peopleWithin(observationsOf(GAP_TEST), AS_OF - YEAR + 1, AS_OF, having)
  return [[countBits(having) - countBits(tested)]]
}

const gapSql = `
  select count(distinct c.pid) from c where c.code = ${CONDITION} and not exists
  (select 1 from o where o.pid = c.pid and o.code = ${GAP_TEST} and o.day > ${AS_OF - YEAR} and o.day <= ${AS_OF})`

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
const sql = { latestValue: latestValueSql, crossFilter: crossFilterSql, gap: gapSql }
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
