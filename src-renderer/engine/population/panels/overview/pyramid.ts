import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition, Figure } from '../../../base/figures/figure.ts'
import { countPairs } from '../../../base/kernels/codes.ts'
import { countFigure, filterOn, peopleRows } from '../base/figures.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import { sumCounts, type View } from '../base/view.ts'

const definition: Definition = {
  id: 'overview/pyramid',
  version: '1.0.0',
  title: m.ageAndSex,
  text: m.peopleInViewByCompletedYears,
  sources: []
}

/** Five-year bands, youngest first; people without a birth date have a band of their own when there are any. */
export function pyramid(view: View): OverviewPanel['pyramid'] {
  const { population, asOf, peopleFilters } = view
  const provenance = view.provenance(definition)
  const ages = population.dimension('age5').values
  const sexes = population.dimension('sex').values
  const counts = sumCounts(view, (shard) =>
    countPairs(
      shard.population.codes('age5', asOf),
      ages.length,
      shard.population.codes('sex', asOf),
      sexes.length,
      shard.people
    )
  )
  const bands = ages.map((age, band) => {
    const figure = (...values: string[]): Figure => {
      let count = 0
      sexes.forEach((sex, code) => {
        if (values.includes(sex.value)) count += counts[band * sexes.length + code]!
      })
      const filters = [...peopleFilters, filterOn('age5', age.value), filterOn('sex', ...values)]
      return countFigure(count, 'people', peopleRows(asOf, filters), provenance)
    }
    return { label: age.label, female: figure('female'), male: figure('male'), other: figure('other', 'unknown') }
  })
  const last = defined(bands.at(-1))
  const nobodyWithoutAge = last.female.value === 0 && last.male.value === 0 && last.other.value === 0
  return { bands: nobodyWithoutAge ? bands.slice(0, -1) : bands, provenance }
}
