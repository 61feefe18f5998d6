import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { mapTogether } from '../../../store/model/exchange.ts'
import type { Definition, Figure, Provenance } from '../../../base/figures/figure.ts'
import { countCommon } from '../../../base/kernels/bitset.ts'
import { countPairs } from '../../../base/kernels/codes.ts'
import { ageSexDimension, ageSexText, standardizedFigure, usAgeSexWeights } from '../base/age-sex.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { RegistryPanel } from '../results/registry-result.ts'
import type { SeriesPoint } from '../results/shapes.ts'
import { monthsUpTo } from '../base/periods.ts'
import { sumCounts } from '../base/view.ts'
import { registryDefinition, type RegistryView } from './registry-view.ts'
import { registryFlow } from './registry-flow.ts'

const sources = [
  { title: m.intervalOfAProportionWilsonScore, publisher: m.jAmStatAssoc22209, year: 1927 },
  {
    title: m.ageStandardizationOfDeathRatesImplementation,
    publisher: m.nationalCenterForHealthStatistics,
    year: 1998
  },
  { title: m.intervalOfAStandardizedRateFay, publisher: m.statMed16791801, year: 1997 }
]

/** Members ÷ people in view on a date. */
export function prevalenceFigure(view: RegistryView, asOf: number, provenance: Provenance): Figure {
  const { population, registry } = view
  const counts = sumCounts(view, (shard) => {
    const people = shard.population.select(asOf, view.peopleFilters)
    const answered = (value: string): number =>
      countCommon(people, shard.population.select(asOf, [filterOn(`registry:${registry.id}`, value)]))
    return Int32Array.of(answered('no'), answered('yes'))
  })
  const missing = population.index.cannotTell(registry)
  if (missing !== undefined) {
    const rows = peopleRows(asOf, view.memberFilters)
    return { value: undefined, unit: 'proportion', numerator: 0, denominator: counts[0]!, missing, rows, provenance }
  }
  return shareFigure(counts[1]!, counts[0]! + counts[1]!, peopleRows(asOf, view.memberFilters), provenance)
}

/** The same, standardized for age and sex; undefined when nobody in view has both. */
function standardisedFigure(view: RegistryView, asOf: number, crude: Figure): Figure | undefined {
  if (crude.missing !== undefined) return undefined
  const counts = sumCounts(view, ({ population, registry }) =>
    countPairs(
      population.codes(ageSexDimension, asOf),
      usAgeSexWeights.length,
      population.codes(`registry:${registry.id}`, asOf),
      2,
      population.select(asOf, view.peopleFilters)
    )
  )
  const members = usAgeSexWeights.map((_, group) => counts[group * 2 + 1]!)
  const all = usAgeSexWeights.map((_, group) => counts[group * 2]! + counts[group * 2 + 1]!)
  return standardizedFigure(crude, members, all, usAgeSexWeights)
}

const definitionText = m.membersOfTheRegistryPeopleIn(ageSexText)

/** What the prevalence of a registry means. */
export function prevalenceDefinition(view: RegistryView): Definition {
  return registryDefinition(view, 'prevalence', m.pointPrevalence(view.registry.title), definitionText, sources)
}

/** Prevalence at the end of each month, crude and standardised. */
export function prevalenceSeries(view: RegistryView): RegistryPanel['prevalence'] {
  const { begins, completeTo, notes } = registryFlow(view)
  const definition = prevalenceDefinition(view)
  const provenance = view.provenance(notes.length === 0 ? definition : { ...definition, calculated: notes.join(' ') })
  const months = monthsUpTo(view.asOf, 36, view.span.first)
  // The month of the as-of date stays, whatever the records: it is the prevalence of the key figure.
  const shown = months.filter(
    ({ start }, index) => begins === undefined || start >= begins || index === months.length - 1
  )
  const points = mapTogether(shown, (month): SeriesPoint => ({
    at: month.start,
    label: month.label,
    figure: prevalenceFigure(view, month.end, provenance),
    incomplete: month.incomplete || (completeTo !== undefined && month.end > completeTo)
  }))
  const standardised = mapTogether(points, (point, index) => {
    const figure = standardisedFigure(view, shown[index]!.end, point.figure)
    return figure === undefined ? [] : [{ ...point, figure }]
  }).flat()
  return {
    crude: { id: 'crude', label: m.crude, points },
    standardised:
      standardised.length === 0 ? undefined : { id: 'standardised', label: m.standardizedUS2000, points: standardised },
    notes,
    provenance
  }
}
