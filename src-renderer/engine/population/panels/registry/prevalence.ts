import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import { countCodes, countPairs } from '../../../base/kernels/codes.ts'
import { standardize, usStandard2000 } from '../../../base/stats/standardize.ts'
import { peopleRows, shareFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import type { SeriesPoint } from '../results/shapes.ts'
import { monthsUpTo } from '../base/periods.ts'
import { registryDefinition, type RegistryView } from './registry-view.ts'

const weights = usStandard2000.map((group) => group.weight)

const sources = [
  { title: 'Interval of a proportion: Wilson score', publisher: 'J Am Stat Assoc 22: 209-212', year: 1927 },
  {
    title: 'Age standardization of death rates: implementation of the year 2000 standard. NVSR 47(3)',
    publisher: 'National Center for Health Statistics',
    year: 1998
  },
  { title: 'Interval of a standardized rate: Fay and Feuer', publisher: 'Stat Med 16: 791-801', year: 1997 }
]

/** Members ÷ people in view on a date. */
export function prevalenceFigure(view: RegistryView, asOf: number, provenance: Provenance): Figure {
  const { population, registry } = view
  const people = population.select(asOf, view.peopleFilters)
  const counts = countCodes(population.codes(`registry:${registry.id}`, asOf), people, 2)
  return shareFigure(counts[1]!, counts[0]! + counts[1]!, peopleRows(asOf, view.memberFilters), provenance)
}

/** The same, standardised for age; undefined when nobody in view has a birth date. */
function standardisedFigure(view: RegistryView, asOf: number, provenance: Provenance): Figure | undefined {
  const { population, registry } = view
  const people = population.select(asOf, view.peopleFilters)
  const groups = population.dimension('age-standard').values.length
  const counts = countPairs(
    population.codes('age-standard', asOf),
    groups,
    population.codes(`registry:${registry.id}`, asOf),
    2,
    people
  )
  const members = weights.map((_, group) => counts[group * 2 + 1]!)
  const all = weights.map((_, group) => counts[group * 2]! + counts[group * 2 + 1]!)
  const result = standardize(members, all, weights)
  if (result === undefined) return undefined
  const crude = prevalenceFigure(view, asOf, provenance)
  return { ...crude, value: result.value, interval: result.interval }
}

/** Prevalence at the end of each month, crude and standardised. */
export function prevalenceSeries(view: RegistryView): RegistryPanel['prevalence'] {
  const provenance = view.provenance(
    registryDefinition(
      view,
      'prevalence',
      `${view.registry.title}: point prevalence`,
      'Members of the registry ÷ people in view, both at the end of each month (or on the date). Standardised: by age to ' +
        'the US population of 2000, in its eleven groups; groups without people are left out and the other weights raised. ' +
        'Filters on the registry itself do not apply.',
      sources
    )
  )
  const months = monthsUpTo(view.asOf, 36, view.span.first)
  const points = (figureOf: (asOf: number) => Figure | undefined): SeriesPoint[] =>
    months.flatMap((month) => {
      const figure = figureOf(month.end)
      if (figure === undefined) return []
      return [{ at: month.start, label: month.label, figure, incomplete: month.incomplete }]
    })
  const standardised = points((asOf) => standardisedFigure(view, asOf, provenance))
  return {
    crude: { id: 'crude', label: 'Crude', points: points((asOf) => prevalenceFigure(view, asOf, provenance)) },
    standardised:
      standardised.length === 0
        ? undefined
        : { id: 'standardised', label: 'Standardized, US 2000', points: standardised },
    provenance
  }
}
