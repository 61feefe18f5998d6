import * as v from 'valibot'
import { Natural } from '../basic-schemas.ts'

/** Whose requirements: SMART App Launch, Bulk Data Access, US Core. */
export const specifications = ['smart-app-launch', 'bulk-data', 'us-core'] as const
export type Specification = (typeof specifications)[number]

/** What was found about a requirement, what needs attention first. */
export const requirementVerdicts = ['not-met', 'not-observed', 'met', 'not-applicable'] as const
export type RequirementVerdict = (typeof requirementVerdicts)[number]

/** One requirement that a server has to meet, and whether it did, as far as a client sees. */
export const RequirementResult = v.object({
  specification: v.picklist(specifications),
  /** As Inferno's requirement sets number it, such as `hl7.fhir.uv.bulkdata_2.0.0@300`; absent where they have none. */
  number: v.optional(v.string()),
  /** Section of the specification. */
  source: v.string(),
  level: v.picklist(['SHALL', 'SHALL NOT', 'SHOULD']),
  /** Numbers of the tests of Inferno that check it; empty where none does. */
  tests: v.array(v.string()),
  /** What is asked for, in our words. */
  title: v.string(),
  verdict: v.picklist(requirementVerdicts),
  /** What was seen: counts and statuses, no word or address of the server. */
  evidence: v.string()
})
export type RequirementResult = v.InferOutput<typeof RequirementResult>

/** How a server keeps to the specifications, as a sign-in and the exports of one connection saw it. */
export const RequirementReport = v.object({
  /** When it was made, in milliseconds since 1970. */
  at: Natural,
  /** FHIR base of the server. */
  base: v.string(),
  /** Exports of the history that it rests on. */
  exports: Natural,
  results: v.array(RequirementResult)
})
export type RequirementReport = v.InferOutput<typeof RequirementReport>

/** Files that a report is saved as: for programs, for spreadsheets, and the requests of Populus for Postman. */
export const reportFileFormats = ['json', 'csv', 'postman'] as const
export type ReportFileFormat = (typeof reportFileFormats)[number]

/** How many requirements were met, and how many were not. */
export function countVerdicts(results: readonly Pick<RequirementResult, 'verdict'>[]): { met: number; notMet: number } {
  const count = (verdict: RequirementVerdict): number => results.filter((result) => result.verdict === verdict).length
  return { met: count('met'), notMet: count('not-met') }
}
