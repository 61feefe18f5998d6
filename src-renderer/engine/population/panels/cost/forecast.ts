import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
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
    title: m.forecastingPrinciplesAndPractice3rdEdition,
    publisher: m.hyndmanRJAthanasopoulosGOTexts,
    year: 2021,
    url: 'https://otexts.com/fpp3/'
  },
  {
    title: m.forecastingWithExponentialSmoothingTheState,
    publisher: m.hyndmanRJKoehlerABOrdJK,
    year: 2008
  }
]

const counted: Readonly<Record<ForecastSubject, string>> = {
  emergency: m.emergencyVisitsThoseThatEndedIn,
  inpatient: m.inpatientStaysByTheMonthThey,
  bedDays: m.nightsInHospitalByTheMonth,
  visits: m.encountersThatTookPlaceAndAre,
  cost: m.whatWasPaidPerMemberAnd
}

function definitionOf(subject: ForecastSubject): Definition {
  return {
    id: `forecast/${subject}`,
    version: '1.1.0',
    title: m.forecastSubjectTitles(inSentence(subjectTitles[subject])),
    text: m.ofThePeopleWhoMatchThe(counted[subject], MIN_SEASONAL_MONTHS, MAX_FITTED, MIN_MONTHS, MIN_MONTHLY_COUNT),
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
    actual: { id: chosen, label: m.known, points },
    refused,
    ...(refused === undefined
      ? lookAhead(points, defined(months).byDay, provenance)
      : { ahead: undefined, within95: [], method: undefined }),
    provenance
  }
}

function reasonAgainst(
  points: readonly SeriesPoint[],
  subject: ForecastSubject,
  undecidable: boolean
): string | undefined {
  if (undecidable) return m.theDataDoNotSay(inSentence(subjectTitles[subject]))
  if (points.length < MIN_MONTHS)
    return m.aForecastNeedsCompleteMonthsAnd(MIN_MONTHS, points.length === 1 ? m.is1 : m.arePoints(points.length))
  const mean = points.reduce((sum, { figure }) => sum + (figure.value ?? 0), 0) / points.length
  if (subject !== 'cost' && mean < MIN_MONTHLY_COUNT) return m.thereAreFewerThanAMonth(MIN_MONTHLY_COUNT)
  return undefined
}

/** How many people a month is about, by the number that decides whether it is small. */
function peopleOf({ people, numerator, value }: Figure): number {
  return people ?? numerator ?? value ?? 0
}

function lookAhead(
  points: readonly SeriesPoint[],
  byDay: boolean,
  provenance: Provenance
): Pick<ForecastPanel, 'ahead' | 'within95' | 'method'> {
  // Longer months have more of everything; a model of days does not take that for a season.
  const days = (position: number): number => (byDay ? addMonths(position, 1) - position : 1)
  const mean = byDay ? 365.25 / 12 : 1
  const forecast = forecastMonths(
    points.map(({ at, figure }) => (defined(figure.value) * mean) / days(at)),
    AHEAD
  )
  const months = calendarMonths(addMonths(defined(points.at(-1)).at, 1), AHEAD)
  const scale = (month: number): number => days(months[month]!.start) / mean
  const { unit } = points[0]!.figure
  // Whoever knows the other months and the method finds a month that is withheld by what comes after it.
  const fewest = Math.min(...points.flatMap(({ figure }) => peopleOf(figure) || []))
  const tells = Number.isFinite(fewest) ? { tells: fewest } : {}
  const ahead = forecast.ahead.map(({ value, within80 }, month): SeriesPoint => {
    const [low, high] = within80.map((end) => end * scale(month)) as [number, number]
    const figure: Figure = {
      value: value * scale(month),
      unit,
      ...(forecast.hasIntervals ? { interval: { low, high, level: 0.8, method: 'prediction' as const } } : {}),
      ...tells,
      provenance
    }
    return { at: months[month]!.start, label: months[month]!.label, figure }
  })
  return {
    ahead: { id: 'ahead', label: common.forecast, points: ahead },
    within95: forecast.hasIntervals
      ? forecast.ahead.map(({ within95 }, month) => within95.map((end) => end * scale(month)) as [number, number])
      : [],
    method: {
      name: forecast.name,
      months: points.length,
      tested: forecast.tested,
      widened: forecast.widened,
      noIntervals: forecast.hasIntervals ? undefined : m.theKnownMonthsAreExactlyThoseOfTheModel
    }
  }
}
