/** A fraction in lowest terms with a positive denominator, so that nothing is rounded. */
interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}

const zero: Fraction = { top: 0n, bottom: 1n }
const unit: Fraction = { top: 1n, bottom: 1n }

function divisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right]
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? 1n : a
}

function fraction(top: bigint, bottom: bigint): Fraction {
  const by = divisor(top, bottom) * (bottom < 0n ? -1n : 1n)
  return { top: top / by, bottom: bottom / by }
}

const minus = (left: Fraction, right: Fraction): Fraction =>
  fraction(left.top * right.bottom - right.top * left.bottom, left.bottom * right.bottom)
const times = (left: Fraction, right: Fraction): Fraction => fraction(left.top * right.top, left.bottom * right.bottom)
const over = (left: Fraction, right: Fraction): Fraction => fraction(left.top * right.bottom, left.bottom * right.top)
const isLess = (left: Fraction, right: Fraction): boolean => left.top * right.bottom < right.top * left.bottom

/** What an attacker knows of a number. `high` is undefined where nothing bounds it from above. */
export interface KnownBounds {
  readonly low: number
  readonly high: number | undefined
}

/** Numbers that add up to another one, by their places. */
export interface KnownSum {
  readonly total: number
  readonly parts: readonly number[]
}

/**
 * The bounds of one number by all that is known: linear programs solved in exact fractions by the two-phase simplex method in
 * standard form with Bland's rule, which shares nothing with the program that it is meant to attack.
 */
export function exactBounds(known: readonly KnownBounds[], sums: readonly KnownSum[], place: number): KnownBounds {
  const low = extreme(known, sums, place, -1n)
  const high = extreme(known, sums, place, 1n)
  if (low === undefined) throw new Error('What is known cannot be true.')
  return { low, high }
}

/** @returns the highest (`sign` 1) or lowest (-1) value; undefined where there is no highest one */
function extreme(
  known: readonly KnownBounds[],
  sums: readonly KnownSum[],
  place: number,
  sign: bigint
): number | undefined {
  const count = known.length
  const bounded = known.flatMap(({ high }, variable) => (high === undefined ? [] : [variable]))
  const rows: Fraction[][] = []
  const size = count + bounded.length
  const whole = (value: number): Fraction => ({ top: BigInt(value), bottom: 1n })
  // Each variable is its distance from its lower bound; an upper bound is an equation with a slack variable.
  for (const { total, parts } of sums) {
    const row = Array.from({ length: size + 1 }, () => zero)
    row[total] = minus(row[total]!, unit)
    for (const part of parts) row[part] = minus(row[part]!, { top: -1n, bottom: 1n })
    row[size] = whole(known[total]!.low - parts.reduce((sum, part) => sum + known[part]!.low, 0))
    rows.push(row)
  }
  bounded.forEach((variable, index) => {
    const row = Array.from({ length: size + 1 }, () => zero)
    row[variable] = unit
    row[count + index] = unit
    row[size] = whole(known[variable]!.high! - known[variable]!.low)
    rows.push(row)
  })
  for (const [index, row] of rows.entries())
    if (isLess(row[size]!, zero)) rows[index] = row.map((value) => minus(zero, value))
  const basis = rows.map((_, index) => size + index)
  const widened = rows.map((row, index) => [
    ...row.slice(0, size),
    ...rows.map((_, other) => (other === index ? unit : zero)),
    row[size]!
  ])
  const width = size + rows.length
  const phaseOne = Array.from({ length: width + 1 }, (_, column) =>
    column >= size && column < width ? minus(zero, unit) : zero
  )
  climb(widened, basis, phaseOne, width)
  const value = (variable: number): Fraction => {
    const row = basis.indexOf(variable)
    return row < 0 ? zero : widened[row]![width]!
  }
  if (basis.some((variable) => variable >= size && value(variable).top !== 0n))
    throw new Error('What is known cannot be true.')
  const goal = Array.from({ length: width + 1 }, () => zero)
  goal[place] = { top: sign, bottom: 1n }
  if (!climb(widened, basis, goal, size)) return undefined
  const found = value(place)
  return known[place]!.low + Number(found.top) / Number(found.bottom)
}

/** @param columns those that may enter @returns false where the goal has no maximum */
function climb(rows: Fraction[][], basis: number[], goal: readonly Fraction[], columns: number): boolean {
  const last = rows[0]!.length - 1
  for (;;) {
    let entering = -1
    for (let column = 0; column < columns && entering < 0; column++) {
      if (basis.includes(column)) continue
      const gained = rows.reduce(
        (sum, row, index) => minus(sum, times(goal[basis[index]!]!, row[column]!)),
        goal[column]!
      )
      if (gained.top > 0n) entering = column
    }
    if (entering < 0) return true
    let leaving = -1
    let smallest = zero
    rows.forEach((row, index) => {
      // An artificial variable that is still in the basis is 0, and must not grow.
      const isArtificial = basis[index]! >= columns
      if (row[entering]!.top <= 0n && !(isArtificial && row[entering]!.top !== 0n)) return
      const ratio = row[entering]!.top <= 0n ? zero : over(row[last]!, row[entering]!)
      if (leaving >= 0 && !isLess(ratio, smallest) && !(!isLess(smallest, ratio) && basis[index]! < basis[leaving]!))
        return
      leaving = index
      smallest = ratio
    })
    if (leaving < 0) return false
    const pivot = rows[leaving]![entering]!
    rows[leaving] = rows[leaving]!.map((value) => over(value, pivot))
    rows.forEach((row, index) => {
      const factor = row[entering]!
      if (index === leaving || factor.top === 0n) return
      rows[index] = row.map((value, column) => minus(value, times(factor, rows[leaving]![column]!)))
    })
    basis[leaving] = entering
  }
}
