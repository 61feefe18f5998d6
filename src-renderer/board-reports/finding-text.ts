import { boardReportsMessages as m } from '#messages/board-reports.ts'
import { nouns } from '#messages/nouns.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { proportionDifference } from '#engine/base/stats/compare-proportions.ts'
import type { ChartMark, ChartModel } from '../charts/model/chart-model.ts'
import type { Format } from '../ui/format/format.ts'

/** Below so many people nothing is said about a change. */
const MIN_PEOPLE = 20

type Share = Figure & { readonly value: number; readonly numerator: number; readonly denominator: number }

function shareOf({ figure }: ChartMark, format: Format): Share | undefined {
  if (figure === undefined || figure.unit !== 'proportion' || format.figure(figure).hidden) return undefined
  const { value, numerator, denominator } = figure
  return value === undefined || numerator === undefined || denominator === undefined || denominator <= 0
    ? undefined
    : { ...figure, value, numerator, denominator }
}

/** Whether the marks of a chart are periods, whose keys are days. */
function isOverTime({ marks, pointing, stride }: ChartModel): boolean {
  return pointing === 'column' && stride === 1 && marks.length > 1 && marks.every(({ key }) => /^-?\d+$/.test(key))
}

/**
 * What a chart shows in plain words: its own sentence, and for shares over time whether chance alone explains the change
 * between the first and the last complete period (Newcombe's interval of the difference). It states no cause.
 */
export function findingText(model: ChartModel, format: Format): string {
  if (!isOverTime(model)) return model.sentence
  return [model.sentence, suppressedText(model.marks, format), changeText(model.marks, format)]
    .filter((text) => text !== undefined)
    .join(' ')
}

/** How many periods say nothing because few people are in them. */
function suppressedText(marks: readonly ChartMark[], format: Format): string | undefined {
  const hidden = marks.filter(({ figure }) => figure !== undefined && format.figure(figure).hidden).length
  return hidden === 0
    ? undefined
    : m.hiddenOfMarksSuppressed(format.count(hidden), format.quantity(marks.length, nouns.periodIs))
}

function changeText(marks: readonly ChartMark[], format: Format): string | undefined {
  const shares = marks
    .filter(({ title }) => !title.endsWith(', incomplete'))
    .flatMap((mark) => shareOf(mark, format) ?? [])
  const [first, last] = [shares[0], shares.at(-1)]
  if (first === undefined || last === undefined || first === last) return undefined
  const smaller = Math.min(first.denominator, last.denominator)
  if (smaller < MIN_PEOPLE)
    return m.thereAreTooFewPeopleTo(
      format.count(Math.round(first.denominator)),
      format.count(Math.round(last.denominator))
    )
  const compared = proportionDifference(
    { met: last.numerator, of: last.denominator },
    { met: first.numerator, of: first.denominator }
  )
  if (compared === undefined) return undefined
  const { value: difference, interval } = compared
  const points = (share: number): string => `${share < 0 ? '\u2212' : ''}${Math.abs(share * 100).toFixed(1)}`
  const range = m.n95IntervalOfTheDifferenceTo(points(interval.low), points(interval.high))
  const isClear = interval.low > 0 || interval.high < 0
  return isClear
    ? m.fromTheFirstToTheLast(points(difference), range)
    : m.fromTheFirstToTheLastComplete(points(difference), range)
}
