import { sharedAuditMessages as m } from '#messages/shared/audit.ts'
import * as v from 'valibot'
import { AuditRow } from '../audit-record.ts'

/** What a reviewer found about a use of names. */
export const reviewFindings = ['appropriate', 'explained', 'not-appropriate'] as const
export type ReviewFinding = (typeof reviewFindings)[number]

/** The findings in words. */
export const reviewFindingLabels: Readonly<Record<ReviewFinding, string>> = {
  appropriate: m.appropriate,
  explained: m.explainedAfterAQuestion,
  'not-appropriate': m.notAppropriate
}

const Sequence = v.pipe(v.number(), v.integer(), v.minValue(1))

/** Says that somebody looked at a reveal. */
export const RevealReview = v.object({
  /** Sequence number of the record of the reveal. */
  record: Sequence,
  finding: v.picklist(reviewFindings),
  /** Number of a ticket or report. */
  reference: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._#/-]{0,39}$/)))
})
export type RevealReview = v.InferOutput<typeof RevealReview>

/** A use of names, and what became of it in review. */
export const RevealEntry = v.object({
  row: AuditRow,
  review: v.optional(
    v.object({
      finding: v.picklist(reviewFindings),
      by: v.optional(v.string()),
      time: v.string(),
      /** The account that revealed the names reviewed itself. */
      bySameAccount: v.boolean(),
      reference: v.optional(v.string())
    })
  )
})
export type RevealEntry = v.InferOutput<typeof RevealEntry>

/** Something that stands out in the log. */
export const Anomaly = v.object({
  rule: v.string(),
  actor: v.string(),
  /** Day of this computer's time zone, `YYYY-MM-DD`. */
  day: v.string(),
  /** What was counted, and what the rule allows. */
  count: v.number(),
  limit: v.number(),
  /** Number of the first record that counts, to look it up. */
  firstRecord: Sequence
})
export type Anomaly = v.InferOutput<typeof Anomaly>

/** A rule as it is shown: what it counts, and when that stands out. */
export const AnomalyRule = v.object({ id: v.string(), title: v.string(), definition: v.string() })
export type AnomalyRule = v.InferOutput<typeof AnomalyRule>
