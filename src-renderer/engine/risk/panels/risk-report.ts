import { isSmallCount } from '../../base/privacy/small-count.ts'
import { commonMessages as common } from '#messages/common.ts'
import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { defined } from '#shared/language/defined.ts'
import { civilFromDay } from '../../base/fhir/calendar.ts'
import type { Figure } from '../../base/figures/figure.ts'
import type { Day } from '../../base/figures/filter.ts'
import { isSmallFigure } from '../../base/privacy/small-cells.ts'
import { suppressParts } from '../../base/privacy/suppress-table.ts'
import { countFigure, peopleRows } from '../../population/panels/base/figures.ts'
import { peopleViewOf } from '../../population/panels/base/people-view.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import { viewOf } from '../../population/panels/base/view.ts'
import { avoidablePanel } from './avoidable.ts'
import { hccPanel } from './hcc.ts'
import { riskLists } from './lists.ts'
import { riskSummary } from './summary.ts'

/** A value, or why there is none: it cannot be computed, or it is small and stays in the program. */
export interface ReportValue {
  readonly value: number | null
  readonly cannotCompute?: string
  readonly suppressed?: true
}

/** People by the values of one question. */
export type ReportCounts = readonly (ReportValue & { readonly label: string })[]

/** One indicator of avoidable stays. */
interface ReportIndicator {
  readonly id: string
  readonly title: string
  readonly stays: ReportValue
  /** Per 1,000 years. */
  readonly rate: ReportValue
  readonly standardized: ReportValue
}

/** The counts of risk of a population, without any person. */
export interface RiskReport {
  readonly asOf: string
  readonly source: string
  /** Living people. */
  readonly people: number | null
  readonly scores: readonly {
    readonly id: string
    readonly title: string
    readonly mean: ReportValue
    readonly bands: ReportCounts
  }[]
  readonly tiers: ReportCounts
  readonly discharges: readonly {
    readonly title: string
    readonly people: ReportCounts
    readonly withoutScore: number | null
  }[]
  readonly hcc: readonly {
    readonly model: string
    readonly serviceYear: number
    readonly people: ReportValue
    readonly meanRaw: ReportValue
    readonly meanPayment: ReportValue
    readonly segments: ReportCounts
    readonly categories: ReportCounts
    readonly notYetDocumented: ReportCounts
  }[]
  /** By imported tables; each says why it cannot be computed where its table was not given. */
  readonly indicators: { readonly cannotCompute?: string; readonly rows: readonly ReportIndicator[] }
  readonly emergency: { readonly avoidable: ReportValue; readonly shares: ReportCounts }
  readonly frailty: { readonly mean: ReportValue; readonly bands: ReportCounts }
  readonly rising: readonly { readonly days: number; readonly people: ReportValue }[]
  readonly highCost: { readonly people: ReportValue; readonly shareOfCost: ReportValue }
}

type IsTold = (figure: Figure) => boolean

/**
 * The counts of risk of everybody on a date.
 * @param asOf by default the last day with data
 * @param limit counts of 1 to so many people are suppressed, with as many others as would tell them; 0 suppresses nothing
 * @param isTold whether a figure must not leave; asked about every one where the report leaves
 */
export function riskReport(
  risk: PeopleRisk,
  asOf: Day | undefined,
  limit: number,
  isTold: IsTold = () => false
): RiskReport {
  const { snapshot, shards } = risk.population
  const today = Math.floor(snapshot.loadedAt / 86_400_000)
  const date = asOf ?? peopleViewOf(shards[0]!, { asOf: today, filters: [] }).span.last ?? today
  const view = peopleViewOf(shards[0]!, { asOf: date, filters: [] })
  const value = (figure: Figure): ReportValue => valueOf(figure, limit, isTold)
  const counts = (rows: readonly { readonly label: string; readonly count: Figure }[]): ReportCounts =>
    countsOf(rows, limit, isTold)
  const summary = riskSummary(view, risk)
  const [thirty, ninety] = [30, 90].map((window) =>
    riskLists(view, risk, { window: window as 30 | 90, limit: 0, revealed: false })
  )
  const { indicators, emergency, frailty } = avoidablePanel(view, viewOf(shards[0]!, { asOf: date, filters: [] }), risk)
  const people = summary.tiers.rows.reduce((sum, { count }) => sum + (count.value ?? 0), 0)
  const everybody = countFigure(people, 'people', peopleRows(date, view.peopleFilters), summary.tiers.provenance)
  const discharged = (missing: number): number | null => (isSmallCount(missing, limit) ? null : missing)
  return {
    asOf: dayName(date),
    source: snapshot.label,
    people: value(everybody).value,
    scores: summary.indices.map(({ id, title, weights, mean, bands }) => ({
      id,
      title: `${title}, ${weights}`,
      mean: value(mean),
      bands: counts(bands)
    })),
    tiers: counts(summary.tiers.rows),
    discharges: summary.discharges.map(({ title, bands, missing }) => ({
      title,
      people: counts(bands.map(({ label, people: count }) => ({ label, count }))),
      withoutScore: discharged(missing)
    })),
    hcc: risk.definitions.models.map(({ id }) => {
      const panel = hccPanel(view, risk, { model: id, year: 'before', limit: 0, revealed: false })
      const figure = (name: string): Figure => defined(panel.keyFigures.find((each) => each.id === name)).figure
      return {
        model: panel.model.title,
        serviceYear: panel.serviceYear,
        people: value(figure('scored')),
        meanRaw: value(figure('raw')),
        meanPayment: value(figure('payment')),
        segments: counts(panel.segments.map(({ label, people: count }) => ({ label, count }))),
        categories: counts(
          panel.categories.map(({ hcc, label, people: count }) => ({ label: m.hccHccLabel(hcc, label), count }))
        ),
        notYetDocumented: counts(
          panel.categories.map(({ hcc, label, open: count }) => ({ label: m.hccHccLabel(hcc, label), count }))
        )
      }
    }),
    indicators: {
      ...(indicators.missing === undefined ? {} : { cannotCompute: indicators.missing }),
      rows: indicators.rows.map(({ id, title, stays, rate, standardized }) => ({
        id,
        title,
        stays: value(stays),
        rate: value(rate),
        standardized: value(standardized)
      }))
    },
    emergency: {
      avoidable: value(emergency.avoidable),
      shares: emergency.rows.map(({ label, share }) => ({ label, ...value(share) }))
    },
    frailty: {
      mean: value(frailty.mean),
      bands: counts(frailty.bands)
    },
    rising: [
      { days: 30, people: value(defined(thirty).rising.people) },
      { days: 90, people: value(defined(ninety).rising.people) }
    ],
    highCost: { people: value(defined(thirty).highCost.people), shareOfCost: value(defined(thirty).highCost.share) }
  }
}

