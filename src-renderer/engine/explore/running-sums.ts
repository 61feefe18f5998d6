/** Amounts are rounded to multiples of this share of one. */
const STEPS = 1 << 16
/** Sums of such multiples are exact below this. */
const MOST = 2 ** 37

/** Amounts per row as they are summed, and whether they can be taken away from a sum again without a trace. */
export interface Summable {
  /** NaN where the amount is unknown. */
  readonly amounts: Float64Array
  readonly exact: boolean
}

/** Sums by cell of the rows that are in it. */
export interface RunningSums {
  readonly rows: Int32Array
  /** Of the rows whose amount is known. */
  readonly sums: Float64Array
  readonly known: Int32Array
}

/** Rounds amounts to 1/65536, so that sums are exact in whatever order amounts are added and taken away. */
export function summable(amounts: Float64Array): Summable {
  let total = 0
  for (const amount of amounts) if (!Number.isNaN(amount)) total += Math.abs(amount)
  if (total >= MOST) return { amounts, exact: false }
  return { amounts: amounts.map((amount) => Math.round(amount * STEPS) / STEPS), exact: true }
}

/** Sums of no rows yet. */
export function noSums(cells: number): RunningSums {
  return { rows: new Int32Array(cells), sums: new Float64Array(cells), known: new Int32Array(cells) }
}

/**
 * Adds rows to the sum of all, and takes others away.
 * @param moved rows to add, and complements (`~row`) of those to take away
 */
export function moveTotal(total: RunningSums, moved: Int32Array, amounts: Float64Array): void {
  let sum = 0
  let known = 0
  for (let index = 0; index < moved.length; index++) {
    const row = moved[index]!
    const amount = amounts[row < 0 ? ~row : row]!
    if (Number.isNaN(amount)) continue
    sum += row < 0 ? -amount : amount
    known += row < 0 ? -1 : 1
  }
  total.sums[0]! += sum
  total.known[0]! += known
}

/**
 * As {@link moveTotal}, with a cell for each row.
 * @param amounts undefined counts rows only
 */
export function moveCells(
  cells: RunningSums,
  moved: Int32Array,
  amounts: Float64Array | undefined,
  cellOf: (row: number) => number
): void {
  for (let index = 0; index < moved.length; index++) {
    const movedRow = moved[index]!
    const row = movedRow < 0 ? ~movedRow : movedRow
    const more = movedRow < 0 ? -1 : 1
    const cell = cellOf(row)
    cells.rows[cell]! += more
    const amount = amounts === undefined ? Number.NaN : amounts[row]!
    if (Number.isNaN(amount)) continue
    cells.sums[cell]! += more * amount
    cells.known[cell]! += more
  }
}
