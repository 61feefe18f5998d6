import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Adherence } from './adherence.ts'
import type { GapStatus } from './gap-status.ts'

/** Who a person is and how they are reached; '' where the data do not say. */
export interface OutreachContact {
  readonly given: string
  readonly family: string
  /** As it is recorded, which may be a year or a month alone. */
  readonly birthDate: string
  readonly recordNumber: string
  readonly phone: string
  readonly address: string
}

/** One person and one rate of the worklist. */
export interface WorklistRow {
  /** Number of the row in the whole list, for selections: measure and patient. */
  readonly entry: number
  readonly patient: number
  readonly id: string
  /** Masked unless revealed. */
  readonly name: string
  readonly age: number | undefined
  readonly sex: string
  readonly key: string
  readonly url: string
  readonly group: string
  readonly title: string
  readonly status: GapStatus
  /** Why it has this status: from source data, or by an event. */
  readonly basis: 'source' | 'evidence' | 'set-aside'
  /** What there is, and what is missing, in a sentence. */
  readonly why: string
  /** What closes it. */
  readonly closes: string
  /** Last day on which that counts; undefined where nothing is to be done. */
  readonly actBy: Day | undefined
  /** Days covered, for measures of them. */
  readonly adherence: Adherence | undefined
  /** How to reach the person, for outreach; only when names are revealed. */
  readonly contact: OutreachContact | undefined
  /** Kind of coverage in force. */
  readonly plan: string
  readonly provider: string
  readonly practice: string
  readonly payer: string
  readonly nextVisit: Day | undefined
  readonly lastVisit: Day | undefined
  readonly owner: string | undefined
  /** Day of the next step; undefined where none is set. */
  readonly followUp: Day | undefined
  readonly outreach: { readonly count: number; readonly last: string | undefined }
  readonly notes: number
  readonly period: MeasurementPeriod
}

/** Columns by which the worklist can be sorted. */
export const worklistColumnNames = [
  'patient',
  'measure',
  'status',
  'actBy',
  'nextVisit',
  'provider',
  'practice',
  'payer',
  'owner',
  'followUp',
  'age',
  'covered',
  'missing'
] as const

export type WorklistColumn = (typeof worklistColumnNames)[number]

/** Columns by which its rows can be put together. */
export const worklistGroupings = [
  'patient',
  'measure',
  'status',
  'provider',
  'practice',
  'payer',
  'owner',
  'nextVisit'
] as const satisfies readonly WorklistColumn[]

export type WorklistGrouping = (typeof worklistGroupings)[number]

/** What the worklist is asked for. */
export interface WorklistQuery {
  /** Keys of rates; all when empty. */
  readonly rates: readonly string[]
  /** All but not applicable when empty. */
  readonly statuses: readonly GapStatus[]
  /** Names of owners; `''` is nobody. All when empty. */
  readonly owners: readonly string[]
  /** Id, or when revealed name or record number. */
  readonly search: string
  readonly nextVisit: 'any' | 'within-7-days' | 'within-30-days' | 'none'
  /** Only what is to be done up to this day. */
  readonly actBy: Day | undefined
  /** Only gaps whose follow-up day is this day or earlier. */
  readonly followUpBy?: Day | undefined
}

/** Choices of the next visit. */
export const nextVisits = [
  'any',
  'within-7-days',
  'within-30-days',
  'none'
] as const satisfies readonly WorklistQuery['nextVisit'][]

/** Which gaps a view of the worklist shows, and in which order. Days are told from the as-of date and from today, so that a view does not age. */
export interface WorklistSelection {
  readonly rates: readonly string[]
  readonly statuses: readonly GapStatus[]
  readonly owners: readonly string[]
  readonly nextVisit: WorklistQuery['nextVisit']
  /** Days from the as-of date; undefined for any. */
  readonly actWithin?: number | undefined
  /** Days from today within which the follow-up is due, 0 for those due now; undefined for any. */
  readonly followUpWithin?: number | undefined
  readonly groupBy?: WorklistGrouping | undefined
  readonly sort: { readonly column: WorklistColumn; readonly descending: boolean }
}

/** Some gaps of the worklist, whatever becomes of the list. */
export interface GapSet {
  /** Keys of all rates in the order that the numbers of the rows are made of: another run may have others. */
  readonly rates: readonly string[]
  /** Numbers of the rows. */
  readonly entries: readonly number[]
}

/** One page of the worklist, with the counts of everything that meets the question. */
export interface WorklistPanel {
  readonly total: number
  readonly people: number
  /** By status, for everything but the choice of statuses. */
  readonly statuses: readonly { readonly status: GapStatus; readonly label: string; readonly rows: number }[]
  readonly owners: readonly string[]
  /** Only rates that count days covered are asked for. */
  readonly countsDays: boolean
  /** How many groups there are. */
  readonly groupCount: number
  /** Present when grouped: the largest groups, in the order of the list, with the place of their first row. */
  readonly groups: readonly {
    readonly value: string
    readonly label: string
    readonly rows: number
    readonly first: number
  }[]
  readonly rows: readonly WorklistRow[]
}

/** Names a gap in events. */
export interface GapTarget {
  readonly patient: string
  readonly measure: string
  readonly group: string
  readonly period: MeasurementPeriod
}

/** One gap with all that was done about it. */
export interface GapPanel {
  readonly row: WorklistRow
  /** Newest first; those that were revoked or have ended say so. */
  readonly history: readonly {
    readonly event: WorklistEvent
    readonly holds: boolean
    readonly ended: 'revoked' | 'expired' | 'other-period' | 'before-look-back' | undefined
  }[]
  /** The person's other rates that are not closed. */
  readonly others: readonly {
    readonly key: string
    readonly title: string
    readonly status: GapStatus
    readonly entry: number
  }[]
  /** Kinds of record that the numerator reads, with the names of their value sets. */
  readonly reads: readonly { readonly type: string; readonly codes: readonly string[]; readonly rows: number }[]
}
