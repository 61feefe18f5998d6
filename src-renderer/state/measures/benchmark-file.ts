import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import { delimitedRows } from '#engine/measures/content/delimited-rows.ts'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import { AppError } from '#shared/app-error.ts'
import { csvField } from '#shared/delimited-field.ts'

/** What is known of a rate that a file may name. */
export type BenchmarkRate = Pick<ScorecardRow, 'key' | 'url' | 'group' | 'title' | 'benchmark'> & {
  readonly star?: { readonly code: string } | undefined
}

/** Benchmarks of a file. */
export interface BenchmarksRead {
  /** By key of the rate; a value is a proportion. */
  readonly benchmarks: ReadonlyMap<string, { readonly value: number; readonly title: string }>
  /** What the file calls measures that have no rate here. */
  readonly unknown: readonly string[]
}

const header = ['measure', 'rate', 'benchmark', 'source']

/** The rates with their benchmarks as CSV, to be filled in and imported. */
export function writeBenchmarks(rates: readonly BenchmarkRate[]): string {
  const lines = rates.map(({ title, group, benchmark }) => [
    title,
    group,
    benchmark === undefined ? '' : String(Math.round(benchmark.value * 10_000) / 100),
    benchmark?.title ?? ''
  ])
  return [header, ...lines].map((line) => line.map((cell) => csvField(cell)).join(',')).join('\r\n') + '\r\n'
}

/**
 * Reads benchmarks: columns `measure` (title, address or Star code), `benchmark` (percent), and where wanted `rate` (its id)
 * and `source`. Rows without a number are left out.
 * @throws AppError `invalid-input` with what is wrong and in which row; nothing of the file counts then
 */
export function readBenchmarks(text: string, rates: readonly BenchmarkRate[]): BenchmarksRead {
  const [first = [], ...rows] = delimitedRows(text)
  const columns = first.map((name) => name.trim().toLowerCase())
  const indexOf = (name: string): number => columns.indexOf(name)
  if (indexOf('measure') < 0 || indexOf('benchmark') < 0) throw new AppError('invalid-input', m.theFirstRowHasToName)
  const benchmarks = new Map<string, { value: number; title: string }>()
  const unknown = new Set<string>()
  rows.forEach((row, index) => {
    const cell = (name: string): string => (indexOf(name) < 0 ? '' : (row[indexOf(name)] ?? '')).trim()
    const written = cell('benchmark').replace('%', '').replace(',', '.').trim()
    if (cell('measure') === '' || written === '') return
    const percent = Number(written)
    if (!(percent >= 0 && percent <= 100))
      throw new AppError('invalid-input', m.rowIsNoPercentageFrom0(index + 2, cell('benchmark')))
    const found = rates.filter((rate) => isNamed(rate, cell('measure'), cell('rate')))
    if (found.length === 0) unknown.add(cell('measure'))
    for (const { key } of found)
      benchmarks.set(key, { value: percent / 100, title: cell('source').slice(0, 200) || m.benchmark })
  })
  return { benchmarks, unknown: [...unknown] }
}

function isNamed({ key, url, title, group, star }: BenchmarkRate, measure: string, rate: string): boolean {
  const name = measure.toLowerCase()
  const names = [key, url, title, star?.code ?? ''].map((each) => each.toLowerCase())
  return names.includes(name) && (rate === '' || rate === group)
}
