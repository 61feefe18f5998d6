import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { defined } from '#shared/language/defined.ts'
import { addMonths } from '../../../base/fhir/calendar.ts'
import type { Day } from '../../../base/figures/filter.ts'
import type { Definition, Provenance } from '../../../base/figures/figure.ts'
import type { View } from '../base/view.ts'
import type { Feed } from './divided-feeds.ts'
import { feedSources } from './feed-sources.ts'
import { feedRows, feedText, type JudgedFeed, type JudgedMonth } from './judged-feeds.ts'
import type { FeedGaps } from '../results/data-quality-result.ts'

/** Months before a stop whose rows tell where a feed came from. */
const monthsBefore = 6

const definition: Definition = {
  id: 'data-quality/gaps',
  version: '2.2.0',
  title: m.gapsInFeeds,
  text: m.encountersObservationsPrescriptionsAndClaimsBy,
  sources: [
    {
      title: m.aHarmonizedDataQualityAssessmentTerminologyAnd,
      publisher: m.kahnAndOthersEGEMs41,
      year: 2016
    }
  ]
}

/**
 * Months in which feeds, the claims of one payer or the records of one practice's people have far fewer rows than before and
 * after. A gap of a whole feed is not told again of its parts.
 * @param judged all feeds, each before its parts
 */
export function feedGaps(view: View, judged: readonly JudgedFeed[]): FeedGaps {
  const provenance = view.provenance(definition)
  const told = new Map<Feed, ReadonlySet<Day>>()
  const rows = judged.flatMap((each): FeedGaps['rows'][number][] => {
    const { feed, part, series } = each
    const gaps = series.filter(({ isGap }) => isGap)
    if (part === '') told.set(feed, new Set(gaps.map(({ month }) => month)))
    const newGaps = part === '' ? gaps : gaps.filter(({ month }) => told.get(feed)?.has(month) !== true)
    return runsOf(newGaps).map((run) => rowOf(view, each, run, provenance))
  })
  const months = judged.flatMap(({ series }) => series.filter(({ isJudged }) => isJudged))
  return { rows: rows.sort((left, right) => left.from - right.from), judged: months.length, provenance }
}

function rowOf(
  view: View,
  each: JudgedFeed,
  run: readonly JudgedMonth[],
  provenance: Provenance
): FeedGaps['rows'][number] {
  const {
    feed: { id, table, category, parts },
    part
  } = each
  const [from, to] = [run[0]!.month, addMonths(defined(run.at(-1)).month, 1) - 1]
  const found = run.reduce((sum, { rows }) => sum + rows, 0)
  const isStopped = run.some(({ isStopped: stops }) => stops)
  const selected = feedRows(view, each, from, to)
  return {
    id: `${id}\n${part}\n${from}`,
    table,
    payer: parts === 'payer' ? part : '',
    practice: parts === 'practice' ? part : '',
    category,
    source: feedText(view, each),
    from,
    to,
    isStopped,
    sources: isStopped ? feedSources(view, each, addMonths(from, -monthsBefore), from - 1) : [],
    found: { value: found, unit: 'events', ...(found === 0 ? {} : { rows: selected, opens: found }), provenance },
    usual: {
      value: run.reduce((sum, { usual }) => sum + (usual?.rows ?? 0), 0),
      unit: 'events',
      provenance
    }
  }
}

/** Months that follow one another, together. */
function runsOf<M extends JudgedMonth>(months: readonly M[]): readonly (readonly M[])[] {
  const runs: M[][] = []
  for (const month of months) {
    const before = runs.at(-1)
    if (before !== undefined && addMonths(defined(before.at(-1)).month, 1) === month.month) before.push(month)
    else runs.push([month])
  }
  return runs
}
