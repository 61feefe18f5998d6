import { engineMessages as m } from '#messages/engine.ts'
import { defined } from '#shared/language/defined.ts'
import { NONE, type DictionaryColumn, type NumberColumn } from '../store/model/column.ts'
import type { Store, Table } from '../store/model/store.ts'
import { ucumCodeOf } from './ucum-text.ts'

/** What is asked of a library of UCUM. */
export interface UnitConverter {
  /** Whether a text is a UCUM code. */
  isUnit(text: string): boolean
  /** A value in another unit, also between Celsius and Fahrenheit; undefined when the units measure different things. */
  convert(value: number, from: string, to: string): number | undefined
}

/** Results with their unit, in the order of the table. */
export interface NormalUnits {
  /** NaN where there is no value, or its unit is not known or measures something else. */
  readonly value: NumberColumn
  readonly unit: DictionaryColumn
}

/** The rule in words, for descriptions. */
export const normalUnitRule = m.theUnitIsTheOneThat

/** How a unit becomes that of its code: `value * factor + offset`. */
interface AffineConversion {
  readonly factor: number
  readonly offset: number
}

/** Puts the results of each code into one UCUM unit: {@link normalUnitRule} The original stays next to it. */
export function normalUnits(store: Store, table: Table, converter: UnitConverter): NormalUnits {
  const codes = table.column('code', 'concept').ids
  const { values } = table.column('value', 'number')
  const units = table.column('unit', 'dictionary')
  const ucum = ucumOf(units, converter)
  const counts = store.inPopulation(
    `UCUM units of ${table.name}`,
    (each) => unitCounts(each, each.tables.get(table.name), converter),
    addUnitCounts
  )
  const wanted = new Map(Array.from(counts, ([code, countByUnit]) => [code, commonUnit(countByUnit)]))
  const wantedOf = Array.from({ length: store.concepts.size }, (_, concept) => wanted.get(codeOf(store, concept)))
  const names = Array.from(new Set(wanted.values())).sort()
  const places = new Map(names.map((name, index) => [name, index]))
  const conversions = new Map<string, AffineConversion | undefined>()
  const conversionOf = (from: string, to: string): AffineConversion | undefined => {
    const key = `${from} ${to}`
    if (!conversions.has(key)) conversions.set(key, affine(from, to, converter))
    return conversions.get(key)
  }
  const value = new Float64Array(table.rows).fill(Number.NaN)
  const unit = new Int32Array(table.rows).fill(NONE)
  for (let row = 0; row < table.rows; row++) {
    const to = codes[row]! < 0 ? undefined : wantedOf[codes[row]!]
    const from = units.codes[row]! < 0 ? undefined : ucum[units.codes[row]!]
    if (to === undefined || from === undefined || Number.isNaN(values[row]!)) continue
    const conversion = conversionOf(from, to)
    if (conversion === undefined) continue
    value[row] = values[row]! * conversion.factor + conversion.offset
    unit[row] = defined(places.get(to))
  }
  return { value: { kind: 'number', values: value }, unit: { kind: 'dictionary', codes: unit, values: names } }
}

/** Results by code and UCUM unit. */
type UnitCounts = ReadonlyMap<string, ReadonlyMap<string, number>>

function codeOf({ concepts }: Store, concept: number): string {
  return `${concepts.systems[concept]!}|${concepts.codes[concept]!}`
}

function ucumOf(units: DictionaryColumn, converter: UnitConverter): readonly (string | undefined)[] {
  return units.values.map((text) => ucumCodeOf(text, (unit) => converter.isUnit(unit)))
}

function unitCounts(store: Store, table: Table | undefined, converter: UnitConverter): UnitCounts {
  const counts = new Map<string, Map<string, number>>()
  if (table === undefined) return counts
  const codes = table.column('code', 'concept').ids
  const { values } = table.column('value', 'number')
  const units = table.column('unit', 'dictionary')
  const ucum = ucumOf(units, converter)
  for (let row = 0; row < codes.length; row++) {
    const unit = units.codes[row]! < 0 ? undefined : ucum[units.codes[row]!]
    if (codes[row]! < 0 || unit === undefined || Number.isNaN(values[row]!)) continue
    const code = codeOf(store, codes[row]!)
    const countByUnit = counts.get(code) ?? new Map<string, number>()
    counts.set(code, countByUnit)
    countByUnit.set(unit, (countByUnit.get(unit) ?? 0) + 1)
  }
  return counts
}

function addUnitCounts(left: UnitCounts, right: UnitCounts): UnitCounts {
  const sum = new Map(Array.from(left, ([code, countByUnit]) => [code, new Map(countByUnit)]))
  for (const [code, countByUnit] of right) {
    const known = sum.get(code) ?? new Map<string, number>()
    sum.set(code, known)
    for (const [unit, count] of countByUnit) known.set(unit, (known.get(unit) ?? 0) + count)
  }
  return sum
}

/** The unit that most results are in; of several the first by name. */
function commonUnit(counts: ReadonlyMap<string, number>): string {
  const [best] = Array.from(counts).sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
  return defined(best)[0]
}

function affine(from: string, to: string, converter: UnitConverter): AffineConversion | undefined {
  if (from === to) return { factor: 1, offset: 0 }
  const [zero, atOne] = [converter.convert(0, from, to), converter.convert(1, from, to)]
  return zero === undefined || atOne === undefined ? undefined : { factor: atOne - zero, offset: zero }
}
