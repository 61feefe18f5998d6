import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'
import type { Format } from '../ui/format/format.ts'

/** What a reader of a forecast needs to know of how it was made. */
export function forecastFacts(
  { method, refused, ahead, actual }: ForecastPanel,
  format: Pick<Format, 'value' | 'count'>
): readonly { readonly term: string; readonly text: string }[] {
  if (method === undefined) return [{ term: 'No forecast', text: `${sentenceCase(refused ?? 'it cannot be told')}.` }]
  const { name, months, tested, widened } = method
  const unit = actual.points[0]?.figure.unit ?? 'number'
  const total = (ahead?.points ?? []).reduce((sum, { figure }) => sum + (figure.value ?? 0), 0)
  const amount = (value: number): string => (unit === 'usd' ? format.value(value, 'usd') : value.toFixed(1))
  return [
    { term: 'Model', text: `${sentenceCase(name)}, fitted to ${format.count(months)} complete months` },
    ...(unit === 'usd' || ahead === undefined
      ? []
      : [{ term: 'Next 12 months together', text: `About ${format.count(Math.round(total))}` }]),
    ...(tested === undefined
      ? [{ term: 'Back-test', text: 'Too few months to try it on earlier ends of the series' }]
      : [
          {
            term: 'Mean error in back-tests',
            text: `${amount(tested.error)}; the naive forecast ${amount(tested.naiveError)}`
          },
          {
            term: 'Within the 80% interval in back-tests',
            text: `${format.count(tested.within80)} of ${format.count(tested.predicted)} values, from ${format.count(tested.origins)} earlier ends of the series`
          }
        ]),
    {
      term: 'Intervals',
      text: widened > 1 ? `Widened ${widened.toFixed(2)} times, because of the back-tests` : 'As the model gives them'
    }
  ]
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
