import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import { AppError } from '#shared/app-error.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import type { StarTable } from '../star-tables/star-table.ts'
import { periodOf } from './rated-members.ts'

/** The calendar year that a period ends in. */
function measuredYear(input: MeasureInput): number | undefined {
  const end = periodOf(input)?.end.slice(0, 4)
  return end === undefined ? undefined : Number(end)
}

/** The table whose year is nearest to the measured one, the one before it of two; of one year the first. */
function nearestTable(input: MeasureInput): StarTable | undefined {
  const year = measuredYear(input)
  const [first, ...others] = input.stars
  if (first === undefined || year === undefined) return first
  const distance = ({ measurementYear }: StarTable): number =>
    Math.abs(measurementYear - year) + (measurementYear > year ? 0.5 : 0)
  return others.reduce((best, table) => (distance(table) < distance(best) ? table : best), first)
}

/** Finds a table; without an id the one that fits the measured year best. @throws AppError `not-found` */
export function starTable(input: MeasureInput, id: string): StarTable {
  const table = id === '' ? nearestTable(input) : input.stars.find((item) => item.id === id)
  if (table === undefined) throw new AppError('not-found', m.thereAreNoCutPointsChoose(id))
  return table
}

/** How the year of the cut points differs from the measured one, in a sentence; undefined where it does not. */
export function otherYear(input: MeasureInput, { year, measurementYear }: StarTable): string | undefined {
  const measured = measuredYear(input)
  if (measured === undefined || measured === measurementYear) return undefined
  const tableYear = measured + year - measurementYear
  return m.cutPointsOfStarsWhichMeasure(year, measurementYear, measured, tableYear)
}
