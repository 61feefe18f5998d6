import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import { NONE } from '../../store/model/column.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import type { DataCheck } from './data-check.ts'
import { rowNames, rowVerdicts } from './verdicts.ts'

/** Checks that references lead to a resource of these data: one for each column that refers to something. */
export function referenceChecks(store: Store): DataCheck[] {
  const checks: DataCheck[] = []
  for (const { name, columns } of store.tables.values()) {
    if (rowsInPopulation(store, name) === 0) continue
    for (const [column, { kind }] of columns) if (kind === 'reference') checks.push(leadsSomewhere(name, column))
  }
  return checks
}

function leadsSomewhere(name: string, column: string): DataCheck {
  const target = column.replace(/_id$/, '').replaceAll('_', ' ')
  const rows = rowNames(name)
  return {
    id: `reference/${name}.${column}`,
    kind: 'conformance',
    aspect: 'relational',
    title: m.ofIsLoaded(sentenceCase(target), rows),
    text: m.withAReferenceInARow(sentenceCase(rows), column),
    table: name,
    column,
    limit: column === 'patient_id' ? 0 : 0.05,
    verdicts(store) {
      const table = store.table(name)
      const { codes, targets } = table.column(column, 'reference')
      return rowVerdicts(
        table,
        (row) => codes[row]! >= 0,
        (row) => targets[codes[row]!] === NONE
      )
    }
  }
}
