import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import { defined } from '#shared/language/defined.ts'
import { comparableUnit } from '../../base/fhir/unit-text.ts'
import { addCounts } from '../../base/kernels/day-counts.ts'
import { matchConcepts } from '../registries/match-concepts.ts'
import { countInPopulation, rowsInPopulation } from '../../store/model/population-rows.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { amount, analytes, codesOfAnalyte, type Analyte } from './analytes.ts'
import type { DataCheck } from './data-check.ts'
import { rowVerdicts, verdictsOf } from './verdicts.ts'

/** Tables that hold numeric results. */
export const resultTables = ['observation', 'observation_component'] as const

/** Checks of single results: limits of each analyte, one unit per code, and diastolic below systolic. */
export function valueChecks(store: Store): DataCheck[] {
  const checks: DataCheck[] = []
  for (const table of resultTables) {
    if (rowsInPopulation(store, table) === 0) continue
    for (const analyte of analytes)
      if (countResults(store, table, analyte) > 0) checks.push(withinLimits(analyte, table))
    checks.push(oneUnit(table))
  }
  if (rowsInPopulation(store, 'observation_component') > 0) checks.push(diastolicBelowSystolic)
  return checks
}

const NO_ROWS = new Int32Array(0)
const readTables = new DerivedValues<Table, ReadonlyMap<Analyte, Int32Array>>()

/** Rows with a number for an analyte in one of its units, in order. The table is read once for all analytes. */
export function resultsOf(store: Store, table: Table, analyte: Analyte): Int32Array {
  const results = readTables.get(table, () => readResults(store, table))
  return results.get(analyte) ?? NO_ROWS
}

function readResults({ concepts }: Store, table: Table): ReadonlyMap<Analyte, Int32Array> {
  const analyteOf = new Int8Array(concepts.size).fill(-1)
  for (const [index, analyte] of analytes.entries())
    for (const concept of matchConcepts(concepts, codesOfAnalyte(analyte))) analyteOf[concept] = index
  const ids = table.column('code', 'concept').ids
  const values = table.column('value', 'number').values
  const unit = table.column('unit', 'dictionary')
  const written = unit.values.map(comparableUnit)
  const usable = analytes.map(({ units }) => {
    const known = new Set(units.map(comparableUnit))
    return written.map((each) => known.has(each))
  })
  const found = analytes.map((): number[] => [])
  for (let row = 0; row < table.rows; row++) {
    const index = analyteOf[ids[row]!] ?? -1
    if (index >= 0 && !Number.isNaN(values[row]) && usable[index]![unit.codes[row]!] === true) found[index]!.push(row)
  }
  return new Map(analytes.map((analyte, index) => [analyte, Int32Array.from(found[index]!)]))
}

/** Results of an analyte in the population of a store. */
export function countResults(store: Store, table: string, analyte: Analyte): number {
  const count = (each: Store): number => resultsOf(each, each.table(table), analyte).length
  return countInPopulation(store, `results of ${analyte.id} in ${table}`, count)
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
    title: m.titleWithinLowToHigh(title, low, amount(high, analyte)),
    text: m.resultsInOneFailsWhenIt(title, unit, low, high),
    table: name,
    limit: 0,
    codes: codesOfAnalyte(analyte),
    verdicts(store) {
      const table = store.table(name)
      const values = table.column('value', 'number').values
      return verdictsOf(table, resultsOf(store, table, analyte), (row) => values[row]! < low || values[row]! > high)
    }
  }
}

function oneUnit(name: string): DataCheck {
  return {
    id: `one-unit/${name}`,
    kind: 'conformance',
    aspect: 'value',
    title: name === 'observation' ? m.oneUnitPerCodeOfA : m.oneUnitPerCodeOfAResult,
    text: m.numericResultsWithACodeAnd,
    table: name,
    limit: 0,
    verdicts(store) {
      const table = store.table(name)
      const usual = store.inPopulation(`units in ${name}`, (each) => unitsIn(each, name), addUnits)
      const { isChecked, codeOf, unitOf } = unitReader(store, table)
      return rowVerdicts(table, isChecked, (row) => usualUnit(defined(usual.get(codeOf(row)))) !== unitOf(row))
    }
  }
}

/** How many results of a code have each unit. */
type UnitCounts = ReadonlyMap<string, ReadonlyMap<string, number>>

/** Reads which code and unit a numeric result has. */
function unitReader(store: Store, table: Table) {
  const { systems, codes } = store.concepts
  const ids = table.column('code', 'concept').ids
  const values = table.column('value', 'number').values
  const unit = table.column('unit', 'dictionary')
  const lower = unit.values.map(comparableUnit)
  return {
    isChecked: (row: number): boolean =>
      ids[row]! >= 0 && unit.codes[row]! >= 0 && lower[unit.codes[row]!] !== '' && !Number.isNaN(values[row]),
    codeOf: (row: number): string => `${systems[ids[row]!]!}|${codes[ids[row]!]!}`,
    unitOf: (row: number): string => lower[unit.codes[row]!]!
  }
}

function unitsIn(store: Store, name: string): UnitCounts {
  const table = store.table(name)
  const { isChecked, codeOf, unitOf } = unitReader(store, table)
  const counts = new Map<string, Map<string, number>>()
  for (let row = 0; row < table.rows; row++) {
    if (!isChecked(row)) continue
    const ofCode = counts.get(codeOf(row)) ?? new Map<string, number>()
    counts.set(codeOf(row), ofCode)
    ofCode.set(unitOf(row), (ofCode.get(unitOf(row)) ?? 0) + 1)
  }
  return counts
}

function addUnits(left: UnitCounts, right: UnitCounts): UnitCounts {
  const sums = new Map(left)
  for (const [code, units] of right) sums.set(code, addCounts(sums.get(code) ?? new Map<string, number>(), units))
  return sums
}

/** The most frequent unit; of equally frequent ones the first in the alphabet. */
function usualUnit(counts: ReadonlyMap<string, number>): string {
  let usual = ''
  for (const [unit, count] of counts) {
    const best = counts.get(usual) ?? 0
    if (count > best || (count === best && unit < usual)) usual = unit
  }
  return usual
}

const diastolicBelowSystolic: DataCheck = {
  id: 'diastolic-below-systolic',
  kind: 'plausibility',
  aspect: 'atemporal',
  title: m.diastolicBelowSystolicPressure,
  text: m.diastolicReadingsThatHaveASystolic,
  table: 'observation_component',
  limit: 0,
  codes: codesOfAnalyte(defined(analytes.find(({ id }) => id === 'diastolic'))),
  verdicts(store) {
    const table = store.table('observation_component')
    const values = table.column('value', 'number').values
    const byId = (id: string): Int32Array => resultsOf(store, table, defined(analytes.find((each) => each.id === id)))
    const systolic = new Map<number, number>()
    for (const row of byId('systolic')) if (table.resource[row]! >= 0) systolic.set(table.resource[row]!, values[row]!)
    const diastolic = byId('diastolic').filter((row) => systolic.has(table.resource[row]!))
    return verdictsOf(table, diastolic, (row) => values[row]! >= defined(systolic.get(table.resource[row]!)))
  }
}
