import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { claimTables } from '../../claims/claim-tables.ts'
import { askShards } from '../../../shards/mergeable.ts'
import type { ColumnTest, RowSelector } from '../../../base/figures/filter.ts'
import { resolveRows } from '../../rows/resolve-rows.ts'
import type { DataQualityFault } from '../results/data-quality-result.ts'
import { peopleRows } from '../base/figures.ts'
import type { MeasuredInput } from './fitness.ts'
import type { View } from '../base/view.ts'

const definition: Definition = {
  id: 'data-quality/faults',
  version: '1.0.0',
  title: m.whatLowersTheFitnessForUse,
  text: m.rowsAndLinesOfAllData,
  sources: []
}

const noCode: ColumnTest = { column: 'code', in: [''] }
const anyNumber: ColumnTest = { column: 'value' }

/** Rows of one shard that are amiss; those of all shards stand in the same order. */
interface RowFault {
  readonly id: string
  readonly label: string
  readonly rows: RowSelector
  readonly count: number
}

/** What may be amiss with an input, by rows: each fault with how many rows of the shard have it. */
function rowFaults(view: View, { id, all, good }: MeasuredInput): RowFault[] {
  if (all === good) return []
  switch (id) {
    case 'diagnoses':
      return [rowsWith(view, 'condition', m.withoutACode, [noCode]), ...uncodedOnClaims(view)]
    case 'results':
      return [
        rowsWith(view, 'observation', m.withoutACode, [anyNumber, noCode]),
        rowsWith(view, 'observation', m.withoutAUnit, [
          anyNumber,
          { ...noCode, exclude: true },
          { column: 'unit', in: [''] }
        ])
      ]
    case 'references':
      return deadReferences(view)
    default:
      return []
  }
}

/** What is amiss with an input, most frequent first; empty when nothing is. */
export function fitnessFaults(views: readonly View[], measured: MeasuredInput): DataQualityFault[] {
  const { id, all, good } = measured
  const view = views[0]!
  if (all === good) return []
  switch (id) {
    case 'lines':
      return [listed(view, 'not-stored', m.linesNotStored, all - good)]
    case 'dates':
      return [listed(view, 'bad-date', m.datesThatCannotBeRead, all - good)]
    case 'payer':
    case 'race': {
      const rows = peopleRows(view.asOf, [...view.peopleFilters, { dimension: id, values: ['unknown'] }])
      return [{ id, label: m.peopleWithout, figure: countOf(view, all - good, 'people', { rows }) }]
    }
    default:
      return askShards(views, {
        partial: (shard) => rowFaults(shard, measured),
        merge: (left: RowFault[], right: RowFault[]) =>
          left.map((fault, index) => ({ ...fault, count: fault.count + right[index]!.count })),
        finish: (faults) => {
          const found = faults
            .filter(({ count }) => count > 0)
            .map(({ id: fault, label, rows, count }) => ({
              id: fault,
              label,
              figure: countOf(view, count, 'events', { rows })
            }))
          return id === 'references' ? found.sort((a, b) => (b.figure.value ?? 0) - (a.figure.value ?? 0)) : found
        }
      })
  }
}

/** Lines that are no rows of a table: the list of findings has them. */
function listed(view: View, list: string, label: string, count: number): DataQualityFault {
  return { id: list, label, figure: countOf(view, count, 'events', { route: `/data/quality/findings/${list}` }) }
}

/** @param where tests that depend on no date: their rows are counted once for a shard */
function rowsWith(view: View, table: string, label: string, where: readonly ColumnTest[]): RowFault {
  const rows = { table, asOf: view.asOf, filters: [], where }
  const { population } = view
  const count = population.once(
    `fault-rows:${table}:${JSON.stringify(where)}`,
    () => resolveRows(population, rows).length
  )
  return { id: label, label, rows, count }
}

function uncodedOnClaims(view: View): RowFault[] {
  const diagnoses = claimTables(view.store)?.diagnoses.name
  return diagnoses === undefined
    ? []
    : [rowsWith(view, diagnoses, m.onClaimsWithoutACode, [{ column: '@coded', in: ['no'] }])]
}

/** References that lead to nothing in these data, by the column that holds them. */
function deadReferences(view: View): RowFault[] {
  const found: RowFault[] = []
  for (const { name, columns } of view.store.tables.values())
    for (const [column, { kind }] of columns)
      if (kind === 'reference')
        found.push(rowsWith(view, name, `${name}.${column}`, [{ column: `@resolved:${column}`, in: ['no'] }]))
  return found
}

/** A number that tells of data, not of the care of few people: it is never kept back for being small, unless of people. */
function countOf(
  view: View,
  count: number,
  unit: 'events' | 'people',
  where: Pick<Figure, 'rows'> | Pick<Figure, 'route'>
): Figure {
  return { value: count, unit, opens: count, ...where, provenance: view.provenance(definition) }
}
