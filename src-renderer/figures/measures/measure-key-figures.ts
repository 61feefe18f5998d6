import { commonMessages as common } from '#messages/common.ts'
import { figuresMeasureMessages as m } from '#messages/figures/measure.ts'
import { nouns } from '#messages/nouns.ts'
import { dayOfPeriod } from '#engine/measures/rates/period-progress.ts'
import type { MeasurePanel, ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import type { KeyFigure } from '#engine/population/panels/results/shapes.ts'
import type { Format } from '../../ui/format/format.ts'
import { withPopulations } from './population-format.ts'
import { changeShown, pointsText } from './scorecard-table.ts'

/** `4 stars`, or why there are none. */
function starsText({ stars, unrated, estimate, projection }: NonNullable<ScorecardRow['star']>): string {
  if (stars === undefined) return unrated?.label ?? m.noStars
  const kind = projection !== undefined ? m.asProjected : estimate === undefined ? '' : m.asAnEstimate
  return m.starsStarsKind(stars, kind)
}

/** What stands under the rate: why there is none, or which way is better and how it compares. */
function rateNote(row: ScorecardRow, direction: string, format: Pick<Format, 'percent' | 'figure'>): string {
  const { cannotCompute, progress, benchmark } = row
  if (cannotCompute !== undefined) return m.cannotBeComputedInText(cannotCompute)
  const better =
    benchmark === undefined ? direction : m.benchmark(direction, format.percent(benchmark.value), benchmark.title)
  const far = progress === undefined ? '' : m.soFarInText(dayOfPeriod(progress))
  const change = changeShown(row, format)
  if (change === undefined) return `${far}${better}`
  const than = progress === undefined ? m.lastYear : m.theSameDayLastYear
  return m.pointsOn(far, pointsText(change), than, better)
}

/** The figures at the top of a measure's page. */
export function measureKeyFigures({ row }: MeasurePanel, format: Format): readonly KeyFigure[] {
  const plain = (id: string, label: string, figure: KeyFigure['figure'], note: string): KeyFigure => ({
    id,
    label,
    figure,
    note,
    trend: []
  })
  // What it takes to reach a line follows from the rate.
  const isHidden = format.figure(row.rate).hidden
  const { target } = row
  const star = isHidden ? undefined : row.star
  const initial = row.initialPopulation
  // Together with the others it would tell few people; one that is small itself says so.
  const tellsFew = withPopulations(format, row).figure(initial).hidden && !format.figure(initial).hidden
  const better = row.improvement.direction === 'increase' ? m.higherIsBetter : m.lowerIsBetter
  const targetNote =
    target === undefined
      ? m.noTargetSet
      : isHidden
        ? common.suppressed
        : target.met
          ? m.targetIsMet(format.percent(target.value))
          : target.people === undefined
            ? m.targetIsOutOfReach(format.percent(target.value))
            : m.peopleToPercent(format.quantity(target.people, nouns.personNeeded), format.percent(target.value))
  const starNote =
    star === undefined
      ? ''
      : star.next === undefined
        ? `, ${starsText(star)}`
        : m.to(starsText(star), format.quantity(star.next.people, nouns.personNeeded), (star.stars ?? 0) + 1)
  return [
    {
      ...plain('rate', m.rate, row.rate, rateNote(row, better, format)),
      trend: row.trend.points.map(({ figure }) => figure)
    },
    ...(row.progress === undefined
      ? []
      : row.projected === undefined
        ? [
            plain(
              'projected',
              'Year-end',
              { ...row.rate, value: undefined },
              m.notProjectedNotProjected(row.notProjected ?? '')
            )
          ]
        : [plain('projected', m.yearEndProjected, row.projected, m.ifTheRestGoesAsLast)]),
    // Six at most: the populations below have those who met it.
    ...(row.progress === undefined ? [plain('met', m.met, row.numerator, 'numerator')] : []),
    plain('eligible', m.eligible, row.eligible, m.denominatorLessExclusions),
    plain('to-close', m.gapsToClose, row.toClose, `${targetNote}${starNote}`),
    plain('excluded', m.excluded, row.exclusions, m.withAnException(format.figure(row.exceptions).text)),
    row.adjusted !== undefined
      ? plain('adjusted', m.withEvidence, row.adjusted, m.supplementalEvidenceThatHolds)
      : tellsFew
        ? plain(
            'before',
            common.initialPopulation,
            { value: undefined, unit: initial.unit, provenance: initial.provenance },
            common.suppressed
          )
        : plain('before', common.initialPopulation, initial, '')
  ]
}
