import { join } from 'node:path'
import { compileView } from '#engine/views/compile-view.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { readNdjson } from '../../support/ndjson-file.ts'

const r4 = canonicalViews('r4')
/** The views of R4, ready to run, by name. */
export const compiled = new Map(Array.from(r4.values(), (definition) => [definition.name!, compileView(definition)]))

/** A row by column name. */
export type Row = Readonly<Record<string, unknown>>

/** Rows of one view over the file of its resource type, and a check that nothing was odd. */
export function rowsOf(folder: string, name: string): Row[] {
  const view = compiled.get(name)!
  const rows: Row[] = []
  for (const resource of readNdjson(join(folder, `${view.definition.resource}.ndjson.gz`))) {
    view.run(
      resource,
      (row) => rows.push(Object.fromEntries(view.columns.map((column, i) => [column.name, row[i]]))),
      (finding) => {
        throw new Error(`${name}: ${finding.kind} at ${finding.place}`)
      }
    )
  }
  return rows
}

/** How many rows have each value of a column. */
export function countBy(rows: readonly Row[], column: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[String(row[column])] = (counts[String(row[column])] ?? 0) + 1
  return counts
}

/** The sum without the drift of binary fractions: the amounts have at most three decimals. */
export function sum(rows: readonly Row[], column: string): number {
  return rows.reduce((total, row) => total + Math.round(Number(row[column] ?? 0) * 1000), 0) / 1000
}
