import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { addMonths } from '../../../base/fhir/calendar.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { monthLabel } from '../base/periods.ts'
import type { View } from '../base/view.ts'
import type { FeedGaps, FeedVolumes } from '../results/data-quality-result.ts'
import { feedRows, feedText, gapShare, lookBack, type JudgedFeed } from './judged-feeds.ts'

/** Parts of feeds that are shown besides the feeds: those with the earliest gaps. */
const MAX_PARTS = 4

const definition: Definition = {
  id: 'data-quality/feeds',
  version: '1.0.0',
  title: m.volumeOfFeeds,
  text: m.rowsOfEachFeedByMonth,
  sources: []
}

/**
 * What each feed has of each of the last months, with the limit below which a month can be a gap; and the same of the payers and
 * practices with gaps.
 * @param judged all feeds, each before its parts
 */
export function feedVolumes(view: View, judged: readonly JudgedFeed[], { rows }: FeedGaps): FeedVolumes {
  const provenance = view.provenance(definition)
  const keyOf = (id: string): string => id.split('\n', 2).join('\n')
  const amiss = [...new Set(rows.map(({ id }) => keyOf(id)))].filter((key) => !key.endsWith('\n')).slice(0, MAX_PARTS)
  const shown = judged.filter(({ feed, part }) => part === '' || amiss.includes(`${feed.id}\n${part}`))
  if (shown.length === 0) return { feeds: [], provenance }
  // All lines have the same months.
  const last = Math.max(...shown.flatMap(({ series }) => series.map(({ month }) => month)))
  const months = Array.from({ length: lookBack }, (_, index) => addMonths(last, index + 1 - lookBack))
  return {
    feeds: shown.map((each) => {
      const bySeries = new Map(each.series.map((month) => [month.month, month]))
      return {
        id: `${each.feed.id}\n${each.part}`,
        label: feedText(view, each),
        points: months.map((month) => {
          const found = bySeries.get(month)
          const count = found?.rows ?? 0
          const selected = feedRows(view, each, month, addMonths(month, 1) - 1)
          return {
            at: month,
            label: monthLabel(month),
            figure: {
              value: count,
              unit: 'events',
              ...(count === 0 ? {} : { rows: selected, opens: count }),
              provenance
            },
            limit: found?.isJudged === true && found.usual !== undefined ? gapShare * found.usual.rows : undefined,
            isGap: found?.isGap === true
          }
        })
      }
    }),
    provenance
  }
}
