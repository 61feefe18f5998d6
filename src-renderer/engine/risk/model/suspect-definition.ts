import * as v from 'valibot'
import { citationSchema } from './index-definition.ts'

const resultSchema = v.strictObject({
  kind: v.literal('result'),
  title: v.string(),
  /** LOINC codes. */
  codes: v.array(v.string()),
  unit: v.string(),
  units: v.array(v.strictObject({ unit: v.string(), factor: v.optional(v.number()) })),
  plausible: v.tuple([v.number(), v.number()]),
  atLeast: v.optional(v.number()),
  below: v.optional(v.number()),
  upTo: v.optional(v.number()),
  /** Results in a row that meet the limits, and days between the first and the last of them. */
  results: v.picklist([1, 2]),
  daysApart: v.number(),
  months: v.number()
})

const drugSchema = v.strictObject({
  kind: v.literal('drug'),
  title: v.string(),
  /** Names of ingredients, as they stand in the names of drugs. */
  names: v.array(v.string()),
  months: v.number()
})

const procedureSchema = v.strictObject({
  kind: v.literal('procedure'),
  title: v.string(),
  system: v.string(),
  /** Prefixes of codes. */
  codes: v.array(v.string()),
  months: v.number()
})

const ruleSchema = v.strictObject({
  id: v.string(),
  title: v.string(),
  text: v.string(),
  /** The category of each model that the evidence would point to. */
  hcc: v.record(v.string(), v.number()),
  /** A registry whose members have the disease on record, however it is coded. */
  registry: v.optional(v.string()),
  sources: v.array(citationSchema),
  /** Any of these suffices. */
  evidence: v.array(v.variant('kind', [resultSchema, drugSchema, procedureSchema]))
})

/** The schema of the rules for evidence without a diagnosis in `resources/risk`. */
export const suspectSchema = v.strictObject({
  id: v.string(),
  kind: v.literal('suspect-rules'),
  title: v.string(),
  version: v.string(),
  text: v.string(),
  rules: v.array(ruleSchema)
})

/** Rules for evidence without a diagnosis. */
export type SuspectDefinition = v.InferOutput<typeof suspectSchema>
/** One of them. */
export type SuspectRule = SuspectDefinition['rules'][number]
/** What a rule looks at. */
export type SuspectEvidence = SuspectRule['evidence'][number]
