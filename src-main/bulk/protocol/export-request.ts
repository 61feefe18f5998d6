import * as v from 'valibot'

/** What an export asks for. Kept in the journal, so that a later start can tell whether it goes on with the same export. */
export const ExportRequest = v.object({
  base: v.string(),
  level: v.picklist(['system', 'patient', 'group']),
  group: v.optional(v.string()),
  types: v.array(v.string()),
  since: v.optional(v.string()),
  /** Start of every export of the connection, full ones included; `since` is never before it. */
  earliest: v.optional(v.string()),
  until: v.optional(v.string()),
  typeFilters: v.array(v.string()),
  elements: v.array(v.string()),
  associated: v.array(v.string()),
  /** References `Patient/…`; only with POST. */
  patients: v.array(v.string()),
  byPatient: v.boolean(),
  /** Fetch files while the server still makes others (allowPartialManifests). */
  partial: v.optional(v.boolean()),
  /** Ask the server to say the state of the export apart from that of the request. */
  statusApart: v.optional(v.boolean()),
  /** Ask the server to ignore what it does not know. */
  lenient: v.boolean()
})
export type ExportRequest = v.InferOutput<typeof ExportRequest>

/** Whether two requests ask for the same, whatever the order in which they were put together. */
export function asksTheSame(a: ExportRequest, b: ExportRequest): boolean {
  // Parsing puts the fields into the order of the schema.
  return JSON.stringify(v.parse(ExportRequest, a)) === JSON.stringify(v.parse(ExportRequest, b))
}
