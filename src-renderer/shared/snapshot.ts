import * as v from 'valibot'
import { Id, Natural } from './basic-schemas.ts'
import { Completeness, CompletenessState, isComplete } from './completeness.ts'

/**
 * State of what protects saved data. `absent`: nothing was ever saved. `locked`: the passphrase is needed. `open`: snapshots can be
 * saved and opened.
 */
export const KeyringState = v.object({
  state: v.picklist(['absent', 'locked', 'open']),
  /** The operating system's keychain, or a passphrase where there is none that protects. */
  by: v.picklist(['keychain', 'passphrase']),
  /** A recovery key was made: it opens the keyring when the passphrase is forgotten. */
  recovery: v.optional(v.boolean()),
  /** The owner of the computer is asked before a keychain opens: as somebody chose, or because a policy requires it. */
  ownerLock: v.optional(v.picklist(['chosen', 'required'])),
  /** How the owner can be asked at this moment; absent where the operating system offers nothing. */
  owner: v.optional(v.picklist(['touch-id']))
})
export type KeyringState = v.InferOutput<typeof KeyringState>

/** A passphrase as it crosses; never logged and never part of an address. */
export const Passphrase = v.pipe(v.string(), v.maxLength(1024))

/** Where the data of a snapshot came from. */
export const SnapshotSource = v.picklist(['files', 'picked', 'sample', 'server'])
export type SnapshotSource = v.InferOutput<typeof SnapshotSource>

/** Where data on the screens came from. Those of a cluster cannot become a snapshot, as their records are not here. */
export type DataOrigin = SnapshotSource | 'cluster'

/** What is said about a snapshot. All of it is sealed: names of files and folders may hold names of people. */
export const SnapshotFacts = v.object({
  label: v.string(),
  source: SnapshotSource,
  patients: Natural,
  resources: Natural,
  /** FHIR release recognized from the data. */
  release: v.picklist(['R4', 'R4B', 'R5']),
  /** Bytes of FHIR text. */
  textBytes: Natural,
  /** First and last day with data, as days since 1970. */
  firstDay: v.optional(v.number()),
  lastDay: v.optional(v.number()),
  /** Moment of the data as the server named it (transactionTime). */
  dataAt: v.optional(v.string()),
  /** Read by paging, search by search, and not from a bulk export: the pages are of different moments. */
  paged: v.optional(v.boolean()),
  /** Resources by type, as an export stored them. */
  counts: v.optional(v.record(v.string(), Natural)),
  completeness: v.optional(Completeness),
  /** The export that made it, in the history of its connection. */
  export: v.optional(v.object({ connection: v.string(), run: v.string() }))
})
export type SnapshotFacts = v.InferOutput<typeof SnapshotFacts>

/** Why data that are much smaller than the export before are used all the same. */
export const acceptReasons = ['source-confirmed', 'population-changed', 'needed-now'] as const
/** Why somebody uses a snapshot that is much smaller than the one before. */
export const AcceptReason = v.picklist(acceptReasons)
export type AcceptReason = v.InferOutput<typeof AcceptReason>

/**
 * What somebody changed next to a snapshot without Populus. `description`: its time, size, completeness, hold and use are not as they were
 * sealed. `hold`, `accepted`: an older decision was put back, against what the audit log says.
 */
export const SnapshotChange = v.picklist(['description', 'hold', 'accepted'])
export type SnapshotChange = v.InferOutput<typeof SnapshotChange>

/** A snapshot in the list. Without the key only the outside is known. */
export const SnapshotEntry = v.object({
  id: Id,
  /** When it was saved, in milliseconds since 1970 (a field of files); 0 where it cannot be known, as what lies next to the data was changed and they are locked. */
  keptAt: Natural,
  /** Bytes on the disk. */
  keptBytes: Natural,
  /** Counts as on hold until somebody decides again. */
  changed: v.optional(v.array(SnapshotChange)),
  /** It is there until the program ends: its key is in memory only. */
  transient: v.optional(v.boolean()),
  /** On hold: neither the retention policy nor a person deletes it before the hold is released. */
  hold: v.optional(v.boolean()),
  /** Somebody decided to use it although it is much smaller than the one before, and why. */
  accepted: v.optional(AcceptReason),
  /** Known without a key. Absent for data that no export brought. */
  completeness: v.optional(CompletenessState),
  facts: v.optional(SnapshotFacts)
})
export type SnapshotEntry = v.InferOutput<typeof SnapshotEntry>

/**
 * What came of the last time that old snapshots were to be deleted. `waiting`: the data are locked. `clock`: the clock of
 * the computer jumped by `daysOff` days, so nothing is deleted by age until it proves right.
 */
export const RetentionState = v.object({
  state: v.picklist(['off', 'waiting', 'clock', 'done']),
  deleted: Natural,
  daysOff: v.optional(v.number())
})
export type RetentionState = v.InferOutput<typeof RetentionState>

/**
 * Whether a snapshot may be opened without being chosen: it is complete, or much smaller than the one before and somebody
 * decided to use it. Incomplete and empty data cannot be accepted.
 */
export function isUsable({ completeness, accepted }: Pick<SnapshotEntry, 'completeness' | 'accepted'>): boolean {
  return isComplete(completeness) || (completeness === 'smaller' && accepted !== undefined)
}

/**
 * The snapshot that is opened when nobody chooses one: the newest that is usable.
 * @param entries newest first
 */
export function defaultSnapshot(entries: readonly SnapshotEntry[]): SnapshotEntry | undefined {
  return entries.find(isUsable)
}

/**
 * Names the source that the patients' ids of a population are of, so that work on them carries over from one snapshot of
 * the source to the next. Exports of a server have the name of its connection; data from files have no better name than
 * their label, so that the worklist of one folder can be carried on under another by hand.
 *
 * @returns `undefined` when nothing is loaded
 */
export function populationKey(
  loaded: { readonly kind: DataOrigin; readonly label: string } | undefined
): string | undefined {
  if (loaded === undefined) return undefined
  const from = loaded.kind === 'server' || loaded.kind === 'sample' ? 'server' : 'files'
  return `${from}:${loaded.label}`.slice(0, 300)
}
