import { addMonths } from '../../../base/fhir/calendar.ts'
import type { Definition, Figure, Provenance } from '../../../base/figures/figure.ts'
import { forecastMonths, MIN_MONTHLY_COUNT, MIN_MONTHS, MIN_SEASONAL_MONTHS } from '../../../forecast/forecast.ts'
import { calendarMonths } from '../base/periods.ts'
import type { View } from '../base/view.ts'
import { forecastSubjects, type ForecastPanel, type ForecastSubject } from '../results/forecast-result.ts'
import type { SeriesPoint } from '../results/shapes.ts'
import { knownMonths, subjectLabels, subjectTitles, type KnownMonths } from './forecast-series.ts'

/** Months that are looked ahead, and the months that a model is fitted to at most. */
const [AHEAD, MAX_FITTED] = [12, 48]

const sources = [
  {
    title: 'Forecasting: Principles and Practice, 3rd edition, chapter 8',
    publisher: 'Hyndman RJ, Athanasopoulos G; OTexts',
    year: 2021,
    url: 'https://otexts.com/fpp3/'
  },
  {
    title: 'Forecasting with Exponential Smoothing: The State Space Approach, table 6.1',
    publisher: 'Hyndman RJ, Koehler AB, Ord JK, Snyder RD; Springer',
    year: 2008
  }
]

const counted: Readonly<Record<ForecastSubject, string>> = {
  emergency: 'Emergency visits, those that ended in a stay included, by the month they began in',
  inpatient: 'Inpatient stays by the month they began in',
  bedDays: 'Nights in hospital by the month they lie in, at least one for each stay, of stays whose end is recorded',
  visits: 'Encounters that took place and are neither emergency visits nor stays, by the month they began in',
  cost: 'What was paid per member and month of service, in months whose claims are in'
}

function definitionOf(subject: ForecastSubject): Definition {
  return {
    id: `forecast/${subject}`,
    version: '1.0.0',
    title: `Forecast: ${subjectTitles[subject].toLowerCase()}`,
    text:
      `${counted[subject]}, of the people who match the filters at the end of the month. Months that are not complete are left out. ` +
      `Exponential smoothing with additive errors, with or without a damped trend and, from ${MIN_SEASONAL_MONTHS} months on, a season of ` +
      `12 months; the form is chosen by Akaike's criterion for small samples over at most ${MAX_FITTED} months. ` +
      'It is tried from the last 12 ends of the series (back-test); where the naive forecast (the same month a year before, or the ' +
      'last value) did better, that is used. Intervals are prediction intervals of the model, widened where back-tests fell outside ' +
      `more often than they should. Fewer than ${MIN_MONTHS} complete months, or fewer than ${MIN_MONTHLY_COUNT} a month, give no forecast. ` +
      'It assumes that things go on as they did: no new program, no change of the people in view.',
    sources
  }
}

/**
 * What a subject comes to in the twelve months after the last complete one.
 * @param subject the first that the data tell unless given
 */
export function forecastPanel(view: View, subject?: ForecastSubject): ForecastPanel {
  const known = new Map<ForecastSubject, KnownMonths>()
  for (const each of forecastSubjects) {
    const months = knownMonths(view, each, view.provenance(definitionOf(each)))
    if (months !== undefined) known.set(each, months)
  }
  const chosen = subject ?? known.keys().next().value ?? 'emergency'
  const provenance = view.provenance(definitionOf(chosen))
  const months = known.get(chosen)
  const points = (months?.points ?? []).slice(-MAX_FITTED)
  const refused = reasonAgainst(points, chosen, months === undefined)
  return {
    subjects: [...known.keys()].map((id) => ({ id, label: subjectLabels[id] })),
    subject: chosen,
    title: subjectTitles[chosen],
    actual: { id: chosen, label: 'Known', points },
    refused,
    ...(refused === undefined
      ? lookAhead(points, months!.byDay, provenance)
      : { ahead: undefined, within95: [], method: undefined }),
    provenance
  }
}

function reasonAgainst(points: readonly SeriesPoint[], subject: ForecastSubject, untold: boolean): string | undefined {
  if (untold) return `the data do not tell ${subjectTitles[subject].toLowerCase()}`
  if (points.length < MIN_MONTHS)
    return `a forecast needs ${MIN_MONTHS} complete months, and there ${points.length === 1 ? 'is 1' : `are ${points.length}`}`
  const mean = points.reduce((sum, { figure }) => sum + (figure.value ?? 0), 0) / points.length
  if (subject !== 'cost' && mean < MIN_MONTHLY_COUNT)
    return `there are fewer than ${MIN_MONTHLY_COUNT} a month on average, too few for intervals that hold`
  return undefined
}

function lookAhead(
  points: readonly SeriesPoint[],
  byDay: boolean,
  provenance: Provenance
): Pick<ForecastPanel, 'ahead' | 'within95' | 'method'> {
  // Longer months have more of everything; a model of days does not take that for a season.
  const days = (at: number): number => (byDay ? addMonths(at, 1) - at : 1)
  const mean = byDay ? 365.25 / 12 : 1
  const forecast = forecastMonths(
    points.map(({ at, figure }) => (figure.value! * mean) / days(at)),
    AHEAD
  )
  const months = calendarMonths(addMonths(points.at(-1)!.at, 1), AHEAD)
  const scale = (month: number): number => days(months[month]!.start) / mean
  const { unit } = points[0]!.figure
  const ahead = forecast.ahead.map(({ value, within80 }, month): SeriesPoint => {
    const [low, high] = within80.map((end) => end * scale(month)) as [number, number]
    const figure: Figure = {
      value: value * scale(month),
      unit,
      interval: { low, high, level: 0.8, method: 'prediction' },
      provenance
    }
    return { at: months[month]!.start, label: months[month]!.label, figure }
  })
  return {
    ahead: { id: 'ahead', label: 'Forecast', points: ahead },
    within95: forecast.ahead.map(
      ({ within95 }, month) => within95.map((end) => end * scale(month)) as [number, number]
    ),
    method: {
      name: forecast.name,
      months: points.length,
      tested: forecast.tested,
      widened: forecast.widened
    }
  }
}
