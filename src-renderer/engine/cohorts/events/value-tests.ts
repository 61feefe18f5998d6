import { comparableUnit } from '../../base/fhir/unit-text.ts'
import type { Measurement } from '../../population/registries/registry-definition.ts'
import type { ValueTest } from '../definition/criteria.ts'

/** By what a value in one UCUM unit is multiplied to be in another; undefined where that is no multiplication. */
export type UnitFactor = (from: string, to: string) => number | undefined

interface Conversion {
  readonly factor: number
  readonly offset: number
}

const same = (left: string, right: string): boolean => comparableUnit(left) === comparableUnit(right)

/** From a unit of the data to the own unit of a test, as its definition says. */
function ofMeasurement({ parts }: Measurement, unit: string): Conversion | undefined {
  for (const { units } of parts)
    for (const known of units)
      if (same(known.unit, unit)) return { factor: known.factor ?? 1, offset: known.offset ?? 0 }
  return undefined
}

/**
 * How results in a unit become results in the unit of a criterion: units written alike; by the test's own conversions, which
 * know the molar mass; else by UCUM.
 * @returns undefined where they cannot be compared
 */
export function conversionOf(
  from: string,
  to: string,
  measurements: readonly Measurement[],
  unitFactor: UnitFactor
): Conversion | undefined {
  if (same(from, to)) return { factor: 1, offset: 0 }
  for (const measurement of measurements) {
    const [source, target] = [ofMeasurement(measurement, from), ofMeasurement(measurement, to)]
    if (source === undefined || target === undefined) continue
    return { factor: source.factor / target.factor, offset: (source.offset - target.offset) / target.factor }
  }
  const factor = from === '' || to === '' ? undefined : unitFactor(from, to)
  return factor === undefined ? undefined : { factor, offset: 0 }
}

/** Values differ by rounding of conversions only below this share of them. */
const TOLERANCE = 1e-9

/** Whether a converted value passes. */
export function passesValue({ comparison, value, to = value }: ValueTest, found: number): boolean {
  const slack = Math.abs(value) * TOLERANCE
  const isEqual = Math.abs(found - value) <= slack
  switch (comparison) {
    case '<':
      return found < value && !isEqual
    case '<=':
      return found < value || isEqual
    case '>':
      return found > value && !isEqual
    case '>=':
      return found > value || isEqual
    case '=':
      return isEqual
    case 'between':
      return (found > value || isEqual) && found <= to + Math.abs(to) * TOLERANCE
  }
}
