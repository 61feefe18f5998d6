import { figuresForecastMessages as m } from '#messages/figures/forecast.ts'
import { sentenceCase } from '#shared/messages/letter-case.ts'
import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'
import type { Format } from '../ui/format/format.ts'

/** What a reader of a forecast needs to know of how it was made. */
export function forecastFacts(
  { method, refused, ahead, actual }: ForecastPanel,
  format: Pick<Format, 'value' | 'count' | 'figure'>
): readonly { readonly term: string; readonly text: string }[] {
  if (method === undefined) return [{ term: m.noForecast, text: `${sentenceCase(refused ?? m.itCannotBeDetermined)}.` }]
  const { name, months, tested, widened, noIntervals } = method
  const unit = actual.points[0]?.figure.unit ?? 'number'
  const total = (ahead?.points ?? []).reduce((sum, { figure }) => sum + (figure.value ?? 0), 0)
  const amount = (value: number): string => (unit === 'usd' ? format.value(value, 'usd') : value.toFixed(1))
  return [
    { term: m.model, text: m.fittedToCompleteMonths(sentenceCase(name), format.count(months)) },
    ...(unit === 'usd' || ahead === undefined || ahead.points.some(({ figure }) => format.figure(figure).hidden)
      ? []
      : [{ term: m.next12MonthsTogether, text: m.aboutTotal(format.count(Math.round(total))) }]),
    ...(tested === undefined
      ? [{ term: 'Back-test', text: m.tooFewMonthsToTryIt }]
      : [
          {
            term: m.meanErrorInBackTests,
            text: m.theNaiveForecast(amount(tested.error), amount(tested.naiveError))
          },
          {
            term: m.withinThe80IntervalInBack,
            text: m.ofValuesFromEarlierEndsOf(
              format.count(tested.within80),
              format.count(tested.predicted),
              format.count(tested.origins)
            )
          }
        ]),
    {
      term: m.intervals,
      text:
        noIntervals !== undefined
          ? m.cannotBeComputedReason(noIntervals)
          : widened > 1
            ? m.widenedTimesBecauseOfTheBack(widened.toFixed(2))
            : m.asTheModelGivesThem
    }
  ]
}
