/** One value of a histogram. */
export interface HistogramValue {
  readonly value: string
  readonly label: string
}

/** A bar's place across the chart, in percent of its width. */
export interface HistogramBar {
  /** Index into the values. */
  readonly code: number
  readonly start: number
  readonly width: number
  /** It stands apart for people without a value: on the far side of the gap, hatched, and out of the scale. */
  readonly isMissing: boolean
}

/** A label below a bar. `middle` is that of the bar, in percent of the width. */
export interface HistogramTick {
  readonly code: number
  readonly text: string
  readonly middle: number
}

/** Where everything in a histogram stands. */
export interface HistogramLayout {
  readonly bars: readonly HistogramBar[]
  readonly ticks: readonly HistogramTick[]
}

/** Values that stand for no value. */
export const missingValues: ReadonlySet<string> = new Set(['none', 'unknown', ''])

/** Widths in bars. A missing bar is wide enough for its label, also where bars are many and narrow: then a share of all of them. */
const GAP = 0.8
const MISSING = 2.4
const MISSING_SHARE = 0.3
const MAX_TICKS = 5

/**
 * Places the bars of an ordered dimension. People without a value stand behind a gap; nobody stands there when `people` says
 * so. Ticks stand below the middle of their bars and name where the bar begins; the last bar always has one.
 */
export function histogramLayout(values: readonly HistogramValue[], people: ArrayLike<number>): HistogramLayout {
  const codes = values.map((_, code) => code)
  const known = codes.filter((code) => !missingValues.has(values[code]!.value))
  const missing = codes.filter((code) => missingValues.has(values[code]!.value) && (people[code] ?? 0) > 0)
  const wide = Math.max(MISSING, MISSING_SHARE * known.length)
  const units = known.length + missing.length * (GAP + wide)
  const percent = (unit: number): number => (units === 0 ? 0 : (unit / units) * 100)
  const bars = [
    ...known.map((code, index) => ({ code, start: percent(index), width: percent(1), isMissing: false })),
    ...missing.map((code, index) => ({
      code,
      start: percent(known.length + GAP + index * (GAP + wide)),
      width: percent(wide),
      isMissing: true
    }))
  ]
  const ticks = tickPlaces(known.length).map((index) => {
    const bar = bars[index]!
    return { code: bar.code, text: beginning(values[bar.code]!.label), middle: bar.start + bar.width / 2 }
  })
  return { bars, ticks }
}

/** Evenly spread places with the last one, and none crowding it. */
function tickPlaces(count: number): number[] {
  if (count <= MAX_TICKS) return Array.from({ length: count }, (_, index) => index)
  const step = Math.ceil((count - 1) / (MAX_TICKS - 1))
  const places: number[] = []
  for (let index = 0; index <= count - 1 - step; index += step) places.push(index)
  return [...places, count - 1]
}

/** "6.0 to under 6.5" and "0–4" begin at 6.0 and 0; "85 and over" and "4 or more" become "85+" and "4+". */
function beginning(label: string): string {
  const open = /^(.+?)(?: and over| or more|\+)$/.exec(label)
  if (open !== null) return `${open[1]!}+`
  return /^(.+?)(?: to under |\u2013)/.exec(label)?.[1] ?? label
}
