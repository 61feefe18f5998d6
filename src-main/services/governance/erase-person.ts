import { servicesGovernanceMessages as m } from '#messages/services/governance.ts'
import { AppError } from '#shared/app-error.ts'
import type { SnapshotEntry, SnapshotFacts } from '#shared/snapshot.ts'
import type { SealedFacts } from '../../storage/sealed/sealed-writer.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import { withoutPerson } from './person-in-resource.ts'
import { personLines } from './person-lines.ts'
import type { ReplacedSnapshots } from './replaced-snapshots.ts'

/** What became of one snapshot. */
export interface RewrittenSnapshot {
  readonly snapshot: string
  /** The snapshot in its place; undefined where it did not mention the person and stayed. */
  readonly replacedBy: string | undefined
  /** Resources that went as a whole, and those from which a mention went. */
  readonly removed: number
  readonly changed: number
}

/** Who follows an erasure, and may end it. */
export interface ErasureWatch {
  /** Ends it before the next line that is read: what is being rewritten then stays as it was. */
  readonly signal: AbortSignal
  /** A snapshot is done. */
  onDone(done: RewrittenSnapshot): void
}

/**
 * Takes one person out of every snapshot: writes it again without them, under a key of its own, then destroys the key and the
 * files of the old one. Columns and stored results go with the old one and are made again from the rest. The new one has the
 * day of the old one: the newest stays the newest, also where this is cut off, and nothing is kept longer than it would have been.
 *
 * Snapshots are rewritten, and no list of exclusions is kept: a list would name the person for good, and every reader
 * there will ever be would have to honor it.
 * @param agreements those on a snapshot bind the one in its place
 * @throws AppError `not-allowed` when a snapshot is on hold; nothing was changed then; the reason of the signal
 */
export async function erasePerson(
  store: SnapshotStore,
  agreements: ReplacedSnapshots,
  id: string,
  watch?: ErasureWatch
): Promise<RewrittenSnapshot[]> {
  await store.claim()
  await agreements.requireReadable()
  const entries = (await store.list()).filter(({ transient }) => transient !== true)
  requireNoneOnHold(entries)
  const done: RewrittenSnapshot[] = []
  for (const entry of entries.reverse()) {
    watch?.signal.throwIfAborted()
    const rewritten = await rewrite(store, agreements, entry, id, watch?.signal)
    done.push(rewritten)
    watch?.onDone(rewritten)
  }
  return done
}

/** Makes sure that all of them may be erased, before any is. @throws AppError `not-allowed` when a snapshot is on hold */
export function requireNoneOnHold(entries: readonly SnapshotEntry[]): void {
  const onHold = entries.filter(({ hold }) => hold === true)
  if (onHold.length > 0)
    throw new AppError(
      'not-allowed',
      m.onHoldSoNothingWasErased(onHold.length === 1 ? m.aSnapshotIs : m.heldSnapshotsAre(onHold.length))
    )
}

async function rewrite(
  store: SnapshotStore,
  agreements: ReplacedSnapshots,
  entry: SnapshotEntry,
  id: string,
  signal: AbortSignal | undefined
): Promise<RewrittenSnapshot> {
  const opened = await store.open(entry.id)
  const draft = await store.begin(entry.keptBytes)
  const raw: ({ readonly name: string } & SealedFacts)[] = []
  let [removed, changed, patients] = [0, 0, 0]
  const gone: Record<string, number> = {}
  try {
    for (const [index, { name }] of opened.inside.files.entries()) {
      const writer = await draft.write({ raw: index })
      for await (const { text, resource, mentions } of personLines(await opened.raw(index), id)) {
        signal?.throwIfAborted()
        const rest = mentions ? withoutPerson(resource, id) : undefined
        if (!mentions) await writer.write(Buffer.from(text))
        // A line that could not be read was no resource before either.
        else if (resource === undefined) changed += 1
        else if (rest === undefined) {
          removed += 1
          const type = String((resource as { readonly resourceType?: unknown }).resourceType)
          gone[type] = (gone[type] ?? 0) + 1
          if (type === 'Patient') patients += 1
        } else {
          changed += 1
          await writer.write(Buffer.from(`${JSON.stringify(rest)}\n`))
        }
      }
      raw.push({ name, ...(await writer.finish()) })
    }
    if (removed + changed === 0) {
      await draft.abandon()
      return { snapshot: entry.id, replacedBy: undefined, removed, changed }
    }
    const { facts, skipped } = opened.inside
    const rest = { facts: factsWithout(facts, gone, patients, removed), skipped }
    await agreements.bindToo(entry.id, draft.id)
    const next = await draft.commit(rest, raw, entry).catch(async (error: unknown) => {
      await agreements.forget(draft.id)
      throw error
    })
    await store.delete(entry.id)
    await agreements.forget(entry.id)
    return { snapshot: entry.id, replacedBy: next.id, removed, changed }
  } catch (error) {
    // The first failure is what is told; a draft that stays is removed when the store is opened the next time.
    await draft.abandon().catch(() => undefined)
    throw error
  } finally {
    await opened.close()
  }
}

function factsWithout(
  facts: SnapshotFacts,
  gone: Readonly<Record<string, number>>,
  patients: number,
  removed: number
): SnapshotFacts {
  const { counts } = facts
  return {
    ...facts,
    patients: Math.max(0, facts.patients - patients),
    resources: Math.max(0, facts.resources - removed),
    ...(counts === undefined
      ? {}
      : {
          counts: Object.fromEntries(
            Object.entries(counts).map(([type, count]) => [type, Math.max(0, count - (gone[type] ?? 0))])
          )
        })
  }
}
