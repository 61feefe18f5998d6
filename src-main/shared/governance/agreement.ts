import * as v from 'valibot'

const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/))
const Words = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most))

/** Which data an agreement binds: all of this installation, those of one connection, or one snapshot. */
export const AgreementScope = v.variant('data', [
  v.object({ data: v.literal('all') }),
  v.object({ data: v.literal('connection'), id: Id }),
  v.object({ data: v.literal('snapshot'), id: Id })
])
export type AgreementScope = v.InferOutput<typeof AgreementScope>

/** What somebody enters about a data-use agreement. */
export const AgreementTerms = v.object({
  title: v.pipe(Words(120), v.title('Title')),
  purpose: v.pipe(Words(500), v.title('Purpose')),
  recipient: v.pipe(Words(200), v.title('Recipient')),
  /** Last day on which data may leave, `YYYY-MM-DD`. */
  expires: v.pipe(v.string(), v.isoDate(), v.title('Last day')),
  /** Counts below this number are suppressed in what leaves; 0 asks for nothing. */
  minCellSize: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(101)),
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

/** That somebody vouches for the stored results of measures of a snapshot, as they are. */
export const SignOff = v.object({
  id: Id,
  snapshot: Id,
  /** SHA-256 of the stored results, hexadecimal. */
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  by: v.string(),
  at: v.number(),
  note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(300)))
})
export type SignOff = v.InferOutput<typeof SignOff>

/** A sign-off, and whether the results are still those that were signed. */
export const SignOffState = v.object({
  ...SignOff.entries,
  results: v.picklist(['unchanged', 'changed', 'gone', 'locked'])
})
export type SignOffState = v.InferOutput<typeof SignOffState>
