import { tablesOfYear } from '#engine/measures/star-tables/shipped-tables.ts'
import type { StarTable } from '#engine/measures/star-tables/star-table.ts'

const files = import.meta.glob<unknown>('../../../resources/stars/*.json', { eager: true, import: 'default' })

/** The Star cut points that come with the program. @throws AppError when they are not as they should be */
export function starTables(): readonly StarTable[] {
  const file = (name: string): unknown => files[`../../../resources/stars/${name}.json`]
  return tablesOfYear(file('2026-c'), file('2026-d'), file('links'))
}
