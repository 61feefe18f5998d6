import { stateSessionMessages as m } from '#messages/state/session.ts'
import type { DataExtent } from '#engine/population/panels/results/summary-result.ts'
import type { LoadReport } from '#engine/store/model/store.ts'
import type { DataOrigin, SnapshotFacts } from '#shared/snapshot.ts'
import type { LoadedRun, LoadOutcome, LoadProgress } from '../../workers/store/protocol/load-protocol.ts'
import type { LoadPlan } from './load-plan.ts'
import { foldersOf } from './several-sources.ts'

/** A population that is loaded, with what is known about its loading. */
export interface Loaded {
  readonly label: string
  readonly kind: DataOrigin
  /** Id of the snapshot on this computer that holds the same data; `undefined` while they are in memory only. */
  readonly savedAs: string | undefined
  /** Id of the snapshot that was opened, also of one that is removed when the program ends. */
  readonly opened: string | undefined
  /** What the snapshot that was opened says about its export: of which moment it is, and whether everything arrived. */
  readonly origin: Pick<SnapshotFacts, 'completeness' | 'dataAt' | 'export' | 'paged'>
  readonly report: LoadReport
  readonly skipped: LoadPlan['skipped']
  /** Parts on the disk that it was divided into; 1 for one in memory. */
  readonly parts: number
  /** Names of the sources, when there are several. */
  readonly sources?: readonly string[]
  /** Folders of which each could be a source. */
  readonly folders: readonly string[]
  /** What a run of `populus cluster` says of itself, where that was opened. */
  readonly run?: LoadedRun
  /** Which data they are and how far they reach. */
  readonly extent: DataExtent
}

/** What a plan and its outcome say of a population. */
export function loadedOf(
  plan: LoadPlan,
  { report, parts, skipped, sources, run }: LoadOutcome,
  extent: DataExtent
): Loaded {
  const { label, kind, snapshot } = plan
  return {
    label,
    kind,
    savedAs: snapshot?.held === true ? snapshot.id : undefined,
    opened: snapshot?.id,
    origin: snapshot?.facts ?? {},
    report,
    parts,
    skipped: [...plan.skipped, ...skipped],
    ...(sources === undefined ? {} : { sources }),
    folders: sources === undefined && run === undefined ? foldersOf(plan) : [],
    ...(run === undefined ? {} : { run }),
    extent
  }
}

/** A load that is under way. */
export interface Loading {
  readonly label: string
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
  readonly progress: LoadProgress | undefined
  /** Resolves when it came to an end, whichever. */
  readonly ended: Promise<void>
}

/** Why the loaded data cannot be saved as a snapshot; `undefined` when they can. */
export function saveProblem({
  kind,
  report,
  sources
}: Pick<Loaded, 'kind' | 'report' | 'sources'>): string | undefined {
  if (kind === 'cluster') return m.aClusterHasTheRecords
  if (sources !== undefined) return m.severalSourcesAreNotSavedAs
  if ((report.rejectCounts['unpacks-too-far'] ?? 0) === 0) return undefined
  return m.theDataCannotBeSavedA
}
