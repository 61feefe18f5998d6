import { engineRiskPanelsMessages as m } from '#messages/engine/risk/panels.ts'
import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Provenance } from '../../base/figures/figure.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import { standardize, usStandard2000 } from '../../base/stats/standardize.ts'
import { filterOn, peopleRows, rateFigure } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { missingUse } from '../../population/panels/base/use-events.ts'
import type { UseTime } from '../../population/panels/base/use-time.ts'
import type { View } from '../../population/panels/base/view.ts'
import { indicatorStays, isOfAge, type IndicatorStay } from '../avoidable/indicator-stays.ts'
import { riskDimensions } from '../lists/risk-dimension.ts'
import type { PeopleRisk } from '../lists/people-risk.ts'
import type { StayIndicator } from '../model/imported-definitions.ts'
import { inView, notImported } from './avoidable-people.ts'
import type { AvoidablePanel } from './avoidable-result.ts'
import { indicatorsText } from './avoidable-definitions.ts'

/** Stays by the imported indicators, per 1,000 and standardized by age. */
export function indicatorsOfPeople(
  view: PeopleView,
  events: View,
  risk: PeopleRisk,
  time: UseTime
): AvoidablePanel['indicators'] {
  const { from, to } = time.year
  const provenance = view.provenance(indicatorsText(time.rule))
  const indicators = risk.definitions.imported?.indicators
  const missing =
    indicators === undefined ? notImported(m.preventionQualityIndicators) : missingUse(events.population, 'inpatient')
  if (indicators === undefined || missing !== undefined)
    return { missing, rows: [], undecidable: 0, stays: 0, provenance }
  const stays = risk.rows(indicatorStays, from, to).filter(inView(view))
  const undecidable = stays.filter(({ told }) => !told).length
  const nothing =
    stays.length === 0
      ? m.noMemberHasAStayIn
      : undecidable === stays.length
        ? m.noStayHasAPrincipalDiagnosis
        : undefined
  return {
    missing: nothing,
    rows: nothing === undefined ? indicators.map((each) => indicatorRow(view, time, each, stays, provenance)) : [],
    undecidable,
    stays: stays.length,
    provenance
  }
}

function indicatorRow(
  view: PeopleView,
  time: UseTime,
  indicator: StayIndicator,
  stays: readonly IndicatorStay[],
  provenance: Provenance
): AvoidablePanel['indicators']['rows'][number] {
  const { from, to } = time.year
  const staysOfIndicator = stays.filter(({ indicators }) => indicators.includes(indicator.id))
  const rows = peopleRows(view.asOf, [
    ...view.filters,
    filterOn(riskDimensions.indicator(indicator.id, from, to), 'yes')
  ])
  const opened = { rows, opens: new Set(staysOfIndicator.map(({ patient }) => patient)).size }
  const groups = usStandard2000.map(({ from: start, weight }, place) => ({
    start,
    end: (usStandard2000[place + 1]?.from ?? 200) - 1,
    weight
  }))
  const ofAges = groups.map(({ start, end }) =>
    staysOfIndicator.filter(({ age }) => age !== undefined && age >= start && age <= end)
  )
  const squares = ofAges.map(squaresOf)
  const years = groups.map(({ start, end }) =>
    time.years(
      (shard) => peopleOfAge(shard, to, (age) => age >= start && age <= end && isOfAge(indicator, age)),
      time.year
    )
  )
  const all = years.reduce((sum, each) => sum + each, 0)
  const standard = standardize(
    ofAges.map(({ length }) => length),
    years,
    groups.map(({ weight }) => weight),
    squares
  )
  const allSquares = squares.reduce((sum, each) => sum + each, 0)
  const ages =
    indicator.toAge === undefined
      ? m.fromAgeAndOver(indicator.fromAge)
      : m.fromAgeToToAge(indicator.fromAge, indicator.toAge)
  const nobody = all > 0 ? {} : { missing: m.nobodyInViewIs(ages) }
  const { id, title } = indicator
  return {
    id,
    title,
    ages,
    stays: {
      value: staysOfIndicator.length,
      unit: 'events',
      numerator: staysOfIndicator.length,
      ...opened,
      provenance
    },
    rate: {
      ...rateFigure(staysOfIndicator.length, all, time.unit, rows, provenance, allSquares),
      ...opened,
      ...nobody
    },
    standardized: {
      value: standard === undefined ? undefined : standard.value * 1000,
      unit: time.unit,
      people: opened.opens,
      ...(standard === undefined
        ? nobody
        : {
            interval: {
              ...standard.interval,
              low: standard.interval.low * 1000,
              high: standard.interval.high * 1000
            }
          }),
      ...opened,
      provenance
    }
  }
}

/** Sum of the squares of each person's stays. */
function squaresOf(stays: readonly IndicatorStay[]): number {
  const ofPeople = [...Map.groupBy(stays, ({ patient }) => patient).values()]
  return ofPeople.reduce((sum, { length }) => sum + length * length, 0)
}

/** The people who match the filters and are of an age on a day. */
function peopleOfAge(
  { population, store, asOf, filters }: View,
  day: number,
  isWanted: (age: number) => boolean
): Bitset {
  const people = Uint32Array.from(population.select(asOf, filters))
  const birth = store.table('patient').column('birth_date', 'date').days
  for (let person = 0; person < store.patients; person++) {
    const born = birth[person]!
    if (born === NO_DAY || born > day || !isWanted(ageAt(born, day))) people[person >>> 5]! &= ~(1 << (person & 31))
  }
  return people
}
