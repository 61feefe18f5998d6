import { resolve } from 'node:path'
import { openPopulation, type OpenedPopulation } from '../../src-main/cli/data/open-population.ts'
import { unmanaged } from './policies.ts'

/** Loads files and folders as the `populus` command does. */
export function openFolder(...paths: string[]): Promise<OpenedPopulation> {
  return openPopulation(paths, {
    out: () => undefined,
    err: () => undefined,
    terminal: false,
    policies: unmanaged,
    resources: resolve(import.meta.dirname, '../../resources')
  })
}
