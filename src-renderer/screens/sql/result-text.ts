/** What stands in a row of an answer. */
export type ResultCell = string | number | null | undefined

/** Rows that the layout of a column is decided by. */
const SAMPLED = 200
const MAX_DECIMALS = 6
/** Columns whose numbers name something. */
const namesSomething = /(?:^|_)(?:id|code|year|zip|postal_code)$/i

/** How the numbers of one column are written. */
export interface NumberLayout {
  /** Decimals that each has at least, so that they stand below each other. */
  readonly decimals: number
  /** With separators of thousands. */
  readonly grouped: boolean
}

/** The layout of a column by its name and its first values. */
export function numberLayout(name: string, values: readonly ResultCell[]): NumberLayout {
  const numbers = values.slice(0, SAMPLED).filter((value) => typeof value === 'number')
  return {
    // Numbers with many decimals set no standard for the others.
    decimals: Math.max(0, ...numbers.map(decimalsOf).filter((count) => count <= MAX_DECIMALS)),
    grouped: !namesSomething.test(name) && !numbers.every(isYear) && numbers.some((value) => Math.abs(value) >= 1_000)
  }
}

/** A value as it is read: – for none, numbers by the layout of their column. */
export function resultCellText(
  value: ResultCell,
  { decimals, grouped }: NumberLayout = { decimals: 0, grouped: false }
): string {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'number') return value
  const text = decimalsOf(value) < decimals ? value.toFixed(decimals) : plainText(value)
  if (!grouped || text.includes('e')) return text
  return text.replace(/^-?\d+/, (integer) => integer.replace(/\B(?=(?:\d{3})+$)/g, ','))
}

/** Years are read without separators, whatever their column is called. */
function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1_800 && value <= 2_200
}

function plainText(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(12)))
}

function decimalsOf(value: number): number {
  return /\.(\d+)$/.exec(plainText(value))?.[1]?.length ?? 0
}
