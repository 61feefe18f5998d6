import { engineRiskModelMessages as m } from '#messages/engine/risk/model.ts'
import * as v from 'valibot'
import { citationSchema } from './index-definition.ts'

/** The segments of the CMS-HCC models, by the prefixes that CMS gives their coefficients. */
export const hccSegments = ['CNA', 'CND', 'CFA', 'CFD', 'CPA', 'CPD', 'INS', 'NE', 'SNPNE'] as const
/** One of {@link hccSegments}. */
export type HccSegment = (typeof hccSegments)[number]

/** What a list calls each segment. */
export const hccSegmentLabels: Readonly<Record<HccSegment, string>> = {
  CNA: m.communityNonDualAged,
  CND: m.communityNonDualDisabled,
  CFA: m.communityFullDualAged,
  CFD: m.communityFullDualDisabled,
  CPA: m.communityPartialDualAged,
  CPD: m.communityPartialDualDisabled,
  INS: m.institutional,
  NE: m.newEnrollee,
  SNPNE: m.newEnrolleeChronicConditionSpecialNeeds
}

const points = v.record(v.string(), v.number())
const numbers = v.array(v.pipe(v.number(), v.integer()))

const editSchema = v.strictObject({
  sex: v.optional(v.picklist(['male', 'female'])),
  minimumAge: v.optional(v.number()),
  maximumAge: v.optional(v.number()),
  /** The category that takes the diagnosis then; without it the diagnosis does not count. */
  hcc: v.optional(v.number()),
  codes: v.string()
})

/** The schema of a CMS-HCC model in `resources/risk`: the tables of CMS's software. */
export const hccSchema = v.strictObject({
  id: v.pipe(v.string(), v.nonEmpty()),
  kind: v.literal('hcc-model'),
  version: v.string(),
  title: v.string(),
  text: v.string(),
  /** First and last payment year in which CMS used the model for Medicare Advantage. */
  years: v.tuple([v.number(), v.number()]),
  sources: v.array(citationSchema),
  /** Normalization factors by payment year. */
  normalization: points,
  /** Share that the coding-intensity factor takes off. */
  codingIntensity: v.number(),
  /** Age 64 counts as 65 for people entitled by age. */
  age64As65: v.boolean(),
  labels: v.record(v.string(), v.string()),
  /** Categories that each category sets to 0. */
  hierarchies: v.record(v.string(), numbers),
  /** Sets of categories that interactions are made of. */
  groups: v.record(v.string(), numbers),
  /** Each is 1 where all of its parts are: a group, a category (`HCC238`) or `DISABLED`. */
  interactions: v.array(v.strictObject({ id: v.string(), parts: v.array(v.string()) })),
  /** Categories that count only next to one of others. */
  needs: v.record(v.string(), numbers),
  edits: v.array(editSchema),
  coefficients: v.strictObject(
    Object.fromEntries(hccSegments.map((segment) => [segment, points])) as Record<HccSegment, typeof points>
  ),
  /** ICD-10-CM codes of each category without dots, separated by spaces. */
  diagnoses: v.record(v.string(), v.string())
})

/** A CMS-HCC model as loaded. */
export type HccDefinition = v.InferOutput<typeof hccSchema>
