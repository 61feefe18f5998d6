import { commonMessages as common } from '#messages/common.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import { nouns } from '#messages/nouns.ts'
import type { DataQualityPanel } from '#engine/population/panels/results/data-quality-result.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { multiplesChart } from '../charts/kinds/multiples.ts'
import { figureCell } from '../charts/parts/figure-lines.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureView } from './base/figure-view.ts'

type Build = (value: DataQualityPanel | undefined, format: Format) => FigureView

const gaps: Build = (value, format) => {
  const found = value?.gaps
  return {
    title: m.gapsInFeeds,
    subtitle: m.monthsWithLessThanAQuarter,
    caption: found === undefined ? '' : m.ofFeedsAndPayersWereCompared(format.quantity(found.judged, nouns.month)),
    model: undefined,
    table: found && {
      columns: [
        { label: m.feed, numeric: false },
        { label: common.from, numeric: false },
        { label: common.to, numeric: false },
        { label: common.rows, numeric: true },
        { label: m.usual, numeric: true }
      ],
      rows: found.rows.map(({ source, sources, from, to, isStopped, found: rows, usual }) => [
        { text: sources.length === 0 ? source : m.feedFromSources(source, sources.map(({ name }) => name).join(', ')) },
        { text: format.day(from) },
        { text: isStopped ? m.toTheEndItHasStopped(format.day(to)) : format.day(to) },
        figureCell(rows, format),
        figureCell(usual, format)
      ])
    },
    provenance: found?.provenance,
    empty: found?.rows.length === 0 ? m.noFeedHasSuchAMonth : undefined
  }
}

const types: Build = (value, format) => ({
  title: m.resourcesByType,
  subtitle: m.whatTheDataHoldMostFrequent,
  caption: m.ofAllDataWhateverTheFilters,
  model:
    value &&
    barsChart(
      value.types.map(({ resourceType, figure }) => ({ key: resourceType, label: resourceType, figure, filters: [] })),
      { heads: { label: common.type, value: common.resources }, things: m.types, parts: false },
      format
    ),
  provenance: value?.types[0]?.figure.provenance
})

const volumes: Build = (value, format) => {
  const found = value?.volumes
  return {
    title: m.volumeOfFeeds,
    subtitle: m.rowsByMonthEachOnItsOwnScale,
    caption: m.belowTheLimitAMonthIsAGap,
    model: found && multiplesChart(found.feeds, m.rowsByMonth, format),
    provenance: found?.provenance,
    empty: found?.feeds.length === 0 ? m.noFeedHasRows : undefined
  }
}

/** The figures of data quality, by the names that boards use. */
export const qualityFigures = { gaps, types, volumes } as const
