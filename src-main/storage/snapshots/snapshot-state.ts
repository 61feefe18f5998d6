import type { AcceptReason, SnapshotChange } from '#shared/snapshot.ts'
import type { StoreFiles } from '../sealed/store-files.ts'
import { createSealedWriter } from '../sealed/sealed-writer.ts'
import { purposes, type Inside, type SnapshotLayout } from './snapshot-layout.ts'
import { replaceOutside, type FoundOutside, type OutsideState } from './snapshot-outside.ts'

/** What the audit log says that was decided about one snapshot; more than one value where a change was interrupted. */
export interface RecordedDecision {
  /** Absent where the log says nothing. */
  readonly hold?: ReadonlySet<boolean>
  readonly accepted?: ReadonlySet<AcceptReason | 'withdrawn'>
}

/** By the id of the snapshot. */
export type RecordedDecisions = ReadonlyMap<string, RecordedDecision>

/** What holds for a snapshot, and what of it was changed without Populus. */
export interface JudgedSnapshot {
  readonly state: OutsideState
  readonly changed: readonly SnapshotChange[]
  /** It is of the version that sealed nothing besides the data. */
  readonly isEarly: boolean
}

/**
 * Compares what lies next to a snapshot with its seal, its descriptor and the audit log. What does not agree is named, and then the
 * snapshot counts as on hold, and as used although it is small only where the log says so.
 * @param opened its key and descriptor; undefined while they are locked or cannot be read, when nothing can be compared with them
 * @param recorded of the audit log, which an older file cannot take back
 */
export function judgeSnapshot(
  id: string,
  found: FoundOutside,
  opened: { readonly inside: Inside; readonly key: Uint8Array } | undefined,
  recorded: RecordedDecision = {}
): JudgedSnapshot {
  const isTold = found.kind !== 'unreadable' && (opened === undefined || isAsWritten(found, opened))
  const told = isTold ? found.state : describedState(id, found, opened?.inside)
  const changed: SnapshotChange[] = isTold ? [] : ['description']
  const accepted = recordedOf(recorded.accepted, told.accepted ?? 'withdrawn')
  if (recorded.hold?.has(told.hold === true) === false) changed.push('hold')
  if (!accepted.agrees) changed.push('accepted')
  const { hold: _hold, accepted: _accepted, ...known } = told
  const isHeld = told.hold === true || changed.includes('hold') || !isTold
  return {
    state: {
      ...known,
      ...(isHeld ? { hold: true } : {}),
      ...(accepted.value === 'withdrawn' ? {} : { accepted: accepted.value })
    },
    changed,
    isEarly: found.kind === 'early' || (opened !== undefined && opened.inside.version === 1)
  }
}

function isAsWritten(
  found: Exclude<FoundOutside, { readonly kind: 'unreadable' }>,
  { inside, key }: { readonly inside: Inside; readonly key: Uint8Array }
): boolean {
  if (found.kind === 'sealed') return found.isSealedBy(key)
  // Nobody writes version 1 any more, so it is not believed next to a descriptor of version 2.
  return inside.version === 1 && found.state.completeness === inside.facts.completeness?.state
}

/** What the sealed descriptor says, where what lies next to cannot be believed. */
function describedState(id: string, found: FoundOutside, inside: Inside | undefined): OutsideState {
  if (inside === undefined) return { id, keptAt: 0, keptBytes: 0 }
  const completeness = inside.facts.completeness?.state
  return {
    id,
    keptAt: inside.keptAt ?? (found.kind === 'unreadable' ? 0 : found.state.keptAt),
    keptBytes: inside.files.reduce((sum, { sealedBytes }) => sum + sealedBytes, 0),
    ...(completeness === undefined ? {} : { completeness })
  }
}

/** The one value that was recorded, where it is known, else what was told. */
function recordedOf<T>(recorded: ReadonlySet<T> | undefined, told: T): { readonly agrees: boolean; readonly value: T } {
  if (recorded === undefined || recorded.has(told)) return { agrees: true, value: told }
  const [first] = recorded
  return { agrees: false, value: recorded.size === 1 && first !== undefined ? first : told }
}

/**
 * Writes what holds for a snapshot under its seal. One of version 1 becomes one of version 2; an interruption leaves either, and it can be
 * done again.
 */
export async function sealState(
  files: StoreFiles,
  layout: SnapshotLayout,
  state: OutsideState,
  { inside, key }: { readonly inside: Inside; readonly key: Uint8Array }
): Promise<void> {
  await replaceOutside(files, layout, state, key)
  if (inside.version === 2) return
  await files.remove(layout.earlyHold)
  await files.remove(layout.earlyAccepted)
  await files.destroy(layout.nextInside)
  const writer = await createSealedWriter(files, layout.nextInside, { key, purpose: purposes.inside(inside.id) })
  try {
    await writer.write(Buffer.from(JSON.stringify({ ...inside, version: 2, keptAt: state.keptAt } satisfies Inside)))
    await writer.finish()
  } catch (error) {
    // The first failure is what is told; the draft is overwritten the next time.
    await writer.abort().catch(() => undefined)
    throw error
  }
  await files.rename(layout.nextInside, layout.inside)
  await files.syncFolder(layout.folder)
}
