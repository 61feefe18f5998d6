import { enginePopulationPanelsOverviewMessages as m } from '#messages/engine/population/panels/overview.ts'
import { defined } from '#shared/language/defined.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import type { Bitset } from '../../../base/kernels/bitset.ts'
import { countPeopleBins } from '../../../base/kernels/people-bins.ts'
import { encounterClasses, encountersByMonth, visitsOnly } from '../base/encounter-classes.ts'
import { countFigure } from '../base/figures.ts'
import { selectByPeriod } from '../base/period-codes.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import type { Series } from '../results/shapes.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { addLists, sumShards, type View } from '../base/view.ts'

const definition: Definition = {
  id: 'overview/encounters',
  version: '1.1.0',
  title: m.encountersByClassAndMonth,
  text: m.encountersThatBeganInTheMonth,
  sources: [
    {
      title: m.encounterClassActEncounterCode,
      publisher: m.hL7International,
      url: 'https://terminology.hl7.org/ValueSet-v3-ActEncounterCode.html'
    }
  ]
}

/** The people who match the filters at the end of each period; undefined when there are no filters to match. */
export function peopleByPeriod(view: View, periods: readonly Period[]): readonly Bitset[] | undefined {
  if (view.filters.length === 0) return undefined
  return selectByPeriod(view.population, periods, view.filters)
}

/** A class of encounters with how many there are by month. */
interface ClassCounts {
  readonly label: string
  /** `system|code` of each class in the data that counts as this one. */
  readonly values: readonly string[]
  readonly counts: Int32Array
}

/** Encounters of a shard by class and month, by the id of the class. */
function countClasses(view: View, months: readonly Period[]): ReadonlyMap<string, ClassCounts> {
  const bins = encountersByMonth(view.population, months)
  if (bins === undefined) return new Map()
  const { classes } = defined(encounterClasses(view.population))
  const counts = countPeopleBins(bins, peopleByPeriod(view, months))
  return new Map(
    classes.map(({ id, values, label }, group) => [
      id,
      { label, values, counts: counts.slice(group * months.length, (group + 1) * months.length) }
    ])
  )
}

function addClasses(
  left: ReadonlyMap<string, ClassCounts>,
  right: ReadonlyMap<string, ClassCounts>
): ReadonlyMap<string, ClassCounts> {
  const sums = new Map(left)
  for (const [id, added] of right) {
    const known = sums.get(id)
    const sum = known && {
      label: known.label,
      values: [...new Set([...known.values, ...added.values])],
      counts: addLists(known.counts, added.counts)
    }
    sums.set(id, sum ?? added)
  }
  return sums
}

/** One series per class, most encounters first. */
export function encounterSeries(view: View): OverviewPanel['encounters'] {
  const provenance = view.provenance(definition)
  const months = monthsUpTo(view.asOf, 36, view.span.first)
  const classes = sumShards(view, (shard) => countClasses(shard, months), addClasses)
  const series = [...classes].map(([id, { label, values, counts }]): Series & { readonly total: number } => {
    const points = months.map((month, bin) => ({
      at: month.start,
      label: month.label,
      figure: countFigure(
        counts[bin]!,
        'events',
        {
          table: 'encounter',
          asOf: month.end,
          filters: view.filters,
          where: [
            { column: 'class', in: values.toSorted() },
            { column: '@day', from: month.start, to: month.end },
            visitsOnly
          ]
        },
        provenance
      ),
      incomplete: month.incomplete
    }))
    return { id, label, points, total: counts.reduce((sum, count) => sum + count, 0) }
  })
  return {
    series: series
      .filter((each) => each.total > 0)
      .sort((left, right) => right.total - left.total || (left.id < right.id ? -1 : 1))
      .map(({ id, label, points }) => ({ id, label, points })),
    provenance
  }
}
