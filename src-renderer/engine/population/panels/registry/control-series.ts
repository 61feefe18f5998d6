import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import { countRuns } from '../../../base/kernels/code-runs.ts'
import { bandValues } from '../../registries/control-band.ts'
import type { Control, ControlShare } from '../../registries/registry-definition.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { BandSeries } from '../results/shapes.ts'
import { selectByPeriod, periodCodes } from '../base/period-codes.ts'
import { monthsUpTo, type Period } from '../base/periods.ts'
import { sumCounts } from '../base/view.ts'
import { registryDefinition, type RegistryView } from './registry-view.ts'

const sources = [{ title: m.intervalOfAProportionWilsonScore, publisher: m.jAmStatAssoc22209, year: 1927 }]

/** The dimension of a control's bands. */
export function controlDimension({ registry }: RegistryView, control: Control): string {
  return `control:${registry.id}/${control.id}`
}

/** Provenance of the figures of one control. */
export function controlProvenance(view: RegistryView, control: Control): Provenance {
  const title = `${view.registry.title}: ${control.title}`
  const text = m.shareOfTheRegistrysPeopleIn(control.text)
  return view.provenance(registryDefinition(view, `control/${control.id}`, title, text, sources))
}

/** Members by band, those without a result last. */
type BandCounts = Int32Array

/** How many members are in each band on a date. Nobody else has a band. */
function bandCounts(view: RegistryView, control: Control, asOf: number): BandCounts {
  const dimension = controlDimension(view, control)
  return sumCounts(view, ({ population }) =>
    countCodes(
      population.codes(dimension, asOf),
      population.select(asOf, view.memberFilters),
      bandValues(control).length
    )
  )
}

/** Members by band at the end of months. */
export interface ControlMonths {
  /** Up to the as-of date, at most three years, oldest first. */
  readonly months: readonly Period[]
  readonly counts: readonly BandCounts[]
}

/** Counts the members by band at the end of each month, up to three years. */
export function controlMonths(view: RegistryView, control: Control): ControlMonths {
  const dimension = controlDimension(view, control)
  const months = monthsUpTo(view.asOf, 36, view.span.first)
  const counts = sumCounts(view, ({ population }) =>
    countRuns(periodCodes(population, dimension, months), selectByPeriod(population, months, view.memberFilters))
  )
  // People without a band follow those of each month.
  const bands = bandValues(control).length
  const first = (month: number): number => month * (bands + 1)
  return { months, counts: months.map((_, month) => counts.subarray(first(month), first(month) + bands)) }
}

function total(counts: BandCounts): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** The share of the registry's people in some of a control's bands on a date. */
export function controlShare(
  view: RegistryView,
  control: Control,
  share: ControlShare,
  asOf: number,
  provenance: Provenance
): Figure {
  return shareIn(view, control, share, asOf, bandCounts(view, control, asOf), provenance)
}

/** The same of members that are counted already. */
export function shareIn(
  view: RegistryView,
  control: Control,
  share: ControlShare,
  asOf: number,
  counts: BandCounts,
  provenance: Provenance
): Figure {
  let part = 0
  bandValues(control).forEach(({ value }, code) => {
    if (share.bands.includes(value)) part += counts[code]!
  })
  const filters = [...view.memberFilters, filterOn(controlDimension(view, control), ...share.bands)]
  return shareFigure(part, total(counts), peopleRows(asOf, filters), provenance)
}

/** The shares of a control that stand next to its bands, as key figures do: its goal, what calls for attention, and who has no result. */
export function sharesBesideBands({ goal, concern, noneLabel }: Control): readonly ControlShare[] {
  const [initial = '', ...rest] = noneLabel
  return [goal, concern, { title: [initial.toUpperCase(), ...rest].join(''), bands: ['none'] }]
}

/** The bands of a control at the end of each month, up to three years. */
export function controlSeries(view: RegistryView, control: Control, { months, counts }: ControlMonths): BandSeries {
  const provenance = controlProvenance(view, control)
  const bands = bandValues(control)
  // One list per band for all months: what is sent to the page names it many times and holds it once.
  const filters = bands.map(({ value }) => [...view.memberFilters, filterOn(controlDimension(view, control), value)])
  return {
    id: control.id,
    title: control.title,
    subtitle: control.text,
    unit: control.measurement.unit,
    bands: bands.map(({ value, label }, index) => ({ id: value, label, tone: control.bands[index]?.tone ?? 'u' })),
    shares: sharesBesideBands(control).map((share) => ({
      bands: bands.flatMap(({ value }, band) => (share.bands.includes(value) ? [band] : [])),
      // The goal also stands on the overview, and above the groups.
      isElsewhere: share === control.goal
    })),
    periods: months.map((month, index) => {
      const monthCounts = counts[index]!
      const all = total(monthCounts)
      return {
        at: month.start,
        label: month.label,
        figures: bands.map((_, code) =>
          shareFigure(monthCounts[code]!, all, peopleRows(month.end, filters[code]!), provenance)
        ),
        incomplete: month.incomplete
      }
    }),
    provenance
  }
}
