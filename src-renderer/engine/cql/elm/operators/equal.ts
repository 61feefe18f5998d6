import { spend } from '../library/budget.ts'
import { Code, CodeSystem, Concept, ValueSet } from '../values/code.ts'
import { FhirElement, type FhirJson, type FhirObject } from '../values/fhir-element.ts'
import { Interval, Tuple, isFhirObject, isList, Uncertainty, type Value } from '../values/value.ts'
import { Quantity, Ratio } from '../values/quantity.ts'
import { Temporal } from '../values/temporal.ts'
import { comparableTemporals, compareTemporal } from './compare-temporal.ts'
import { compare, toDecimal } from './compare.ts'
import { end, start } from './interval-bounds.ts'
import { compareQuantities } from './quantities.ts'

/** CQL `=`: null where an operand is null or the answer is uncertain (CQL 1.5, appendix B, "Equal"). */
export function equal(a: Value, b: Value): boolean | null {
  if (a === null || b === null) return null
  if (a === b) return true
  if (typeof a === 'string' || typeof a === 'boolean') return false
  if (a instanceof Temporal && b instanceof Temporal) {
    if (!comparableTemporals(a, b)) return false
    const order = compareTemporal(a, b)
    return order === undefined ? null : order === 0
  }
  if (a instanceof Quantity && b instanceof Quantity) {
    const order = compareQuantities(a, b)
    return order === undefined ? null : order === 0
  }
  if (isList(a)) return isList(b) ? equalLists(a, b) : false
  if (a instanceof Interval)
    return b instanceof Interval ? allEqual([equal(start(a), start(b)), equal(end(a), end(b))]) : false
  if (a instanceof Tuple) return b instanceof Tuple ? equalTuples(a, b) : false
  if (a instanceof Code) return b instanceof Code ? equalCodes(a, b) : false
  if (a instanceof Concept) {
    return b instanceof Concept ? allEqual([equalLists(a.codes, b.codes), equalOrAbsent(a.display, b.display)]) : false
  }
  if (a instanceof Ratio) {
    return b instanceof Ratio ? allEqual([equal(a.numerator, b.numerator), equal(a.denominator, b.denominator)]) : false
  }
  if (a instanceof ValueSet || a instanceof CodeSystem) {
    return (b instanceof ValueSet || b instanceof CodeSystem) && a.id === b.id && a.version === b.version
  }
  if (a instanceof Uncertainty || b instanceof Uncertainty) {
    const order = compare(a, b)
    return order === null ? null : order === 0
  }
  const [x, y] = [toDecimal(a), toDecimal(b)]
  if (x !== undefined) return y !== undefined && x.units === y.units
  if (a instanceof FhirElement) return b instanceof FhirElement ? equalJson(a.json, b.json) : false
  return isFhirObject(a) && isFhirObject(b) && equalJson(a, b)
}

/** False when one part is unequal, null when none is but one is uncertain. */
function allEqual(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}

/** Elements that are missing on both sides are equal. */
function equalOrAbsent(a: string | undefined, b: string | undefined): boolean | null {
  if (a === undefined && b === undefined) return true
  return a === undefined || b === undefined ? null : a === b
}

function equalCodes(a: Code, b: Code): boolean | null {
  return allEqual([
    a.code === b.code,
    equalOrAbsent(a.system, b.system),
    equalOrAbsent(a.version, b.version),
    equalOrAbsent(a.display, b.display)
  ])
}

/** Lists are equal when they are equal element by element; two nulls in one place are equal (CQL 1.5, "Equal"). */
function equalLists(a: readonly Value[], b: readonly Value[]): boolean | null {
  if (a.length !== b.length) return false
  spend(a.length)
  return allEqual(a.map((item, index) => equalWithNulls(item, b[index] ?? null)))
}

/** The first element that is not equal decides. */
function equalTuples(a: Tuple, b: Tuple): boolean | null {
  spend(a.elements.size)
  for (const name of new Set([...a.elements.keys(), ...b.elements.keys()])) {
    const same = equalWithNulls(a.elements.get(name) ?? null, b.elements.get(name) ?? null)
    if (same !== true) return same
  }
  return true
}

/** As {@link equal}, but two nulls are equal: how lists and tuples compare their elements. */
export function equalWithNulls(a: Value, b: Value): boolean | null {
  return a === null && b === null ? true : equal(a, b)
}

/** FHIR objects are equal when all their members are. */
function equalJson(a: FhirJson | undefined, b: FhirJson | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => equalJson(item as FhirJson, b[index] as FhirJson))
  }
  const [left, right] = [a as FhirObject, b as FhirObject]
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => equalJson(left[key], right[key]))
}
