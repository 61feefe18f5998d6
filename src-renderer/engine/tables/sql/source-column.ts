import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import { defined } from '#shared/language/defined.ts'
import { NONE, type DictionaryColumn } from '../../store/model/column.ts'
import type { PopulationSources } from '../../store/model/source-keys.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { resourcesOfSources } from '../../store/model/source-counts.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import { dictionaryOf, type TableSource } from '../model/table-source.ts'

/** The column that SQL adds to records of a population with several sources. */
export const sourceColumn: DescribedColumn = {
  name: 'source',
  kind: 'dictionary',
  description: m.sourceThatTheRecordComesFrom
}

/** Name of the table of sources. */
export const sourceTableName = 'source'

/** The source of each row of a table. */
export function sourcesOfRows(store: Store, { resource, resourceType }: Table): DictionaryColumn {
  const file = store.resources.get(resourceType)?.file
  const { sources, ofFile } = defined(store.sources)
  return {
    kind: 'dictionary',
    codes: resource.map((row) => (row < 0 || file === undefined ? NONE : (ofFile[file[row]!] ?? NONE))),
    values: sources.map(({ name }) => name)
  }
}

/** One row per source. */
export function sourceRows(store: Store, { sources }: PopulationSources): TableSource {
  const counts = resourcesOfSources(store)
  return {
    name: sourceTableName,
    group: 'Load',
    description: m.theSourcesOfThePopulation,
    rows: sources.length,
    columns: [
      { name: 'name', kind: 'dictionary', description: m.nameOfTheSourceIdsEnd },
      { name: 'base_url', kind: 'dictionary', description: m.baseURLOfItsFHIRServer },
      { name: 'exported_at', kind: 'dictionary', description: m.whenItsDataWereExportedUTC },
      { name: 'resources', kind: 'integer', description: m.resourcesStored },
      { name: 'people', kind: 'integer', description: m.patientResourcesStoredBeforePeopleWere }
    ],
    read(column) {
      switch (column) {
        case 'name':
          return dictionaryOf(sources.map(({ name }) => name))
        case 'base_url':
          return dictionaryOf(sources.map(({ base }) => base))
        case 'exported_at':
          return dictionaryOf(
            sources.map(({ exportedAt }) => (exportedAt === undefined ? undefined : new Date(exportedAt).toISOString()))
          )
        default:
          return {
            kind: 'integer',
            values: Int32Array.from(counts, ({ resources, people }) => (column === 'people' ? people : resources))
          }
      }
    }
  }
}
