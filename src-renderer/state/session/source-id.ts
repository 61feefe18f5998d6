import { hashText } from '#engine/store/collect/content-hash.ts'
import { defined } from '#shared/language/defined.ts'
import type { Loaded } from './loaded.ts'
import { populationKey } from '#shared/snapshot.ts'

/**
 * Names a data source in the settings, without its label: the settings are not encrypted, and a folder may be called after
 * a person. Snapshots of one source have the same id.
 */
export function sourceId(loaded: Pick<Loaded, 'kind' | 'label'>): string {
  const words = new Uint32Array(2)
  hashText(defined(populationKey(loaded)), words, 0)
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
}
