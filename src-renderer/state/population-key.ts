import type { Loaded } from './session.svelte.ts'

/**
 * Names the source that the patients' ids of a population are of, so that work on them carries over from one snapshot of
 * the source to the next. Data from files have no better name than their label.
 *
 * @returns `undefined` when nothing is loaded
 */
export function populationKey(loaded: Pick<Loaded, 'kind' | 'label'> | undefined): string | undefined {
  if (loaded === undefined) return undefined
  return loaded.kind === 'sample' ? 'sample' : `files:${loaded.label}`.slice(0, 300)
}
