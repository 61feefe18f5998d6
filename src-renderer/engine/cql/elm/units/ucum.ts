import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import ucum from '@lhncbc/ucum-lhc'

const utilities = ucum.UcumLhcUtils.getInstance()
const factors = new Map<string, number | undefined>()

/** Undefined when the text is a UCUM unit, else why it is not. */
export function ucumProblem(unit: string): string | undefined {
  const result = utilities.validateUnitString(unit)
  return result.status === 'valid' ? undefined : result.msg.join(' ') || m.isNotAUCUMUnit(unit)
}

/**
 * By what a value in `from` is multiplied to be in `to`. Undefined when the two measure different things, one is no
 * UCUM unit, or the conversion is no multiplication (Celsius to Fahrenheit).
 */
export function ucumFactor(from: string, to: string): number | undefined {
  if (from === to) return 1
  const key = `${from} ${to}`
  if (factors.has(key)) return factors.get(key)
  const [a, b] = [unitOf(from), unitOf(to)]
  let factor: number | undefined
  if (a !== undefined && b !== undefined && a.cnv_ === null && b.cnv_ === null && sameDimension(a, b)) {
    factor = a.magnitude_ / b.magnitude_
  }
  factors.set(key, factor)
  return factor
}

/** A value of `from` in `to`, special units such as Celsius included. Undefined when that is not possible. */
export function ucumConvert(value: number, from: string, to: string): number | undefined {
  const factor = ucumFactor(from, to)
  if (factor !== undefined) return value * factor
  const result = utilities.convertUnitTo(from, value, to)
  return result.status === 'succeeded' && result.toVal !== null ? result.toVal : undefined
}

type Unit = NonNullable<ReturnType<typeof utilities.getSpecifiedUnit>['unit']>
const units = new Map<string, Unit | undefined>()

function unitOf(code: string): Unit | undefined {
  if (units.has(code)) return units.get(code)
  const unit = utilities.getSpecifiedUnit(code, 'validate').unit ?? undefined
  units.set(code, unit)
  return unit
}

function sameDimension(a: Unit, b: Unit): boolean {
  const [left, right] = [a.dim_?.dimVec_ ?? [], b.dim_?.dimVec_ ?? []]
  const length = Math.max(left.length, right.length)
  for (let i = 0; i < length; i++) if ((left[i] ?? 0) !== (right[i] ?? 0)) return false
  return true
}
