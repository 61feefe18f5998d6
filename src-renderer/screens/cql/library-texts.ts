import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { LibraryText } from '../../workers/measures/measure-protocol.ts'

/**
 * The texts of the libraries that a measure may include, by name: those that it includes already, and those that only
 * other measures of its pack reach.
 * @param edited of the measure
 * @param neighbors other measures of the pack
 * @param ask gives the texts of one of them
 */
export async function libraryTexts(
  edited: readonly LibraryText[],
  neighbors: readonly InstalledMeasure[],
  ask: (measure: string) => Promise<readonly LibraryText[]>
): Promise<Readonly<Record<string, string>>> {
  const found = new Map<string, string>()
  const seen = new Set(edited.map(({ id }) => id))
  const take = (texts: readonly LibraryText[]): void => {
    for (const { id, cql } of texts) {
      seen.add(id)
      if (cql !== undefined && !found.has(id)) found.set(id, cql)
    }
  }
  take(edited)
  for (const { id, libraries } of neighbors) {
    if (libraries.some((library) => !seen.has(library.id))) take(await ask(id))
  }
  return Object.fromEntries(found)
}
