import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import { MAX_BENCHMARK_SETS, type BenchmarkSet, type BoardItem } from './board.ts'
import { figureName } from './figure-source.ts'

/**
 * Reads a table of benchmarks: a first line with the columns `figure` and `value`, then a line per figure. Values are in the
 * unit of the figure; `42%` is 0.42.
 * @param title of the set, e.g. the name of the file
 * @throws AppError `invalid-input`
 */
export function readBenchmarkSet(title: string, text: string): BenchmarkSet {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.split(/[,;\t]/).map((field) => field.trim().replace(/^"(.*)"$/, '$1')))
    .filter((fields) => fields.some((field) => field !== ''))
  const [head = [], ...rows] = lines
  const [figure, value] = ['figure', 'value'].map((name) => head.findIndex((field) => field.toLowerCase() === name))
  if (figure === undefined || value === undefined || figure < 0 || value < 0)
    throw new AppError('invalid-input', m.theFirstLineOfTheTable)
  const values = rows.map((fields, index) => {
    const amount = numberOf(fields[value] ?? '')
    const name = fields[figure] ?? ''
    if (name === '' || amount === undefined) throw new AppError('invalid-input', m.lineOfTheTableHasNo(index + 2))
    return { figure: name, value: amount }
  })
  if (values.length === 0) throw new AppError('invalid-input', m.theTableHasNoLineBelow)
  return { title: title.slice(0, 100), values }
}

function numberOf(text: string): number | undefined {
  const isPercent = text.endsWith('%')
  const value = Number(isPercent ? text.slice(0, -1) : text)
  return text === '' || !Number.isFinite(value) ? undefined : isPercent ? value / 100 : value
}

/** The lines that the sets of a board have for one of its figures. */
export function benchmarkLines(
  sets: readonly BenchmarkSet[],
  item: BoardItem
): readonly { readonly label: string; readonly value: number }[] {
  const name = item.kind === 'figure' ? figureName(item.source) : undefined
  if (name === undefined) return []
  return sets.flatMap(({ title, values }) =>
    values.filter(({ figure }) => figure === name).map(({ value }) => ({ label: title, value }))
  )
}

/** Adds a set in the place of one of the same title. */
export function withBenchmarkSet(sets: readonly BenchmarkSet[], added: BenchmarkSet): readonly BenchmarkSet[] {
  return [...sets.filter(({ title }) => title !== added.title), added].slice(-MAX_BENCHMARK_SETS)
}
