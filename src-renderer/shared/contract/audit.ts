import { sharedAuditMessages as m } from '#messages/shared/audit.ts'
import * as v from 'valibot'
import { auditActions } from '../audit-action.ts'
import { AuditRow } from '../audit-record.ts'
import { Anomaly, AnomalyRule, RevealEntry, RevealReview } from '../governance/audit-review.ts'
import { UsedDefinition } from '../governance/definition.ts'
import { AuditSinkState } from '../audit-sink.ts'
import { AuditVerdict } from '../audit-verdict.ts'
import { OutboundCalls } from '../governance/outbound-calls.ts'
import { Acknowledgement, SetAsideLog } from '../set-aside-log.ts'
import { method } from './method.ts'
import { Natural, None } from '../basic-schemas.ts'
import { definedFacts, type AuditFacts } from './audit-facts.ts'
import type { Need } from '../rights/right.ts'

/** What a file, a copy or a print is of. */
const exportedThings = [
  'worklist',
  'scorecard',
  'rates',
  'changes',
  'measure-report',
  'gaps-bundle',
  'pack',
  'people',
  'rows',
  'record',
  'sql-result',
  'table',
  'view-result',
  'chart',
  'figures',
  'board',
  'site-pack',
  'deidentified-set',
  'rejects'
] as const

/** The form in which it leaves. */
const exportedFormats = [
  'csv',
  'xlsx',
  'json',
  'html',
  'pptx',
  'pdf',
  'print',
  'arrow',
  'parquet',
  'png',
  'svg',
  'zip',
  'clipboard'
] as const

/** A file that the page saved; one that is too large has no hash. */
const LeavingFile = v.object({
  bytes: Natural,
  sha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))
})
export type LeavingFile = v.InferOutput<typeof LeavingFile>

/** What about people is read on a screen. */
const readThings = ['person', 'people', 'rows', 'record', 'sql-result', 'view-result', 'worklist'] as const

/** Id of one person; the services turn it into a keyed pseudonym and store nothing else. */
const PersonId = v.pipe(v.string(), v.minLength(1), v.maxLength(500))

/** What leaves the program. */
export const DataExport = v.object({
  what: v.picklist(exportedThings),
  format: v.picklist(exportedFormats),
  rows: v.optional(Natural),
  columns: v.optional(Natural),
  /** Names, record numbers or other direct identifiers are in it. */
  names: v.boolean(),
  person: v.optional(PersonId),
  /** What it rests on; without a hash, the version in use. Absent where that is not known. */
  definitions: v.optional(v.pipe(v.array(UsedDefinition), v.maxLength(2000))),
  /** Why it leaves; needed where the settings ask for it. */
  reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(300), v.title(m.reasonOfTheExport)))
})
export type DataExport = v.InferOutput<typeof DataExport>

/** What is read about people; one call for each page, list or statement that is opened. */
const DataRead = v.object({
  what: v.picklist(readThings),
  rows: v.optional(Natural),
  people: v.optional(Natural),
  names: v.boolean(),
  person: v.optional(PersonId)
})

/** Which records are wanted. */
export const AuditQuery = v.object({
  actions: v.optional(v.pipe(v.array(v.picklist(auditActions)), v.maxLength(100))),
  actor: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** Milliseconds since 1970: the first that is wanted, and the first that is not wanted any more. */
  from: v.optional(v.pipe(v.number(), v.integer())),
  until: v.optional(v.pipe(v.number(), v.integer())),
  /** The log knows people by keyed pseudonyms: needs an open keyring. */
  person: v.optional(PersonId),
  outcome: v.optional(v.picklist(['intent', 'success', 'failure'])),
  /** Id of what it was done to: a snapshot, a connection, an export, a pack. */
  object: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** Anywhere in the record. */
  text: v.optional(v.pipe(v.string(), v.maxLength(200)))
})
export type AuditQuery = v.InferOutput<typeof AuditQuery>

/** Most records that one call lists. */
const auditPageRows = 500

const aboutGroups: ReadonlySet<DataExport['what']> = new Set<DataExport['what']>([
  'board',
  'scorecard',
  'rates',
  'changes',
  'measure-report',
  'pack',
  'chart',
  'figures',
  'rejects'
])

function needsOfExport({ what, names }: Pick<DataExport, 'what' | 'names'>): readonly Need[] {
  return [aboutGroups.has(what) ? 'export-figures' : 'export-people', ...(names ? ['export-identity' as const] : [])]
}

function describeAuditExport({ format, query }: { readonly format: string; readonly query: AuditQuery }): AuditFacts {
  return { format, filters: Object.keys(query).length }
}

