import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import { countBits, intersect } from '../../../base/kernels/bitset.ts'
import { selectCodes } from '../../../base/kernels/codes.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { quarterOf, WASH_OUT_DAYS } from '../../selection/registry-dimensions.ts'
import { filterOn, peopleRows, rateFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import { personYears } from '../base/person-time.ts'
import { quartersUpTo, type Period } from '../base/periods.ts'
import { registryDefinition, type RegistryView } from './registry-view.ts'

const definitionText =
  'First record of the condition in the period ÷ person-years at risk. People are at risk from 365 days after their ' +
  'first record of any kind (wash-out), until the condition is first recorded, they die, or the period ends. People who ' +
  'match the filters at the end of the period count, dead or alive. Without enrollment periods, people who went elsewhere ' +
  'still count as at risk.'

const sources = [
  { title: 'Exact interval of a Poisson count', publisher: 'Garwood, Biometrika 28: 437-442', year: 1936 }
]

function incidenceProvenance(view: RegistryView): Provenance {
  return view.provenance(
    registryDefinition(
      view,
      'incidence',
      `${view.registry.title}: new cases per 1,000 person-years`,
      definitionText,
      sources
    )
  )
}

function incidenceFigure(
  view: RegistryView,
  quarters: readonly string[],
  stretch: { readonly start: number; readonly end: number },
  provenance: Provenance
): Figure {
  const { population, registry, filters, store } = view
  const { end } = stretch
  const dimensionId = `entry:${registry.id}`
  const { values } = population.dimension(dimensionId)
  const people = population.select(end, filters)
  const wanted = new Uint8Array(values.length + 1)
  values.forEach((each, code) => {
    if (quarters.includes(each.value)) wanted[code] = 1
  })
  const cases = countBits(intersect(people, selectCodes(population.codes(dimensionId, end), wanted)))
  const { entry } = population.index.membership(registry)
  const years = personYears(store, people, stretch, {
    from: (patient) => population.seen[patient]! + WASH_OUT_DAYS,
    until: (patient) => (entry[patient] === NO_DAY ? stretch.start : entry[patient]!)
  })
  return rateFigure(
    cases,
    years,
    'per1000PersonYears',
    peopleRows(end, [...filters, filterOn(dimensionId, ...quarters)]),
    provenance
  )
}

/** New cases by quarter, up to three years. */
export function incidenceSeries(view: RegistryView): RegistryPanel['incidence'] {
  const provenance = incidenceProvenance(view)
  const points = quartersUpTo(view.asOf, 12, view.span.first).map((quarter) => ({
    at: quarter.start,
    label: quarter.label,
    figure: incidenceFigure(view, [quarterOf(quarter.start)], quarter, provenance),
    incomplete: quarter.incomplete
  }))
  return { series: { id: 'incidence', label: 'New cases per 1,000 person-years', points }, provenance }
}

/** New cases in the last four complete quarters together. */
export function yearlyIncidence(view: RegistryView): Figure | undefined {
  const complete: Period[] = quartersUpTo(view.asOf, 5, view.span.first).filter((quarter) => !quarter.incomplete)
  const last = complete.slice(-4)
  const [first] = last
  if (first === undefined) return undefined
  return incidenceFigure(
    view,
    last.map((quarter) => quarterOf(quarter.start)),
    { start: first.start, end: last.at(-1)!.end },
    incidenceProvenance(view)
  )
}
