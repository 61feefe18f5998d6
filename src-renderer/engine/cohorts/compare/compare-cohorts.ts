import { engineMessages as m } from '#messages/engine.ts'
import { commonMessages as common } from '#messages/common.ts'
import { defined } from '#shared/language/defined.ts'
import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { Codes } from '../../base/kernels/codes.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { peopleMeasures } from '../../population/panels/person/people-measures.ts'

/** One characteristic of two cohorts. */
export interface ComparedRow {
  readonly id: string
  readonly group: string
  readonly label: string
  /** `share`: the values are shares of the people; `mean`: means, with the people they are known for. */
  readonly kind: 'share' | 'mean'
  /** Whose share it is, as a filter names them; absent for means. */
  readonly where?: { readonly dimension: string; readonly value: string }
  /** Of a mean. */
  readonly unit: string
  readonly left: number | undefined
  readonly right: number | undefined
  readonly leftKnown: number
  readonly rightKnown: number
  /** Difference in pooled standard deviations; undefined where there is no spread or nobody. */
  readonly difference: number | undefined
}

const membership = [
  { value: 'no', label: common.no },
  { value: 'yes', label: common.yes }
]

const shared = ['sex', 'race', 'ethnicity', 'payer']

/**
 * Compares two sets of people on a date by standardized differences: Austin PC, Stat Med 2009; 28: 3083–3107. Shares:
 * (p1 − p2) / √((p1 q1 + p2 q2) / 2); means: (m1 − m2) / √((s1² + s2²) / 2) with sample variances.
 */
export function compareCohorts(population: AllPeople, asOf: Day, left: Bitset, right: Bitset): ComparedRow[] {
  const rows: ComparedRow[] = []
  const addShares = (
    id: string,
    group: string,
    dimension: string,
    labels: readonly { readonly value: string; readonly label: string }[],
    codes: ArrayLike<number>,
    only?: number
  ): void => {
    const counts = [left, right].map((people) => countIn(people, codes, labels.length))
    labels.forEach(({ value, label }, code) => {
      if (only !== undefined && code !== only) return
      const [a, b] = [counts[0]!, counts[1]!]
      if (a.counts[code] === 0 && b.counts[code] === 0) return
      const p = a.known > 0 ? a.counts[code]! / a.known : undefined
      const q = b.known > 0 ? b.counts[code]! / b.known : undefined
      const spread = p === undefined || q === undefined ? 0 : Math.sqrt((p * (1 - p) + q * (1 - q)) / 2)
      rows.push({
        id: `${id}:${code}`,
        group,
        label: only === undefined ? label : group,
        kind: 'share',
        where: { dimension, value },
        unit: '',
        left: p,
        right: q,
        leftKnown: a.known,
        rightKnown: b.known,
        difference: spread > 0 ? (defined(p) - defined(q)) / spread : p === q && p !== undefined ? 0 : undefined
      })
    })
  }
  const addMean = (id: string, label: string, unit: string, values: ArrayLike<number>): void => {
    const [a, b] = [moments(left, values), moments(right, values)]
    if (a.known === 0 && b.known === 0) return
    const spread = Math.sqrt((a.variance + b.variance) / 2)
    rows.push({
      id,
      group: m.means,
      label,
      kind: 'mean',
      unit,
      left: a.known > 0 ? a.mean : undefined,
      right: b.known > 0 ? b.mean : undefined,
      leftKnown: a.known,
      rightKnown: b.known,
      difference: a.known > 0 && b.known > 0 && spread > 0 ? (a.mean - b.mean) / spread : undefined
    })
  }
  addMean('age', common.age, 'years', population.values(agesIn, asOf))
  for (const id of shared) {
    if (!population.dimensions.some((each) => each.id === id)) continue
    const { label, values } = population.dimension(id)
    addShares(id, label, id, values, population.codes(id, asOf))
  }
  for (const registry of population.registries)
    addShares(
      registry.id,
      registry.title,
      `registry:${registry.id}`,
      membership,
      population.values(membersIn, registry.id, asOf),
      1
    )
  for (const measure of peopleMeasures(population))
    addMean(measure.id, measure.label, measure.unit, measure.values(asOf))
  return rows
}

/** 1 per member of a registry in a shard. */
function membersIn({ index }: PopulationView, id: string, asOf: Day): Codes {
  return index.members(defined(index.registries.find((registry) => registry.id === id)), asOf)
}

function countIn(
  people: Bitset,
  codes: ArrayLike<number>,
  values: number
): { readonly counts: Int32Array; readonly known: number } {
  const counts = new Int32Array(values)
  let known = 0
  for (let patient = 0; patient < codes.length; patient++) {
    const code = codes[patient]!
    if (code < 0 || !hasBit(people, patient)) continue
    counts[code]!++
    known++
  }
  return { counts, known }
}

/** Mean and sample variance, by Welford's method. */
function moments(
  people: Bitset,
  values: ArrayLike<number>
): { readonly known: number; readonly mean: number; readonly variance: number } {
  let known = 0
  let mean = 0
  let square = 0
  for (let patient = 0; patient < values.length; patient++) {
    const value = values[patient]!
    if (Number.isNaN(value) || !hasBit(people, patient)) continue
    known++
    const step = value - mean
    mean += step / known
    square += step * (value - mean)
  }
  return { known, mean, variance: known > 1 ? square / (known - 1) : 0 }
}

/** Age in years with its fraction, NaN when the birth date is not known. */
function agesIn({ store }: PopulationView, asOf: Day): Float64Array {
  const birth = store.tables.get('patient')?.column('birth_date', 'date')
  return Float64Array.from({ length: store.patients }, (_, patient) =>
    birth === undefined || birth.precision[patient] === 0 || birth.days[patient]! > asOf
      ? Number.NaN
      : (asOf - birth.days[patient]!) / 365.25
  )
}
