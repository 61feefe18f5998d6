import type { MeasureInput, InputMeasure } from '../measures/rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../measures/rates/rate.ts'
import type { WorklistQuery } from '../measures/results/worklist-result.ts'

/** Which rates and which rows of the worklist a file is about. */
export interface ReportScope {
  /** Keys of rates; all when absent. */
  readonly rates?: readonly string[]
  /** Rows of the worklist by number: those alone. */
  readonly entries?: readonly number[]
  readonly query?: WorklistQuery
}

/** A worklist query that finds every row. */
export const everyRow: WorklistQuery = {
  rates: [],
  statuses: [],
  owners: [],
  search: '',
  nextVisit: 'any',
  actBy: undefined
}

/** The rates with these keys, or all of them. */
export function chosenRates(input: MeasureInput, keys: readonly string[] | undefined): readonly Rate[] {
  return ratesOfRun(input).filter(({ key }) => keys === undefined || keys.length === 0 || keys.includes(key))
}

/** The measures of the chosen rates with all of their rates, because a report covers a measure as a whole. */
export function chosenMeasures(
  input: MeasureInput,
  keys: readonly string[] | undefined
): readonly { readonly measure: InputMeasure; readonly rates: readonly Rate[] }[] {
  const chosen = new Set(chosenRates(input, keys).map(({ measure }) => measure))
  return input.measures
    .filter((measure) => chosen.has(measure))
    .map((measure) => ({ measure, rates: ratesOfRun(input).filter((rate) => rate.measure === measure) }))
}
