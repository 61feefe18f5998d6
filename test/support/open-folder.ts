import { resolve } from 'node:path'
import type { Store } from '#engine/store/model/store.ts'
import { onlyStore, openPopulation, type OpenedPopulation } from '../../src-main/cli/data/open-population.ts'
import { unmanaged } from './policies.ts'

/** Loads files and folders into memory, as the `populus` command does. */
export async function openFolder(...paths: string[]): Promise<OpenedPopulation & { readonly store: Store }> {
  const opened = await openPopulation(paths, {
    out: () => undefined,
    err: () => undefined,
    terminal: false,
    policies: unmanaged,
    resources: resolve(import.meta.dirname, '../../resources')
  })
  return { ...opened, store: onlyStore(opened) }
}
