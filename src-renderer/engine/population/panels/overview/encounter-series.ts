import type { Definition } from '../../../base/figures/figure.ts'
import { countByBin, dayBins } from '../../../base/kernels/day-bins.ts'
import { encounterClasses, visitsOnly } from '../base/encounter-classes.ts'
import { countFigure } from '../base/figures.ts'
import type { OverviewPanel } from '../results/overview-result.ts'
import type { Series } from '../results/shapes.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import type { View } from '../base/view.ts'

const definition: Definition = {
  id: 'overview/encounters',
  version: '1.0.0',
  title: 'Encounters by class and month',
  text:
    'Encounters that began in the month and took place (not planned, canceled or entered in error), by class, of people ' +
    'who match the filters at the end of that month, whether they still live or not.',
  sources: [
    {
      title: 'Encounter.class, ActEncounterCode',
      publisher: 'HL7 International',
      url: 'https://terminology.hl7.org/ValueSet-v3-ActEncounterCode.html'
    }
  ]
}

/** The people who match the filters at the end of each period; undefined when there are no filters to match. */
export function peopleByPeriod(view: View, periods: readonly Period[]): Uint32Array[] | undefined {
  if (view.filters.length === 0) return undefined
  return periods.map((period) => view.population.select(period.end, view.filters))
}

/** One series per class, most encounters first. */
export function encounterSeries(view: View): OverviewPanel['encounters'] {
  const provenance = view.provenance(definition)
  const found = view.population.once('encounter-classes', () => encounterClasses(view.store))
  if (found?.table.day === undefined) return { series: [], provenance }
  const { table, classes, codes } = found
  const months = monthsUpTo(view.asOf, 36, view.span.first)
  const people = peopleByPeriod(view, months)
  const counts = countByBin(
    {
      days: table.day!,
      groups: codes,
      groupCount: classes.length,
      patient: table.patient!,
      ...(people === undefined ? {} : { people })
    },
    dayBins(months)
  )
  const series = classes.map((each, group): Series & { readonly total: number } => {
    const points = months.map((month, bin) => ({
      at: month.start,
      label: month.label,
      figure: countFigure(
        counts[group * months.length + bin]!,
        'events',
        {
          table: 'encounter',
          asOf: month.end,
          filters: view.filters,
          where: [
            { column: 'class', in: [each.value] },
            { column: '@day', from: month.start, to: month.end },
            visitsOnly
          ]
        },
        provenance
      ),
      incomplete: month.incomplete
    }))
    return {
      id: each.value,
      label: each.label,
      points,
      total: points.reduce((sum, point) => sum + point.figure.value!, 0)
    }
  })
  return {
    series: series
      .filter((each) => each.total > 0)
      .sort((left, right) => right.total - left.total)
      .map(({ id, label, points }) => ({ id, label, points })),
    provenance
  }
}
