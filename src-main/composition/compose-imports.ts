import { sampleNames } from '#shared/sample-view.ts'
import type { RandomPort } from '../ports/host.ts'
import { createSamplePopulation, type SamplePopulation } from '../sample/population/population.ts'
import { createImportCatalog, type ImportCatalog } from '../services/imports/import-catalog.ts'
import type { ImportSource } from '../services/imports/import-source.ts'
import type { Imports } from '../services/imports/imports.ts'
import { createPendingImport, type PendingImport } from '../services/imports/pending-import.ts'

/** What can be loaded: files and folders, the sample population, and what came from outside the page. */
export interface ComposedImports {
  readonly catalog: ImportCatalog
  readonly imports: Imports
  readonly pending: PendingImport
}

/** Constructs the services of imports. */
export function composeImports(random: RandomPort): ComposedImports {
  const catalog = createImportCatalog({ random })
  const imports: Imports = {
    ...catalog,
    openSample: (options) =>
      catalog.add({
        label: sampleNames[options.view],
        kind: 'sample',
        sources: sampleSources(createSamplePopulation(options)),
        skipped: []
      })
  }
  return { catalog, imports, pending: createPendingImport(imports) }
}

/** Makes a sample population look like files; nothing is generated before it is read. */
function sampleSources(population: SamplePopulation): ImportSource[] {
  return population.files.map(({ name, bytes }) => ({
    name,
    bytes,
    async read(range) {
      if (range === undefined) return population.stream(name)
      const part = await population.range(name, range.offset, range.length)
      return new Blob([part]).stream()
    }
  }))
}
