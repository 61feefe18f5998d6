import type { Figure } from '#engine/base/figures/figure.ts'
import type { TableData } from './delimited.ts'

/** The figures in the cells of a table. */
export function tableFigures(table: TableData | undefined): readonly Figure[] {
  return (table?.rows ?? []).flatMap((row) => row.flatMap(({ figure }) => (figure === undefined ? [] : [figure])))
}
