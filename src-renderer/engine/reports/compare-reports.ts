import { viewOfRun } from '../measures/rates/run-view.ts'
import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import type { Figure } from '../base/figures/figure.ts'
import type { PeopleView } from '../population/panels/base/people-view.ts'
import { memberFilter } from '../measures/rates/measure-dimensions.ts'
import type { MeasureInput } from '../measures/rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../measures/rates/rate.ts'
import { casesFigure, rateDefinition } from '../measures/rates/rate-figures.ts'
import { tallyRate, type RateTally } from '../measures/rates/rate-tally.ts'
import type { ImportedReport } from './read-measure-reports.ts'

/** One population of one rate as somebody else reported it, next to ours. */
export interface ReportComparison {
  readonly measure: string
  readonly title: string
  readonly group: string
  readonly code: string
  readonly theirs: number | undefined
  readonly ours: Figure | undefined
  /** Why the two may not be the same thing, in a sentence: another period or version, a measure that was not run. */
  readonly note: string | undefined
}

/** Populations that are compared, in their order. */
const compared: readonly (readonly [string, (tally: RateTally) => number])[] = [
  ['initial-population', ({ initialPopulation }) => initialPopulation],
  ['denominator', ({ denominator }) => denominator],
  ['denominator-exclusion', ({ exclusions }) => exclusions],
  ['denominator-exception', ({ exceptions }) => exceptions],
  ['numerator', ({ numerator }) => numerator]
]

/** Reports of one measure, version and period, those of patients added up. */
interface Sum {
  readonly report: ImportedReport
  readonly groups: { readonly id: string | undefined; readonly counts: Map<string, number> }[]
}

function addUp(reports: readonly ImportedReport[]): readonly Sum[] {
  const sums = new Map<string, Sum>()
  for (const report of reports) {
    const key = JSON.stringify([report.type, report.measure, report.version, report.start, report.end])
    const known = sums.get(key)
    // Two summaries are two reports; those of patients are one.
    if (known === undefined || report.type === 'summary') {
      const groups = report.groups.map(({ id, counts }) => ({ id, counts: new Map(counts) }))
      sums.set(known === undefined ? key : `${key} ${sums.size}`, { report, groups })
      continue
    }
    report.groups.forEach(({ id, counts }, index) => {
      const group = known.groups.find((item, place) => (id === undefined ? place === index : item.id === id))
      for (const [code, count] of counts) group?.counts.set(code, (group.counts.get(code) ?? 0) + count)
    })
  }
  return [...sums.values()]
}

function noteOf({ report }: Sum, rate: Rate | undefined): string | undefined {
  if (rate === undefined) return m.thisMeasureWasNotRunOn
  const { period, version } = rate.run.key
  const notes = [
    ...(report.start === period.start && report.end === period.end
      ? []
      : [m.theirPeriodIsToOursTo(report.start, report.end, period.start, period.end)]),
    ...(report.version === undefined || version === undefined || report.version === version
      ? []
      : [m.theirVersionIsOurs(report.version, version)])
  ]
  return notes.length === 0 ? undefined : notes.join(' ')
}

/** Counts of reports from elsewhere next to ours, for the people in view; individual reports are added up first. */
export function compareReports(
  view: PeopleView,
  input: MeasureInput,
  reports: readonly ImportedReport[]
): readonly ReportComparison[] {
  return addUp(reports).flatMap((sum) => {
    const { measure } = sum.report
    const name = measure.slice(measure.lastIndexOf('/') + 1)
    const rates = ratesOfRun(input).filter(({ run }) => run.key.measure.split('|')[0] === measure)
    return sum.groups.flatMap((group, index): readonly ReportComparison[] => {
      const rate = rates.find(({ definition }) => definition.id === group.id) ?? rates[index]
      const rated = rate && viewOfRun(view, rate.run)
      const tally =
        rated && rate && tallyRate(rate.group, rate.definition, rated.population.select(rated.asOf, rated.filters))
      const note = noteOf(sum, rate)
      return compared
        .filter(([code]) => group.counts.has(code))
        .map(([code, of]) => ({
          measure,
          title: rate?.title ?? `${name}, ${group.id ?? String(index + 1)}`,
          group: rate?.definition.id ?? group.id ?? String(index + 1),
          code,
          theirs: group.counts.get(code),
          ours: tally && rate && oursOf(rated ?? view, rate, of(tally), code),
          note
        }))
    })
  })
}

function oursOf(view: PeopleView, rate: Rate, count: number, code: string): Figure {
  // The count of a numerator is without its exclusions.
  const name = code === 'numerator' ? 'met' : code
  const filter = memberFilter(rate.run, rate.definition.id, name)
  return casesFigure(view, rate, count, filter, view.provenance(rateDefinition(rate)))
}