function valueOf(figure: Figure, limit: number, isTold: IsTold): ReportValue {
  const isWithheld = isTold(figure)
  if (figure.value === undefined) return { value: null, cannotCompute: figure.missing ?? m.nobodyIsCounted }
  return isWithheld || (limit > 0 && isSmallFigure(figure, limit))
    ? { value: null, suppressed: true }
    : { value: round(figure.value) }
}

function countsOf(
  rows: readonly { readonly label: string; readonly count: Figure }[],
  limit: number,
  isTold: IsTold
): ReportCounts {
  const { parts } = suppressParts(
    rows.map(({ count }) => count.value ?? 0),
    limit,
    true
  )
  return rows.map(({ label, count }, place) => {
    const isWithheld = isTold(count)
    if (count.value === undefined) return { label, value: null, cannotCompute: count.missing ?? m.nobodyIsCounted }
    return isWithheld || (limit > 0 && parts[place] !== 'shown')
      ? { label, value: null, suppressed: true as const }
      : { label, value: count.value }
  })
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}

function dayName(day: Day): string {
  const { year, month, day: date } = civilFromDay(day)
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

const percent = new Intl.NumberFormat(activeLocale, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1
})

/** A report as text for a terminal. */
export function riskReportText(report: RiskReport): string {
  const lines: string[] = [m.riskOnLivingPeople(report.asOf, report.people ?? m.few)]
  const text = ({ value, cannotCompute, suppressed }: ReportValue): string =>
    suppressed ? common.suppressed : value === null ? m.cannotBeComputed(cannotCompute ?? '') : String(value)
  const share = (part: ReportValue): string => (part.value === null ? text(part) : percent.format(part.value))
  const counts = (rows: ReportCounts): void => {
    for (const row of rows) lines.push(`    ${row.label.padEnd(60)} ${text(row)}`)
  }
  for (const { title, mean, bands } of report.scores) {
    lines.push('', m.titleMeanMean(title, text(mean)))
    if (mean.value !== null) counts(bands)
  }
  lines.push('', common.chronicConditions)
  counts(report.tiers)
  for (const { title, people, withoutScore } of report.discharges) {
    lines.push('', m.atDischargeIn12MonthsPeople(title, withoutScore))
    counts(people)
  }
  for (const hcc of report.hcc) {
    lines.push('', m.diagnosesOfPeopleMeanRawScore(hcc.model, hcc.serviceYear, text(hcc.people), text(hcc.meanRaw)))
    counts(hcc.segments)
    lines.push(m.paymentCategories)
    counts(hcc.categories)
    lines.push(m.notYetDocumentedThisYear)
    counts(hcc.notYetDocumented)
  }
  const { indicators, emergency, frailty } = report
  lines.push(
    '',
    m.preventionQualityIndicatorsOfCannotCompute(indicators.cannotCompute ?? m.staysPer1000YearsStandardized)
  )
  for (const { id, title, stays, rate, standardized } of indicators.rows)
    lines.push(`    ${`${id} ${title}`.padEnd(60)} ${text(stays)}, ${text(rate)}, ${text(standardized)}`)
  lines.push('', m.emergencyVisitsPotentiallyAvoidable(text(emergency.avoidable)))
  counts(emergency.shares)
  lines.push('', m.claimsBasedFrailtyMean(text(frailty.mean)))
  counts(frailty.bands)
  lines.push('', m.risingRisk)
  for (const { days, people } of report.rising) lines.push(m.overDaysDays(days).padEnd(65) + text(people))
  lines.push('', m.highCostPeopleWithOfThe(text(report.highCost.people), share(report.highCost.shareOfCost)))
  return `${lines.join('\n')}\n`
}
