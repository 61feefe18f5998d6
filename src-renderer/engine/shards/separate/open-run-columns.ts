import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import { openCache } from '../../store/cache/cache-read.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import type { Store } from '../../store/model/store.ts'
import type { ViewMark } from '../../store/model/view-marks.ts'
import type { ShardsOnDisk } from '../load/population-builder.ts'
import type { PopulationShard } from '../shard.ts'
import { openSeparateShards } from './open-separate-shards.ts'

/** Columns that a cluster wrote, a file for each part. */
export interface RunColumns {
  readonly plan: TablePlan
  /** Marks of the present views. */
  readonly views: readonly ViewMark[]
  /** The bytes of a part. @param part from 0 */
  readonly open: (part: number) => Promise<ReadableStream<Uint8Array>>
  /** Takes away what a user may not see. */
  readonly limit?: ((store: Store, ownsCommon: boolean) => Promise<Store> | Store) | undefined
  /** Is told after each part; what it throws ends the opening. */
  readonly onPart: (done: number, count: number) => void
}

/**
 * Opens the population of a run of `populus cluster`: one part after another is read, limited, and written to files of this computer.
 * @param on files for as many parts as the run has
 * @throws AppError `not-supported` for a run of another version, `unreadable-file` for a damaged part, and what `open` throws
 */
export async function openRunColumns(
  { plan, views, open, limit, onPart }: RunColumns,
  on: ShardsOnDisk
): Promise<readonly PopulationShard[]> {
  const expected = JSON.stringify(views)

  async function* stores(): AsyncGenerator<Store, void> {
    for (let part = 0; part < on.count; part++) {
      const store = await storeOf(part)
      yield limit === undefined ? store : await limit(store, part === 0)
      onPart(part + 1, on.count)
    }
  }

  async function storeOf(part: number): Promise<Store> {
    const bytes = await open(part)
    let opened: Awaited<ReturnType<typeof openCache>>
    try {
      opened = await openCache(bytes, plan)
      await opened?.whole
    } catch (cause) {
      // What says itself why it cannot be read, such as a server, says more.
      if (cause instanceof AppError && cause.code !== 'unreadable-file') throw cause
      throw new AppError('unreadable-file', m.aPartOfTheClusterIsDamaged(part + 1, on.count), { cause })
    }
    if (opened !== undefined && JSON.stringify(opened.views) === expected) return opened.store
    throw new AppError('not-supported', m.theClusterWroteAnotherVersion)
  }

  return openSeparateShards(plan, stores(), on)
}
