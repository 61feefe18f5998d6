import { sharedMessages as m } from '#messages/shared.ts'
import { commonMessages as common } from '#messages/common.ts'
import * as v from 'valibot'
import { Id } from '../basic-schemas.ts'
import { MAX_SMALL_CELLS } from '../small-cell-rule.ts'
import { PinnedDefinition } from './definition.ts'

const Words = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max))

/** Which data an agreement binds: all of this installation, those of one connection, or one snapshot. */
export const AgreementScope = v.variant('data', [
  v.object({ data: v.literal('all') }),
  v.object({ data: v.literal('connection'), id: Id }),
  v.object({
    data: v.literal('snapshot'),
    id: Id,
    /** Snapshots that were made from it, which hold its data, too. */
    also: v.optional(v.array(Id))
  })
])
export type AgreementScope = v.InferOutput<typeof AgreementScope>

/** What somebody enters about a data-use agreement. */
export const AgreementTerms = v.object({
  title: v.pipe(Words(120), v.title(m.title)),
  purpose: v.pipe(Words(500), v.title(m.purpose)),
  recipient: v.pipe(Words(200), v.title(m.recipient)),
  /** Last day on which data may leave, `YYYY-MM-DD`. */
  expires: v.pipe(v.string(), v.isoDate(), v.title(common.lastDay)),
  /** Counts below this number are suppressed in what leaves; 0 asks for nothing. */
  minCellSize: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SMALL_CELLS + 1)),
  scope: AgreementScope
})
export type AgreementTerms = v.InferOutput<typeof AgreementTerms>

/** A data-use agreement in force, or one that was ended. */
export const DataUseAgreement = v.object({
  ...AgreementTerms.entries,
  id: Id,
  addedBy: v.string(),
  addedAt: v.number(),
  endedBy: v.optional(v.string()),
  endedAt: v.optional(v.number())
})
export type DataUseAgreement = v.InferOutput<typeof DataUseAgreement>

/** Why somebody signs results off. */
export const SignOffReason = v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(300), v.title(common.reason))

/** That somebody vouches for the stored results of measures of a snapshot, as they are. */
export const SignOff = v.object({
  id: Id,
  snapshot: Id,
  /** SHA-256 of the stored results, hexadecimal. */
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  by: v.string(),
  at: v.number(),
  /** Why, and for what; sign-offs of version 0.1 have a note in its place, or nothing. */
  reason: v.optional(SignOffReason),
  note: v.optional(v.pipe(v.string(), v.maxLength(300))),
  /** Results that were frozen with it, and how many of them rest on measures that were not approved; absent in version 0.1. */
  frozen: v.optional(v.object({ results: v.number(), unapproved: v.number() }))
})
export type SignOff = v.InferOutput<typeof SignOff>

/** A sign-off, and whether the results are still those that were signed. */
export const SignOffState = v.object({
  ...SignOff.entries,
  results: v.picklist(['unchanged', 'changed', 'gone', 'locked'])
})
export type SignOffState = v.InferOutput<typeof SignOffState>

/** The numbers of one measure over one period, as they were when they were signed. */
export const FrozenRun = v.object({
  measure: PinnedDefinition,
  title: v.string(),
  period: v.object({ start: v.string(), end: v.string() }),
  zone: v.string(),
  ranAt: v.number(),
  patients: v.number(),
  /** People whose evaluation failed in part. */
  problems: v.number(),
  rates: v.array(
    v.object({
      id: v.string(),
      scoring: v.string(),
      /** Members of each population, or cases where these are counted. */
      populations: v.array(v.object({ code: v.string(), count: v.number() }))
    })
  )
})
export type FrozenRun = v.InferOutput<typeof FrozenRun>

/** Signed results, opened again. */
export const FrozenResults = v.object({ signOff: SignOff, runs: v.array(FrozenRun) })
export type FrozenResults = v.InferOutput<typeof FrozenResults>