/** Calls about the audit log, and those that put something into it. */
export const auditMethods = {
  /** Newest first. */
  'audit.list': method(
    v.object({
      query: AuditQuery,
      before: v.optional(Natural),
      /** Leaves out announcements whose outcome is in the log. */
      folded: v.optional(v.boolean()),
      limit: v.pipe(Natural, v.minValue(1), v.maxValue(auditPageRows))
    }),
    v.object({ rows: v.array(AuditRow), more: v.boolean() }),
    'audit'
  ),
  /** Checks every record, with the key as far as the keyring is open. */
  'audit.verify': method(None, AuditVerdict, 'audit', {
    read: 'audit.verified',
    facts: (_, { result, problem, records }) => definedFacts({ result, problem, records })
  }),
  /** What went out to other computers, by host and purpose, with a check of the log that says so. */
  'audit.network': method(
    v.object({
      /** Milliseconds since 1970; everything when absent. */
      since: v.optional(Natural)
    }),
    v.object({ calls: OutboundCalls, verdict: AuditVerdict }),
    'audit',
    {
      read: 'audit.verified',
      facts: (_, { verdict: { result, problem, records } }) => definedFacts({ result, problem, records })
    }
  ),
  /** Says that somebody has looked at a damaged log that was set aside. Needs an open keyring where there is one. */
  'audit.acknowledge': method(Acknowledgement, SetAsideLog, 'audit', {
    read: 'audit.acknowledged',
    facts: ({ reason, reference }, { log, files }) => definedFacts({ log, files, reason, reference })
  }),
  /** One-time URL of the matching records, oldest first. */
  'audit.export': method(
    v.object({ query: AuditQuery, format: v.picklist(['json', 'jsonl', 'csv', 'fhir-r4', 'fhir-r5']) }),
    v.object({ url: v.string() }),
    'audit',
    { effect: 'audit.exported', before: describeAuditExport }
  ),
  /** Who revealed names, and which of that was reviewed; newest first. */
  'audit.reveals': method(None, v.array(RevealEntry), 'audit'),
  /** Says that somebody looked at a reveal, with what was found; the record is the mark. */
  'audit.reviewReveal': method(RevealReview, None, 'audit', {
    read: 'audit.reveal-reviewed',
    facts: ({ record, finding, reference }) => definedFacts({ record, finding, reference })
  }),
  /** What stands out in the last 90 days, by which rules, and how many people are watched. */
  'audit.anomalies': method(
    None,
    v.object({ rules: v.array(AnomalyRule), found: v.array(Anomaly), watchedPeople: Natural }),
    'audit'
  ),
  /** Puts a person on the watch list, or takes them off it. The list has pseudonyms only: needs an open keyring. */
  // The gate adds the person under their pseudonym.
  'audit.watch': method(v.object({ person: PersonId, watch: v.boolean() }), None, 'audit', {
    read: 'audit.person-watched',
    facts: ({ watch }) => ({ watch })
  }),
  /** How the delivery of the log to a log collector stands. */
  'audit.sinkState': method(None, AuditSinkState, 'audit'),
  /** Delivers what waits now, and answers with what came of it. */
  'audit.sinkSend': method(None, AuditSinkState, 'audit', {
    read: 'audit.sent',
    facts: (_, { state, deliveredTo, pending }) => ({ state, deliveredTo, pending })
  }),
  /** Has to succeed before anything about people or rates is handed out: a file, a copy, a print. Recorded as announced. */
  'data.exporting': method(DataExport, v.object({ record: Natural }), needsOfExport),
  /** How that ended. Recorded, once, with the number of the announcement. */
  'data.exported': method(
    v.object({ record: Natural, done: v.boolean(), file: v.optional(LeavingFile) }),
    None,
    'anyone'
  ),
  /** Has to succeed before anything about single people is shown. */
  // A person is named by the gate, which has the key.
  'data.read': method(
    DataRead,
    None,
    ({ what, names }) => [
      ...(what === 'sql-result' || what === 'view-result' ? ['query' as const] : ['people' as const]),
      ...(names ? ['identity' as const] : [])
    ],
    { read: 'data.read', facts: ({ person: _person, ...rest }) => definedFacts(rest) }
  ),
  /** Must succeed before any name or record number is shown. Covers one person or a list. */
  'identity.reveal': method(
    v.object({
      reason: v.picklist(['care', 'outreach', 'validation', 'audit', 'other']),
      people: v.pipe(Natural, v.minValue(1)),
      /** Whose name it is, where it is one person's. */
      person: v.optional(PersonId)
    }) /** How long the grant lasts from now on. */,
    v.object({ forMs: Natural }),
    'identity',
    { read: 'identity.revealed', facts: ({ reason, people }) => ({ reason, people }) }
  )
} as const
