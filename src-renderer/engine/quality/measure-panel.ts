import type { Figure } from '../figure.ts'
import { emptyBitset, hasBit, setBit } from '../kernels/bitset.ts'
import { filterOn, peopleRows } from '../panels/figures.ts'
import type { GroupRow } from '../panels/panel.ts'
import type { View } from '../panels/view.ts'
import { gapsOf } from './gap-state.ts'
import type { MeasurePanel } from './panels.ts'
import type { QualityInput } from './quality-input.ts'
import type { Rate } from './rate.ts'
import { rateDefinition, scoreFigure, statusFilter } from './rate-figures.ts'
import { gapStatuses, statusLabels } from './rate-status.ts'
import { tallyRate } from './rate-tally.ts'
import { scorecardRow } from './scorecard.ts'
import type { StarTable } from './stars/star-table.ts'
import { unitDimension } from './unit-dimensions.ts'

/** What rates are compared by. */
const measureDimensions = ['payer', 'plan', 'practice', 'provider', 'age', 'sex', 'race', 'ethnicity'] as const

/** The people of each value of a dimension, among those in view. */
export function peopleByValue(view: View, dimension: string): readonly Uint32Array[] {
  const { population, asOf, filters } = view
  const people = population.select(asOf, filters)
  const codes = population.codes(dimension, asOf)
  const groups = population.dimension(dimension).values.map(() => emptyBitset(codes.length))
  for (let patient = 0; patient < codes.length; patient++) {
    const code = codes[patient]!
    if (code >= 0 && hasBit(people, patient)) setBit(groups[code]!, patient)
  }
  return groups
}

function groupsOf(view: View, input: QualityInput, rate: Rate): MeasurePanel['groups'] {
  const { population, asOf, filters } = view
  const provenance = view.provenance(rateDefinition(rate))
  return measureDimensions.map((name) => {
    const id = unitDimension(input, name)
    const dimension = population.dimension(id)
    const people = peopleByValue(view, id)
    const rows = dimension.values.map(({ value, label }, code): GroupRow => {
      const tally = tallyRate(rate.group, rate.definition, people[code])
      const filter = filterOn(id, value)
      const figure = scoreFigure(rate, tally, asOf, [...filters, filter], provenance)
      return { group: value, label, figure, people: tally.eligible, filter }
    })
    return { dimension: id, label: dimension.label, rows: rows.filter((row) => row.people > 0) }
  })
}

/** One rate from all sides. */
export function measurePanel(view: View, input: QualityInput, rate: Rate, table: StarTable | undefined): MeasurePanel {
  const { population, asOf, filters } = view
  const definition = rateDefinition(rate)
  const provenance = view.provenance(definition)
  const people = population.select(asOf, filters)
  const { status } = gapsOf(input, rate, asOf)
  const counts = gapStatuses.map(() => 0)
  for (let patient = 0; patient < status.length; patient++) if (hasBit(people, patient)) counts[status[patient]!]!++
  const statuses = gapStatuses.map((name, code) => {
    const count = counts[code]!
    // Due soon, and what events have changed, are not in the source data, so that no filter finds them.
    const bySource = rate.hasGaps && name !== 'due-soon'
    const figure: Figure = {
      value: count,
      unit: 'people',
      numerator: count,
      ...(bySource ? { rows: peopleRows(asOf, [...filters, statusFilter(rate, name)]) } : {}),
      provenance
    }
    return { status: name, label: statusLabels[name], figure }
  })
  return {
    row: scorecardRow(view, input, rate, table),
    definition,
    groups: groupsOf(view, input, rate),
    statuses,
    strata: rate.group.strata.map((stratum) => ({
      label: stratum.value === undefined ? stratum.id : `${stratum.id}: ${stratum.value}`,
      rate: withoutRows(scoreFigure(rate, tallyRate(stratum, rate.definition, people), asOf, filters, provenance))
    })),
    provenance
  }
}

/** No dimension tells who is in a stratum. */
function withoutRows({ rows: _, ...figure }: Figure): Figure {
  return figure
}
