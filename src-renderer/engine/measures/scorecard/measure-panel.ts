import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import { peopleByValue } from '../attribution/people-by-value.ts'
import { intraclassCorrelation } from '../../base/stats/reliability.ts'
import { filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import type { GroupRow } from '../../population/panels/results/shapes.ts'
import type { Provenance } from '../../base/figures/figure.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { gapCounts } from '../gaps/gap-search.ts'
import type { MeasurePanel } from '../results/scorecard-result.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { eligibleFilter, rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { supplementalCounts } from '../attribution/supplemental-data.ts'
import { memberFilter } from '../rates/measure-dimensions.ts'
import { viewOfRun } from '../rates/run-view.ts'
import { tallySoFar } from '../projection/so-far.ts'
import { tallyRate } from '../rates/rate-tally.ts'
import { rateSeries } from './rate-trend.ts'
import { scorecardRow, type StarChoice } from './scorecard.ts'
import { unitDimension } from '../attribution/unit-dimensions.ts'
import type { StratumRun } from '../run/measure-run.ts'

/** What rates are compared by. */
const measureDimensions = ['payer', 'plan', 'practice', 'provider', 'age', 'sex', 'race', 'ethnicity'] as const

function groupsOf(given: PeopleView, input: MeasureInput, rate: Rate): MeasurePanel['groups'] {
  const view = viewOfRun(given, rate.run)
  const { population, asOf, filters } = view
  const provenance = view.provenance(rateDefinition(rate))
  return measureDimensions.map((name) => {
    const id = unitDimension(input, name)
    const dimension = population.dimension(id)
    const people = peopleByValue(view, id)
    const rows = dimension.values.map(({ value, label }, code): GroupRow => {
      const tally = tallySoFar(view, rate, people[code]!)
      const filter = filterOn(id, value)
      const figure = scoreFigure({ population, asOf, filters: [...filters, filter] }, rate, tally, provenance)
      return { group: value, label, figure, people: tally.eligible, filter }
    })
    const shown = rows.filter((row) => row.people > 0)
    const intraclass = intraclassCorrelation(
      shown.map(({ figure, people: eligible }) => ({ met: figure.numerator ?? 0, eligible }))
    )
    return { dimension: id, label: dimension.label, rows: shown, intraclass }
  })
}

/** The people of the initial population by each supplemental data element. */
function supplementalOf(view: PeopleView, rate: Rate, provenance: Provenance): MeasurePanel['supplemental'] {
  const initial = memberFilter(rate.run, rate.definition.id, 'initial-population')
  return supplementalCounts(view, rate).map(({ id, dimension, label, values }) => ({
    id,
    label,
    rows: values.map(({ value, label: name, people }) => ({
      value,
      label: name,
      figure: {
        value: people,
        unit: 'people',
        numerator: people,
        rows: peopleRows(view.asOf, [...view.filters, initial, filterOn(dimension, value)]),
        opens: people,
        provenance
      }
    }))
  }))
}

/** What a stratifier and one of its strata are called: as the measure says, else by the id. */
function stratumTexts(
  { definition }: Rate,
  { id, value }: StratumRun
): Pick<MeasurePanel['strata'][number], 'title' | 'label'> {
  const title = definition.stratifiers.find((stratifier) => stratifier.id === id)?.title ?? id
  if (value === undefined || value === 'true') return { title, label: m.inThisGroup }
  return { title, label: value === 'false' ? m.allOthers : value }
}

/** One rate from all sides. */
export function measurePanel(
  view: PeopleView,
  input: MeasureInput,
  rate: Rate,
  stars: StarChoice | undefined
): MeasurePanel {
  const definition = rateDefinition(rate)
  const provenance = view.provenance(definition)
  const rated = viewOfRun(view, rate.run)
  const people = rated.population.select(rated.asOf, rated.filters)
  const gaps = gapCounts(view, input, rate).get(rate.key)
  return {
    row: scorecardRow(view, input, rate, stars, gaps),
    definition,
    about: {
      text: rate.measure.text,
      disclaimer: rate.measure.disclaimer,
      policy: rate.run.key.policy,
      zone: rate.run.key.zone
    },
    groups: groupsOf(view, input, rate),
    series: rateSeries(view, rate, provenance),
    supplemental: supplementalOf(rated, rate, provenance),
    strata: rate.group.strata.map((stratum, index) => ({
      stratifier: stratum.id,
      ...stratumTexts(rate, stratum),
      rate: scoreFigure(
        rated,
        rate,
        tallyRate(stratum, rate.definition, people),
        provenance,
        eligibleFilter(rate, index)
      )
    })),
    provenance
  }
}
