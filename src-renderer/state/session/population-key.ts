import type { Loaded } from './loaded.ts'

/**
 * Names the source that the patients' ids of a population are of, so that work on them carries over from one snapshot of
 * the source to the next. Exports of a server have the name of its connection; data from files have no better name than
 * their label, so that the worklist of one folder can be carried on under another by hand.
 *
 * @returns `undefined` when nothing is loaded
 */
export function populationKey(loaded: Pick<Loaded, 'kind' | 'label'> | undefined): string | undefined {
  if (loaded === undefined) return undefined
  const from = loaded.kind === 'server' || loaded.kind === 'sample' ? 'server' : 'files'
  return `${from}:${loaded.label}`.slice(0, 300)
}
