import type { InstalledMeasure } from '#engine/measures/content/installed-measure.ts'
import type { CqlContext } from '#engine/cql/translate/complete-cql.ts'
import type { App } from '../../state/app.ts'
import type { LibraryText } from '../../workers/measures/measure-protocol.ts'
import { libraryTexts } from './library-texts.ts'

/** What a text may refer to, besides the types of records. */
export type CqlScreenContext = Omit<CqlContext, 'types'>

/** Nothing to refer to. */
export const emptyCqlContext: CqlScreenContext = { libraries: {}, valueSets: [] }

/** Reads the libraries of a measure's own pack, and the value sets of all. @throws AppError */
export async function readCqlContext(
  { store, measures }: App,
  base: InstalledMeasure,
  texts: readonly LibraryText[]
): Promise<CqlScreenContext> {
  const neighbors = measures.installed.filter(({ pack, runnable }) => pack === base.pack && runnable)
  return {
    libraries: await libraryTexts(texts, neighbors, (id) => store.measureText(id)),
    valueSets: await store.installedValueSets()
  }
}
