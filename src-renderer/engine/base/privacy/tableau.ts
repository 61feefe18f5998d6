/** An equation over variables whose terms add up to 0. */
export type Equation = readonly { readonly variable: number; readonly factor: number }[]

/** What is maximized: every variable lies between its bounds, and 0 is allowed for each of them. */
export interface ProgramBounds {
  /** Lower bounds, at most 0. */
  readonly lower: Float64Array
  /** Upper bounds, at least 0; may be infinite. */
  readonly upper: Float64Array
  /** Gain per unit of each variable; those with a gain have finite bounds. */
  readonly gain: Float64Array
  /** Price per unit that a variable is away from 0, in either direction. */
  readonly price: Float64Array
}

/** Numbers nearer to 0 are taken for it. */
export const EPSILON = 1e-9

/**
 * The equations solved for the variables of a basis. Column `c` is the increase of the variable `c`, column `count + c` its
 * decrease; of each equation only the numbers for increases are kept.
 */
export class Tableau {
  /** Numbers that the last step changed. */
  changed = 0
  readonly #size: number
  readonly #variables: readonly number[]
  readonly #rows: readonly Float64Array[]
  /** How far each column may go. */
  readonly #range: Float64Array
  /** Gain per unit of each column that is not in the basis. */
  readonly #reduced: Float64Array
  /** The column of each row. The basis starts with one artificial variable (-1) for each equation, which can only be 0. */
  readonly #basis: Int32Array
  /** The value of each row. */
  readonly #basic: Float64Array
  readonly #isBasic: Uint8Array
  readonly #isAtUpper: Uint8Array
  /** Places of the numbers of the last pivot row that are not 0. */
  readonly #used: Int32Array

  /**
   * @param variables those that have columns, in their order
   * @param equations with terms of these and of variables that stand still
   */
  constructor(
    { lower, upper, gain, price }: ProgramBounds,
    variables: readonly number[],
    equations: readonly Equation[]
  ) {
    const count = variables.length
    this.#size = lower.length
    this.#variables = variables
    this.#range = new Float64Array(2 * count)
    this.#reduced = new Float64Array(2 * count)
    const columns = new Int32Array(lower.length).fill(-1)
    variables.forEach((variable, column) => {
      columns[variable] = column
      this.#range[column] = upper[variable]!
      this.#range[count + column] = -lower[variable]!
      this.#reduced[column] = gain[variable]! - price[variable]!
      this.#reduced[count + column] = -gain[variable]! - price[variable]!
    })
    this.#rows = equations.map((equation) => {
      const row = new Float64Array(count)
      for (const { variable, factor } of equation) {
        const column = columns[variable]!
        if (column >= 0) row[column]! += factor
      }
      return row
    })
    this.#basis = new Int32Array(equations.length).fill(-1)
    this.#basic = new Float64Array(equations.length)
    this.#isBasic = new Uint8Array(2 * count)
    this.#isAtUpper = new Uint8Array(2 * count)
    this.#used = new Int32Array(count)
  }

  /** The column by which most is gained per unit; the first by which anything is, where that is asked. @returns -1 for none */
  entering(isFirst: boolean): number {
    const [reduced, range, isBasic, isAtUpper] = [this.#reduced, this.#range, this.#isBasic, this.#isAtUpper]
    let entering = -1
    let best = EPSILON
    for (let column = 0; column < reduced.length; column++) {
      const gained = isAtUpper[column] === 1 ? -reduced[column]! : reduced[column]!
      if (gained <= best || isBasic[column] === 1 || range[column]! <= 0) continue
      entering = column
      if (isFirst) break
      best = gained
    }
    return entering
  }

  /** Lets a column grow, or come back from its bound, as far as it goes. @returns how far; infinite where nothing ends it */
  enter(entering: number): number {
    const [range, basis, basic] = [this.#range, this.#basis, this.#basic]
    const count = this.#variables.length
    const column = entering % count
    const sign = entering < count ? 1 : -1
    const direction = this.#isAtUpper[entering] === 1 ? -1 : 1
    let step = range[entering]!
    let leaving = -1
    for (let row = 0; row < basis.length; row++) {
      const change = -direction * sign * this.#rows[row]![column]!
      if (Math.abs(change) <= EPSILON) continue
      const top = basis[row]! < 0 ? 0 : range[basis[row]!]!
      const room = Math.max(0, change > 0 ? (top - basic[row]!) / change : basic[row]! / -change)
      if (room < step - EPSILON || (room <= step && leaving >= 0 && basis[row]! < basis[leaving]!)) {
        step = Math.min(step, room)
        leaving = row
      }
    }
    this.changed = 0
    if (step === Number.POSITIVE_INFINITY) return step
    if (step > 0)
      for (let row = 0; row < basis.length; row++) basic[row]! -= direction * sign * this.#rows[row]![column]! * step
    if (leaving < 0) {
      this.#isAtUpper[entering] = 1 - this.#isAtUpper[entering]!
      return step
    }
    const left = basis[leaving]!
    if (left >= 0) {
      this.#isBasic[left] = 0
      this.#isAtUpper[left] = basic[leaving]! > range[left]! / 2 ? 1 : 0
    }
    basic[leaving] = this.#isAtUpper[entering] === 1 ? range[entering]! - step : step
    basis[leaving] = entering
    this.#isBasic[entering] = 1
    this.#isAtUpper[entering] = 0
    this.#pivot(leaving, column, sign)
    return step
  }

  /** Solves the row for a column, and takes it out of the others. */
  #pivot(row: number, column: number, sign: number): void {
    const pivotRow = this.#rows[row]!
    const used = this.#used
    const divisor = sign * pivotRow[column]!
    let length = 0
    for (let each = 0; each < pivotRow.length; each++) {
      const value = pivotRow[each]! / divisor
      if (Math.abs(value) > 1e-12) {
        pivotRow[each] = value
        used[length++] = each
      } else pivotRow[each] = 0
    }
    this.changed = pivotRow.length
    for (const [index, target] of this.#rows.entries()) {
      const factor = sign * target[column]!
      if (index === row || factor === 0) continue
      this.changed += length
      for (let position = 0; position < length; position++) {
        const each = used[position]!
        target[each]! -= factor * pivotRow[each]!
      }
      target[column] = 0
    }
    const reduced = this.#reduced
    const count = pivotRow.length
    const entering = sign > 0 ? column : count + column
    const factor = reduced[entering]!
    if (factor === 0) return
    this.changed += 2 * length
    for (let position = 0; position < length; position++) {
      const each = used[position]!
      const change = factor * pivotRow[each]!
      reduced[each]! -= change
      reduced[count + each]! += change
    }
    reduced[entering] = 0
  }

  /** The values of all variables of the program; those without a column are 0. */
  values(): Float64Array {
    const values = new Float64Array(this.#size)
    const count = this.#variables.length
    const add = (column: number, value: number): void => {
      values[this.#variables[column % count]!]! += column < count ? value : -value
    }
    this.#range.forEach((width, column) => {
      if (this.#isAtUpper[column] === 1 && this.#isBasic[column] === 0) add(column, width)
    })
    this.#basis.forEach((column, row) => {
      if (column >= 0) add(column, this.#basic[row]!)
    })
    return values
  }
}
