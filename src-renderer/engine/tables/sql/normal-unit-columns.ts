import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import type { Column } from '../../store/model/column.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { normalUnitRule, normalUnits, type NormalUnits, type UnitConverter } from '../../result-units/normal-units.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'

/** Columns that SQL adds to results. */
const ucumValue: DescribedColumn = {
  name: 'ucum_value',
  kind: 'number',
  description: m.numericValueInTheUnitUcum
}
const ucumUnit: DescribedColumn = {
  name: 'ucum_unit',
  kind: 'dictionary',
  description: m.ucumCodeOfTheUnitOf(normalUnitRule)
}

/** Columns of {@link addNormalUnits}, for lists of columns. */
export const normalUnitColumns: readonly DescribedColumn[] = [ucumValue, ucumUnit]

/** Whether a table is one of results. */
export function hasNormalUnits(table: string): boolean {
  return table === 'observation' || table === 'observation_component'
}

/** Adds the results of a table in one unit for each code. They are calculated when they are first read. */
export function addNormalUnits(
  columns: Map<DescribedColumn, () => Column>,
  store: Store,
  table: Table,
  units: UnitConverter
): void {
  let made: NormalUnits | undefined
  const make = (): NormalUnits => (made ??= normalUnits(store, table, units))
  columns.set(ucumValue, () => make().value)
  columns.set(ucumUnit, () => make().unit)
}
