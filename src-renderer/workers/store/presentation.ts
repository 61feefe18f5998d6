import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { onlyShard } from '#engine/shards/shard.ts'
import type { LoadReport, Store } from '#engine/store/model/store.ts'
import { AppError } from '#shared/app-error.ts'
import type { RecordsPlace } from '../base/require-records.ts'
import type { DividedPopulation } from './divided-load.ts'
import type { LoadedStore } from './loaded-store.ts'
import type { PopulationLoaderDependencies } from './loader-dependencies.ts'
import type { KeepableShards } from './saved-parts.ts'

/** Puts a population in the place of the present one. */
export interface Presentation {
  /** A store with the people whom the role of the user shows. */
  show(store: Store, rest: Pick<LoadedStore, 'sources' | 'absent' | 'matching'>): Promise<Store>
  /** A population whose parts are on the disk. When that fails, they are closed. @throws AppError `unreadable-file` for an empty one */
  showParts(
    population: Pick<DividedPopulation, 'shards' | 'close'>,
    parts: KeepableShards | undefined,
    rest: Pick<LoadedStore, 'sources' | 'absent' | keyof RecordsPlace>
  ): Promise<LoadedStore>
}

/** Makes the presentation of the store worker. */
export function createPresentation(dependencies: PopulationLoaderDependencies): Presentation {
  return {
    async show(store, rest) {
      const shown = dependencies.limit(store, await dependencies.limits())
      const shards = [onlyShard(shown)]
      await dependencies.prepare(shards)
      const complete = shown === store ? {} : { complete: store }
      dependencies.replace({ ...rest, ...complete, store: shown, shards, whole: Promise.resolve() })
      return shown
    },

    async showParts({ shards, close }, parts, rest) {
      const { store } = shards[0]!
      try {
        refuseEmpty(store.report)
        await dependencies.prepare(shards)
      } catch (error) {
        await close()
        throw error
      }
      // Whoever replaces these data does not wait for their removal; what stays on the disk nobody can read.
      const removeParts = (): void => void close().catch(() => undefined)
      const memory = dependencies.memory() / 3
      const optionalParts = parts === undefined ? {} : { parts }
      const shown: LoadedStore = {
        ...rest,
        ...optionalParts,
        store,
        shards,
        memory,
        removeParts,
        whole: Promise.resolve()
      }
      dependencies.replace(shown)
      return shown
    }
  }
}

/** @throws AppError `unreadable-file` where nothing was stored */
export function refuseEmpty({ files }: LoadReport): void {
  if (files.some(({ stored }) => stored > 0)) return
  throw new AppError('unreadable-file', m.noFHIRResourceWasFoundIn)
}
