import type { SolvingWatch } from './solving-watch.ts'

/** An equation over variables whose terms add up to 0. */
export type Equation = readonly { readonly variable: number; readonly factor: number }[]

/** What is maximized: every variable lies between its bounds, and 0 is allowed for each of them. */
export interface LinearProgram {
  readonly equations: readonly Equation[]
  /** Lower bounds, at most 0. */
  readonly lower: Float64Array
  /** Upper bounds, at least 0; may be infinite. */
  readonly upper: Float64Array
  /** Gain per unit of each variable. */
  readonly gain: Float64Array
  /** Price per unit that a variable is away from 0, in either direction. */
  readonly price: Float64Array
}

const EPSILON = 1e-9
/** Steps without progress after which the first fitting column is taken (Bland), so that no basis comes twice. */
const STALLED_STEPS = 40

/**
 * Maximizes by the simplex method with bounded variables (Dantzig; Bland where it stalls). Each variable is the difference of
 * an increase and a decrease, so that the point 0 is a basis from the start and no first phase is needed.
 * @returns the variables at the maximum; infinite gains end at the variable that grows without end, whose value is infinite
 * @throws EffortSpent of the watch
 */
export function maximize(
  { equations, lower, upper, gain, price }: LinearProgram,
  watch?: Pick<SolvingWatch, 'spend'>
): Float64Array {
  const count = lower.length
  const columns = 2 * count
  const rows = equations.length
  watch?.spend(rows * columns)
  const range = new Float64Array(columns)
  const reduced = new Float64Array(columns)
  for (let variable = 0; variable < count; variable++) {
    range[variable] = upper[variable]!
    range[count + variable] = -lower[variable]!
    reduced[variable] = gain[variable]! - price[variable]!
    reduced[count + variable] = -gain[variable]! - price[variable]!
  }
  const tableau = equations.map((equation) => {
    const row = new Float64Array(columns)
    for (const { variable, factor } of equation) {
      row[variable]! += factor
      row[count + variable]! -= factor
    }
    return row
  })
  // The basis starts with one artificial variable (-1) for each equation, which can only be 0.
  const basis = new Int32Array(rows).fill(-1)
  const basic = new Float64Array(rows)
  const isBasic = new Uint8Array(columns)
  const isAtUpper = new Uint8Array(columns)
  const valuesNow = (): Float64Array => {
    const column = Float64Array.from(range, (width, each) => (isAtUpper[each] === 1 ? width : 0))
    basis.forEach((each, row) => {
      if (each >= 0) column[each] = basic[row]!
    })
    return Float64Array.from({ length: count }, (_, variable) => column[variable]! - column[count + variable]!)
  }
  let stalled = 0
  for (;;) {
    watch?.spend(rows + columns)
    const entering = enteringColumn(reduced, range, isBasic, isAtUpper, stalled > STALLED_STEPS)
    if (entering < 0) return valuesNow()
    const direction = isAtUpper[entering] === 1 ? -1 : 1
    let step = range[entering]!
    let leaving = -1
    for (let row = 0; row < rows; row++) {
      const change = -direction * tableau[row]![entering]!
      if (Math.abs(change) <= EPSILON) continue
      const top = basis[row]! < 0 ? 0 : range[basis[row]!]!
      const room = Math.max(0, change > 0 ? (top - basic[row]!) / change : basic[row]! / -change)
      if (room < step - EPSILON || (room <= step && leaving >= 0 && basis[row]! < basis[leaving]!)) {
        step = Math.min(step, room)
        leaving = row
      }
    }
    if (step === Number.POSITIVE_INFINITY) {
      const values = valuesNow()
      values[entering % count] = entering < count ? step : -step
      return values
    }
    stalled = step > EPSILON ? 0 : stalled + 1
    for (let row = 0; row < rows; row++) basic[row]! -= direction * tableau[row]![entering]! * step
    if (leaving < 0) {
      isAtUpper[entering] = 1 - isAtUpper[entering]!
      continue
    }
    const left = basis[leaving]!
    if (left >= 0) {
      isBasic[left] = 0
      isAtUpper[left] = basic[leaving]! > range[left]! / 2 ? 1 : 0
    }
    basic[leaving] = isAtUpper[entering] === 1 ? range[entering]! - step : step
    basis[leaving] = entering
    isBasic[entering] = 1
    isAtUpper[entering] = 0
    const changed = pivot(tableau, reduced, leaving, entering)
    watch?.spend(changed)
  }
}

/** The column by which most is gained per unit; the first by which anything is, where that is asked. @returns -1 for none */
function enteringColumn(
  reduced: Float64Array,
  range: Float64Array,
  isBasic: Uint8Array,
  isAtUpper: Uint8Array,
  isFirst: boolean
): number {
  let entering = -1
  let best = EPSILON
  for (let column = 0; column < reduced.length; column++) {
    if (isBasic[column] === 1 || range[column]! <= 0) continue
    const gained = isAtUpper[column] === 1 ? -reduced[column]! : reduced[column]!
    if (gained <= best) continue
    entering = column
    if (isFirst) break
    best = gained
  }
  return entering
}

/** @returns how many numbers were changed */
function pivot(tableau: readonly Float64Array[], reduced: Float64Array, row: number, column: number): number {
  const pivotRow = tableau[row]!
  const divisor = pivotRow[column]!
  for (let each = 0; each < pivotRow.length; each++) pivotRow[each]! /= divisor
  const used: number[] = []
  pivotRow.forEach((value, each) => {
    if (Math.abs(value) > 1e-12) used.push(each)
    else pivotRow[each] = 0
  })
  let changed = pivotRow.length
  const subtract = (target: Float64Array): void => {
    const factor = target[column]!
    if (factor === 0) return
    changed += used.length
    for (const each of used) target[each]! -= factor * pivotRow[each]!
    target[column] = 0
  }
  tableau.forEach((target, each) => {
    if (each !== row) subtract(target)
  })
  subtract(reduced)
  return changed
}
