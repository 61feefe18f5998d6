/** The colors and the face of the design tokens that charts use, resolved to values a renderer can parse. */
export interface ChartTokens {
  /** Fills are told apart by patterns, because the system decides on the colors. */
  readonly hatched: boolean
  readonly font: string
  readonly page: string
  readonly hover: string
  readonly line: string
  readonly lineStrong: string
  readonly lineSubtle: string
  readonly text: string
  readonly textSecondary: string
  readonly textTertiary: string
  readonly accent: string
  readonly main: string
  readonly mainSoft: string
  readonly ref: string
  readonly refSoft: string
  readonly grid: string
  readonly axis: string
  readonly target: string
  /** What departs to the worse, and to the better. */
  readonly concern: string
  readonly improve: string
  readonly forecast: string
  readonly band80: string
  readonly band95: string
  readonly categories: readonly string[]
  readonly sequence: readonly string[]
  readonly bands: Readonly<Record<'a' | 'b' | 'c' | 'd' | 'u', string>>
  /** The fills of what has become of gaps. */
  readonly statuses: Readonly<Record<'closed' | 'due' | 'open' | 'excluded' | 'nodata', string>>
}

/**
 * Reads the tokens in force.
 * @param value resolves a custom property, e.g. `--chart-main`, to a color; see {@link cssColor}
 * @param font the `font-family` of the page
 */
export function readTokens(value: (property: string) => string, font: string, hatched = false): ChartTokens {
  const numbered = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => value(`--${name}-${i + 1}`))
  return {
    hatched,
    font,
    page: value('--surface-page'),
    hover: value('--surface-hover'),
    line: value('--line'),
    lineStrong: value('--line-strong'),
    lineSubtle: value('--line-subtle'),
    text: value('--text'),
    textSecondary: value('--text-secondary'),
    textTertiary: value('--text-tertiary'),
    accent: value('--accent'),
    main: value('--chart-main'),
    mainSoft: value('--chart-mainsoft'),
    ref: value('--chart-ref'),
    refSoft: value('--chart-refsoft'),
    grid: value('--chart-grid'),
    axis: value('--chart-axis'),
    target: value('--chart-target'),
    concern: value('--spc-concern'),
    improve: value('--spc-improve'),
    forecast: value('--chart-forecast'),
    band80: value('--chart-band80'),
    band95: value('--chart-band95'),
    categories: numbered('cat', 8),
    sequence: numbered('seq', 7),
    bands: {
      a: value('--band-a'),
      b: value('--band-b'),
      c: value('--band-c'),
      d: value('--band-d'),
      u: value('--band-u')
    },
    statuses: {
      closed: value('--fill-closed'),
      due: value('--fill-due'),
      open: value('--fill-open'),
      excluded: value('--fill-excluded'),
      nodata: value('--fill-nodata')
    }
  }
}
