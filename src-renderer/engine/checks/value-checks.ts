import { matchConcepts } from '../registries/match-concepts.ts'
import type { Store, Table } from '../store/store.ts'
import { amount, analytes, codesOf, type Analyte } from './analytes.ts'
import type { DataCheck } from './data-check.ts'
import { rowVerdicts } from './verdicts.ts'

/** Tables that hold numeric results. */
export const resultTables = ['observation', 'observation_component'] as const

/** Checks of single results: limits of each analyte, one unit per code, and diastolic below systolic. */
export function valueChecks(store: Store): DataCheck[] {
  const checks: DataCheck[] = []
  for (const table of resultTables) {
    if ((store.tables.get(table)?.rows ?? 0) === 0) continue
    for (const analyte of analytes)
      if (resultsOf(store, store.table(table), analyte).length > 0) checks.push(withinLimits(analyte, table))
    checks.push(oneUnit(table))
  }
  if ((store.tables.get('observation_component')?.rows ?? 0) > 0) checks.push(diastolicBelowSystolic)
  return checks
}

/** Rows with a number for an analyte in one of its units. */
export function resultsOf(store: Store, table: Table, analyte: Analyte): number[] {
  const concepts = matchConcepts(store.concepts, codesOf(analyte))
  if (concepts.length === 0) return []
  const isWanted = new Uint8Array(store.concepts.size)
  for (const concept of concepts) isWanted[concept] = 1
  const ids = table.column('code', 'concept').ids
  const values = table.column('value', 'number').values
  const unit = table.column('unit', 'dictionary')
  const usable = unit.values.map((each) => analyte.units.includes(each.toLowerCase()))
  const rows: number[] = []
  for (let row = 0; row < table.rows; row++)
    if (isWanted[ids[row]!] === 1 && !Number.isNaN(values[row]) && usable[unit.codes[row]!] === true) rows.push(row)
  return rows
}

/** `a1c in observation` has its own id only where the component table has such results, too. */
export function checkIdOf(prefix: string, { id }: Analyte, table: string): string {
  return table === 'observation' ? `${prefix}/${id}` : `${prefix}/${id}/component`
}

function withinLimits(analyte: Analyte, name: string): DataCheck {
  const { title, low, high, unit } = analyte
  return {
    id: checkIdOf('limits', analyte, name),
    kind: 'plausibility',
    aspect: 'atemporal',
    title: `${title} within ${low} to ${amount(high, analyte)}`,
    text: `${title} results in ${unit}. One fails when it is below ${low} or above ${high}, which no living person has.`,
    table: name,
    limit: 0,
    codes: codesOf(analyte),
    verdicts(store) {
      const table = store.table(name)
      const values = table.column('value', 'number').values
      const checked = new Set(resultsOf(store, table, analyte))
      return rowVerdicts(
        table,
        (row) => checked.has(row),
        (row) => values[row]! < low || values[row]! > high
      )
    }
  }
}

function oneUnit(name: string): DataCheck {
  return {
    id: `one-unit/${name}`,
    kind: 'conformance',
    aspect: 'value',
    title: name === 'observation' ? 'One unit per code of a result' : 'One unit per code of a result component',
    text: 'Numeric results with a code and a unit. A result fails when its unit is not the most frequent one of its code. Capital letters do not count.',
    table: name,
    limit: 0,
    verdicts(store) {
      const table = store.table(name)
      const ids = table.column('code', 'concept').ids
      const values = table.column('value', 'number').values
      const unit = table.column('unit', 'dictionary')
      const lower = unit.values.map((each) => each.toLowerCase())
      const names = [...new Set(lower)]
      const unitOf = Int32Array.from(lower, (each) => names.indexOf(each))
      const isChecked = (row: number): boolean =>
        ids[row]! >= 0 && unit.codes[row]! >= 0 && lower[unit.codes[row]!] !== '' && !Number.isNaN(values[row])
      const counts = new Map<number, number>()
      const keyOf = (row: number): number => ids[row]! * names.length + unitOf[unit.codes[row]!]!
      for (let row = 0; row < table.rows; row++)
        if (isChecked(row)) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
      const usual = new Map<number, number>()
      for (const [key, count] of counts) {
        const concept = Math.floor(key / names.length)
        const best = usual.get(concept)
        if (best === undefined || count > counts.get(best)!) usual.set(concept, key)
      }
      return rowVerdicts(table, isChecked, (row) => usual.get(ids[row]!) !== keyOf(row))
    }
  }
}

const diastolicBelowSystolic: DataCheck = {
  id: 'diastolic-below-systolic',
  kind: 'plausibility',
  aspect: 'atemporal',
  title: 'Diastolic below systolic pressure',
  text: 'Diastolic readings that have a systolic one in the same blood pressure. A reading fails when it is not below the systolic one.',
  table: 'observation_component',
  limit: 0,
  codes: codesOf(analytes.find(({ id }) => id === 'diastolic')!),
  verdicts(store) {
    const table = store.table('observation_component')
    const values = table.column('value', 'number').values
    const byId = (id: string): number[] =>
      resultsOf(
        store,
        table,
        analytes.find((each) => each.id === id)!
      )
    const systolic = new Map(byId('systolic').map((row) => [table.resource[row]!, values[row]!]))
    const diastolic = new Set(byId('diastolic').filter((row) => systolic.has(table.resource[row]!)))
    return rowVerdicts(
      table,
      (row) => diastolic.has(row),
      (row) => values[row]! >= systolic.get(table.resource[row]!)!
    )
  }
}
