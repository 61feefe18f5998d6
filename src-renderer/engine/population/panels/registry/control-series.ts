import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { mapTogether } from '../../../store/model/exchange.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Bitset } from '../../../base/kernels/bitset.ts'
import { countCodes } from '../../../base/kernels/codes.ts'
import { bandValues } from '../../registries/control-band.ts'
import type { Control, ControlShare } from '../../registries/registry-definition.ts'
import { filterOn, peopleRows, shareFigure } from '../base/figures.ts'
import type { BandSeries } from '../results/shapes.ts'
import { monthsUpTo } from '../base/periods.ts'
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

/** Of the people of a shard that are selected: how many are in each band, by control and date. */
const counted = new WeakMap<Bitset, Map<string, Int32Array>>()

/**
 * Members by band on a date. Each shard counts once, as key figures and series ask for the same months; what the shards say
 * together is not remembered, because all threads have to ask the same questions in the same order.
 */
function bandCounts(view: RegistryView, control: Control, asOf: number): Int32Array {
  return sumCounts(view, ({ population, memberFilters }) => {
    // Nobody else has a band.
    const members = population.select(asOf, memberFilters)
    const ofMembers = counted.get(members) ?? new Map<string, Int32Array>()
    counted.set(members, ofMembers)
    const dimension = controlDimension(view, control)
    const key = `${dimension}@${asOf}`
    const found = ofMembers.get(key) ?? countCodes(population.codes(dimension, asOf), members, control.bands.length + 1)
    ofMembers.set(key, found)
    return found
  })
}

function total(counts: Int32Array): number {
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
  const counts = bandCounts(view, control, asOf)
  let part = 0
  bandValues(control).forEach(({ value }, code) => {
    if (share.bands.includes(value)) part += counts[code]!
  })
  const filters = [...view.memberFilters, filterOn(controlDimension(view, control), ...share.bands)]
  return shareFigure(part, total(counts), peopleRows(asOf, filters), provenance)
}

/** The bands of a control at the end of each month, up to three years. */
export function controlSeries(view: RegistryView, control: Control): BandSeries {
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
    periods: mapTogether(monthsUpTo(view.asOf, 36, view.span.first), (month) => {
      const counts = bandCounts(view, control, month.end)
      const all = total(counts)
      return {
        at: month.start,
        label: month.label,
        figures: bands.map((_, code) =>
          shareFigure(counts[code]!, all, peopleRows(month.end, filters[code]!), provenance)
        ),
        incomplete: month.incomplete
      }
    }),
    provenance
  }
}
