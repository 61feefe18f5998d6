import type { Figure, Provenance, Unit } from '#engine/base/figures/figure.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { readTokens } from '../../../src-renderer/charts/model/chart-tokens.ts'
import { textWidth } from '../../../src-renderer/charts/model/row-layout.ts'
import { fitText } from '../../../src-renderer/charts/model/scene.ts'
import { sceneToSvg } from '../../../src-renderer/charts/drawing/echarts.ts'
import { formatAge, formatClock, formatDay, formatMoment, formatMonth } from '../../../src-renderer/ui/format/day.ts'
import { formatFigure, formatRange, formatValue } from '../../../src-renderer/ui/format/figure.ts'
import { describeFilter, sourceLine } from '../../../src-renderer/ui/format/filter.ts'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatQuantity
} from '../../../src-renderer/ui/format/number.ts'
import type { ChartModel, ChartSize } from '../../../src-renderer/charts/model/chart-model.ts'
import type { Format } from '../../../src-renderer/ui/format/format.ts'

/** Day of a date of the proleptic calendar. */
export function day(year: number, month: number, date = 1): number {
  return Date.UTC(year, month - 1, date) / 86_400_000
}

export const provenance: Provenance = {
  definition: { id: 'd', version: '1', title: 'A definition', text: 'Who is counted.', sources: [] },
  snapshot: { id: 's', label: 'Riverbend', loadedAt: 0 },
  asOf: day(2026, 10, 31),
  filters: [{ dimension: 'payer', values: ['Medicare'] }]
}

/** A figure whose rows are people with these filters on top of those of {@link provenance}. */
export function figure(value: number | undefined, unit: Unit, filters: readonly Filter[] = []): Figure {
  const rows = { table: 'patient', asOf: provenance.asOf, filters: [...provenance.filters, ...filters], where: [] }
  return { value, unit, rows, provenance }
}

/** A share with an interval of ± 0.02. */
export function share(numerator: number, denominator: number, filters: readonly Filter[] = []): Figure {
  const value = numerator / denominator
  const interval = {
    low: Math.max(0, value - 0.02),
    high: Math.min(1, value + 0.02),
    level: 0.95,
    method: 'wilson'
  } as const
  return { ...figure(value, 'proportion', filters), numerator, denominator, interval }
}

/** American formats. @param smallCellLimit groups up to this size are hidden */
export function format(smallCellLimit = 0): Format {
  const locale = 'en-US'
  return {
    locale,
    smallCellLimit,
    count: (value) => formatCount(value, locale),
    people: (value) => (value > 0 && value <= smallCellLimit ? `<${smallCellLimit + 1}` : formatCount(value, locale)),
    quantity: (value, noun) => formatQuantity(value, noun, locale),
    percent: (value) => formatPercent(value, locale),
    value: (value, unit) => formatValue(value, unit, locale),
    range: (low, high, unit) => formatRange(low, high, unit, locale),
    figure: (each) => formatFigure(each, { locale, smallCellLimit }),
    day: (each) => formatDay(each, locale),
    month: (each) => formatMonth(each, locale),
    moment: (millis) => formatMoment(millis, locale),
    clock: (millis, withSeconds = false) => formatClock(millis, withSeconds, locale),
    age: formatAge,
    bytes: (bytes) => formatBytes(bytes, locale),
    duration: formatDuration,
    filter: (filter) => describeFilter(filter, []),
    source: ({ snapshot, ...context }) => sourceLine({ ...context, label: snapshot?.label ?? '' }, [], locale)
  }
}

/** A color of its own per token. */
export const tokens = readTokens((property) => {
  let hash = 7
  for (const letter of property) hash = (hash * 31 + letter.charCodeAt(0)) % 0xffffff
  return `#${hash.toString(16).padStart(6, '0')}`
}, '"Segoe UI", sans-serif')

/** A chart as an SVG document, its texts, and where its marks came to stand. */
export function draw(model: ChartModel, size: ChartSize = { width: 460, height: 300 }) {
  const scene = model.scene(tokens, size)
  return {
    scene,
    svg: sceneToSvg(scene, size, tokens.page, tokens.font),
    texts: scene.shapes.flatMap((shape) => (shape.kind === 'text' ? fitText(shape, textWidth) : [])),
    places: scene.places
  }
}

/** Every text of a chart that a reader can get at: table, read-outs and sentence. */
export function words(model: ChartModel): string {
  return [
    model.sentence,
    model.note,
    ...model.marks.flatMap(({ title, lines }) => [title, ...lines]),
    ...model.table.rows.flatMap((row) => row.flatMap(({ text, value }) => [text, String(value ?? '')]))
  ].join('\n')
}
