import type { StarTableInfo } from '../results/stars-result.ts'
import type { StarTable } from '../star-tables/star-table.ts'

/** What a list of tables shows of one. */
export function starTableInfo({ id, title, year, measurementYear, measures, adjustments }: StarTable): StarTableInfo {
  return { id, title, year, measurementYear, measures: measures.length, adjustments }
}
