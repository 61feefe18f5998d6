import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition, Figure, Provenance } from '../../../base/figures/figure.ts'
import { addMonths } from '../../../base/fhir/calendar.ts'
import { monthOf } from '../../selection/registry-dimensions.ts'
import { filterOn, peopleRows, rateFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import { ageSexGroups, ageSexText, standardizedRate, usAgeSexWeights } from '../base/age-sex.ts'
import { DAYS_PER_YEAR, type Stretch } from '../base/person-time.ts'
import { monthsUpTo, quartersUpTo, type Period } from '../base/periods.ts'
import { CHARTED_MONTHS, countAtRisk, countCases, daysAtRisk } from './new-cases.ts'
import { registryDefinition, type RegistryView } from './registry-view.ts'
import { registryFlow } from './registry-flow.ts'

const definitionText = m.firstRecordOfTheConditionIn(ageSexText)

const sources = [
  { title: m.exactIntervalOfAPoissonCount, publisher: m.garwoodBiometrika28437442, year: 1936 },
  { title: m.intervalOfAStandardizedRateFay, publisher: m.statMed16791801, year: 1997 },
  {
    title: m.ageStandardizationOfDeathRatesImplementation,
    publisher: m.nationalCenterForHealthStatistics,
    year: 1998
  }
]

/** Fewest new cases in an average month, below which chance hides what changes. */
const MIN_MONTHLY_CASES = 5
/** Months of the yearly rate, and fewest of them that a rate is given for. */
const YEAR_MONTHS = 12
const MIN_YEAR_MONTHS = 3

function incidenceProvenance(view: RegistryView, calculated: string): Provenance {
  const title = m.newCasesPer1000Person(view.registry.title)
  return view.provenance({ ...registryDefinition(view, 'incidence', title, definitionText, sources), calculated })
}

/** The months of a stretch, from the first day of one. */
function monthsIn(stretch: Stretch): readonly string[] {
  const months: string[] = []
  for (let { start } = stretch; start <= stretch.end; start = addMonths(start, 1)) months.push(monthOf(start))
  return months
}

/** New cases and days at risk in a stretch. */
interface CasesAtRisk {
  readonly cases: number
  readonly days: number
}

function incidenceFigure(
  view: RegistryView,
  stretch: Stretch,
  { cases, days }: CasesAtRisk,
  provenance: Provenance
): Figure {
  return rateFigure(
    cases,
    days / DAYS_PER_YEAR,
    'per1000PersonYears',
    peopleRows(stretch.end, [...view.filters, filterOn(`entry:${view.registry.id}`, ...monthsIn(stretch))]),
    provenance
  )
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Months, or quarters where an average month has too few new cases to show anything but chance. */
function chosenPeriods(view: RegistryView): { readonly periods: readonly Period[]; readonly reason: string } {
  const { begins, newCasesFrom, completeTo } = registryFlow(view)
  const usable = (periods: readonly Period[]): Period[] =>
    periods
      .filter(({ start }) => newCasesFrom === undefined || start >= newCasesFrom)
      .map((period) => (completeTo !== undefined && period.end > completeTo ? { ...period, incomplete: true } : period))
  const months = usable(monthsUpTo(view.asOf, CHARTED_MONTHS, begins ?? view.span.first))
  const complete = months.filter(({ incomplete }) => !incomplete)
  const [first] = complete
  const cases = first === undefined ? 0 : countCases(view, { start: first.start, end: defined(complete.at(-1)).end })
  const average = cases / Math.max(1, complete.length)
  const words = m.newCasesInAnAverageMonth(average.toFixed(1))
  return average >= MIN_MONTHLY_CASES
    ? { periods: months, reason: m.byMonth(words) }
    : {
        periods: usable(quartersUpTo(view.asOf, CHARTED_MONTHS / 3, begins ?? view.span.first)),
        reason: m.byQuarterAndMonthsNeed(words, MIN_MONTHLY_CASES)
      }
}

/** New cases by month or quarter, up to three years, crude and standardized. */
export function incidenceSeries(view: RegistryView): RegistryPanel['incidence'] {
  const { periods, reason } = chosenPeriods(view)
  const notes = [reason, ...registryFlow(view).notes]
  const provenance = incidenceProvenance(view, notes.join(' '))
  const [allCases, allDays] = countAtRisk(view, periods)
  const both = periods.map((period, index) => {
    const ofPeriod = (all: Float64Array): Float64Array => all.subarray(index * ageSexGroups, (index + 1) * ageSexGroups)
    const [cases, days] = [ofPeriod(allCases), ofPeriod(allDays)]
    const figure = incidenceFigure(view, period, { cases: sumOf(cases), days: sumOf(days) }, provenance)
    const point = { at: period.start, label: period.label, figure, incomplete: period.incomplete }
    // The last group is of people without age or sex.
    const years = days.subarray(0, usAgeSexWeights.length).map((each) => each / DAYS_PER_YEAR)
    const known = cases.subarray(0, usAgeSexWeights.length)
    const adjusted = standardizedRate(figure, known, years, usAgeSexWeights, 1000)
    return { point, standardized: adjusted === undefined ? [] : [{ ...point, figure: adjusted }] }
  })
  const points = both.map(({ point }) => point)
  const standardized = both.flatMap((each) => each.standardized)
  return {
    series: { id: 'incidence', label: m.crude, points },
    standardized:
      standardized.length === 0
        ? undefined
        : { id: 'incidence-standardised', label: m.standardizedUS2000, points: standardized },
    note: reason,
    provenance
  }
}

/** The months that the yearly rate of new cases is about. */
interface NewCaseYear {
  /** From the first to the last of the months; undefined where there are too few. */
  readonly stretch: Stretch | undefined
  /** As the dimension of first records names them. */
  readonly months: readonly string[]
  /** Why no rate can be told, within a sentence. */
  readonly missing: string | undefined
  /** There are twelve months. */
  readonly isWhole: boolean
  /** In a few words. */
  readonly note: string
  readonly definition: Definition
}

/** The last twelve complete months, as far as records reach back and tell who is new. */
export function newCaseYear(view: RegistryView): NewCaseYear {
  const { begins, newCasesFrom, completeTo, notes } = registryFlow(view)
  const none = { stretch: undefined, months: [], isWhole: false }
  const missing = view.population.index.cannotTell(view.registry)
  const definition = incidenceProvenance(view, notes.join(' ')).definition
  if (missing !== undefined) return { ...none, missing, note: '', definition }
  const months = monthsUpTo(view.asOf, CHARTED_MONTHS, begins ?? view.span.first)
    .filter(
      ({ start, end, incomplete }) =>
        !incomplete &&
        (newCasesFrom === undefined || start >= newCasesFrom) &&
        (completeTo === undefined || end <= completeTo)
    )
    .slice(-YEAR_MONTHS)
  const [first] = months
  const last = months.at(-1)
  if (first === undefined || last === undefined || months.length < MIN_YEAR_MONTHS)
    return {
      ...none,
      missing: m.aNewCaseNeedsMonthsOf(YEAR_MONTHS, MIN_YEAR_MONTHS),
      note: m.tooFewMonthsOfRecords,
      definition
    }
  const isWhole = months.length === YEAR_MONTHS
  const stretch = { start: first.start, end: last.end }
  const span = m.labelToLabel(first.label, last.label)
  return {
    stretch,
    months: monthsIn(stretch),
    missing: undefined,
    isWhole,
    note: isWhole ? m.yearToLabel(last.label) : m.monthsMonthsToLabel(months.length, last.label),
    definition: incidenceProvenance(view, [span, ...notes].join(' ')).definition
  }
}

/** New cases in the last twelve complete months together, as far as records reach back. */
export function yearlyIncidence(view: RegistryView): { readonly figure: Figure; readonly note: string } {
  const { stretch, missing, note, definition } = newCaseYear(view)
  const provenance = view.provenance(definition)
  if (stretch !== undefined) {
    const counted = { cases: countCases(view, stretch), days: daysAtRisk(view, stretch) }
    return { figure: incidenceFigure(view, stretch, counted, provenance), note }
  }
  const cannotTell = view.population.index.cannotTell(view.registry) !== undefined
  const rows = cannotTell ? { rows: peopleRows(view.asOf, view.memberFilters) } : {}
  return {
    figure: { value: undefined, missing: defined(missing), unit: 'per1000PersonYears', ...rows, provenance },
    note
  }
}
