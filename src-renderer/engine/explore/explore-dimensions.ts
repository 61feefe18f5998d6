import { dimensionGroupTitles } from '../population/selection/dimension-info.ts'
import { commonMessages as common } from '#messages/common.ts'
import { engineMessages as m } from '#messages/engine.ts'
import { defined } from '#shared/language/defined.ts'
import { emptyCodes, type Codes } from '../base/kernels/codes.ts'
import type { Day } from '../base/figures/filter.ts'
import type { AllPeople } from '../population/people/all-people.ts'
import { peopleMeasures } from '../population/panels/person/people-measures.ts'
import type { PersonMeasure } from '../population/panels/person/person-measures.ts'

/** A dimension as a chart shows it. */
export interface ExploreDimension {
  readonly id: string
  readonly label: string
  readonly group: string
  /** The values stand in an order that ranges can be cut from. */
  readonly ordered: boolean
}

/** A dimension with its values on a date and each person's place in them. */
export interface ExploreCodes extends ExploreDimension {
  readonly values: readonly { readonly value: string; readonly label: string }[]
  readonly codes: Codes
}

const MEASURE = 'measure:'
const BINS = 12

/** Everything that people can be charted by. */
export function exploreDimensions(population: AllPeople): ExploreDimension[] {
  const dimensions = population.dimensions
    .filter(({ id, hidden }) => !hidden || id === 'age5')
    .filter(({ id }) => id !== 'age')
    .map(({ id, label, group }) => ({
      id,
      label: id === 'age5' ? common.age : label,
      group: dimensionGroupTitles[id === 'age5' ? 'people' : group],
      ordered: id === 'age5' || id === 'conditions'
    }))
  const measured = peopleMeasures(population).map(({ id, label, unit }) => ({
    id: MEASURE + id,
    label: unit === '' ? label : `${label}, ${unit}`,
    group: m.useAndResults,
    ordered: true
  }))
  return [...dimensions, ...measured]
}

/** Reads one dimension on a date. @throws AppError `invalid-input` when there is none */
export function exploreCodes(population: AllPeople, id: string, asOf: Day): ExploreCodes {
  const about = exploreDimensions(population).find((each) => each.id === id)
  if (about?.id.startsWith(MEASURE) === true) {
    const measure = defined(peopleMeasures(population).find((each) => MEASURE + each.id === id))
    return { ...about, ...binned(measure, asOf) }
  }
  const dimension = population.dimension(id)
  const { label, group } = dimension
  return {
    ...(about ?? { id, label, group, ordered: false }),
    values: dimension.values,
    codes: population.codes(id, asOf)
  }
}

/** Cuts a measure into steps of a round width between its 1st and 99th hundredth; the ends are open. */
function binned(measure: PersonMeasure, asOf: Day): Pick<ExploreCodes, 'values' | 'codes'> {
  const amounts = measure.values(asOf)
  const known = amounts.filter((amount) => !Number.isNaN(amount)).sort()
  const low = known[Math.floor(known.length * 0.01)] ?? 0
  const high = known[Math.floor(known.length * 0.99)] ?? 0
  const isCount = measure.kind === 'sum' && measure.unit === ''
  const step = roundStep(Math.max(high - low, isCount ? 1 : 0.1) / (BINS - 2), isCount)
  const first = Math.floor(low / step) * step
  const bins = Math.max(1, Math.min(BINS + 2, Math.floor((high - first) / step) + 1))
  const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0
  const text = (bin: number): string => (first + bin * step).toFixed(digits)
  const values = Array.from({ length: bins }, (_, bin) => ({
    value: text(bin),
    label:
      bin === bins - 1 && bins > 1
        ? m.binAndOver(text(bin))
        : step === 1 && isCount
          ? text(bin)
          : m.binToUnderValue(text(bin), text(bin + 1))
  }))
  const hasGaps = known.length < amounts.length
  if (hasGaps) values.push({ value: 'none', label: m.noResult })
  const codes = emptyCodes(amounts.length, values.length)
  for (let patient = 0; patient < amounts.length; patient++) {
    const amount = amounts[patient]!
    codes[patient] = Number.isNaN(amount)
      ? bins
      : Math.max(0, Math.min(bins - 1, Math.floor((amount - first) / step + 1e-9)))
  }
  return { values, codes }
}

/** 1, 2 or 5 times a power of ten, not below the given width. */
function roundStep(width: number, isWhole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(width))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= width * 0.999) ?? width
  return isWhole ? Math.max(1, Math.round(step)) : step
}
