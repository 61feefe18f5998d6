import type { PopulationSource, PopulationSources } from '#engine/store/model/source-keys.ts'
import type { ImportSources } from '../../services/imports/import-source.ts'

/** A source of a population with its files. */
export interface NamedSources {
  readonly source: PopulationSource
  readonly sources: ImportSources
}

/** The files of several sources as one list, in which their names begin with the source. */
export function joinSources(parts: readonly NamedSources[]): {
  readonly files: ImportSources
  readonly population: PopulationSources
} {
  return {
    files: {
      label: parts.map(({ source }) => source.name).join(', '),
      kind: 'files',
      sources: parts.flatMap(({ source, sources }) =>
        sources.sources.map((file) => ({ ...file, name: `${source.name}/${file.name}` }))
      ),
      skipped: parts.flatMap(({ source, sources }) =>
        sources.skipped.map((each) => ({ ...each, name: `${source.name}/${each.name}` }))
      ),
      async close() {
        for (const { sources } of parts) await sources.close?.()
      }
    },
    population: {
      sources: parts.map(({ source }) => source),
      ofFile: parts.flatMap(({ sources }, index) => sources.sources.map(() => index))
    }
  }
}
