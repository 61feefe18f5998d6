import * as v from 'valibot'

/** Who published what a definition follows. */
export const citationSchema = v.strictObject({
  title: v.pipe(v.string(), v.nonEmpty()),
  publisher: v.pipe(v.string(), v.nonEmpty()),
  year: v.optional(v.number()),
  url: v.optional(v.string())
})

const evidenceSchema = v.strictObject({
  /** Months up to the date that are looked at. */
  lookbackMonths: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Claims for inpatient stays that suffice; 0 for none. */
  stays: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Claims for visits that suffice together: 1 or 2; 0 for none. */
  visits: v.picklist([0, 1, 2]),
  /** Days that two such visits lie apart at a minimum. */
  daysApart: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Only diagnoses of inpatient stays count, from the chart too, and only people with a stay have a score. */
  staysOnly: v.optional(v.boolean(), false),
  /** Younger people have no score. */
  minimumAge: v.optional(v.number()),
  text: v.string(),
  source: citationSchema
})

const bandSchema = v.strictObject({
  value: v.string(),
  label: v.string(),
  /** Lowest score of the band; without it the band takes everything below the next one. */
  from: v.optional(v.number())
})

const weightsSchema = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  title: v.string(),
  source: citationSchema,
  /** Points of each group; a group that is not named has none. */
  points: v.record(v.string(), v.number()),
  bands: v.pipe(v.array(bandSchema), v.minLength(2))
})

const groupSchema = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  title: v.string(),
  /** Prefixes of ICD-10 codes without dots, separated by spaces. */
  codes: v.pipe(v.string(), v.nonEmpty()),
  /** Groups next to which this one does not count. */
  yieldsTo: v.optional(v.array(v.string()), [])
})

/** The schema of an index in `resources/risk`: groups of diagnoses, each with points. */
export const indexSchema = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  kind: v.literal('comorbidity-index'),
  title: v.string(),
  version: v.string(),
  text: v.string(),
  sources: v.array(citationSchema),
  evidence: evidenceSchema,
  groups: v.array(groupSchema),
  weights: v.pipe(v.array(weightsSchema), v.minLength(1))
})

/** An index as loaded. */
export type IndexDefinition = v.InferOutput<typeof indexSchema>
/** One set of points for the groups of an index. */
export type WeightSet = IndexDefinition['weights'][number]
/** A range of scores. */
export type ScoreBand = WeightSet['bands'][number]

/** The place of the band that a score lies in; -1 for a score that is not known. */
export function bandOf(bands: readonly ScoreBand[], score: number): number {
  return Number.isNaN(score) ? -1 : bands.findLastIndex(({ from }) => from === undefined || score >= from)
}
