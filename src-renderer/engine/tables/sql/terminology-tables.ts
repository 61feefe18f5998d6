import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import type { CodesBySystem, Registry } from '../../population/registries/registry-definition.ts'
import type { Column } from '../../store/model/column.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import { dictionaryOf, type TableSource } from '../model/table-source.ts'

/** A value set of installed measures. */
export interface NamedValueSet {
  readonly url: string
  readonly name: string
  /** Codes by system. */
  readonly codes: ReadonlyMap<string, ReadonlySet<string>>
}

type Described = Pick<TableSource, 'name' | 'description' | 'columns'>

const text = (name: string, description: string): DescribedColumn => ({ name, kind: 'dictionary', description })

/** What `registry` is. */
export const registryTable: Described = {
  name: 'registry',
  description: m.theRegistriesAndWhoCountsIn,
  columns: [
    text('registry', m.idOfTheRegistryAsIn),
    text('title', m.nameOfTheRegistry),
    text('version', m.versionOfItsDefinition),
    text('course', m.chronicLifelongOrResolvableWhetherMembership),
    text('definition', m.whoCountsInPlainWords)
  ]
}

/** What `value_set_code` is. */
export const valueSetCodeTable: Described = {
  name: 'value_set_code',
  description: m.theCodesOfTheRegistriesTheir,
  columns: [
    text('origin', m.registryTestOrMeasure),
    text('value_set', m.idOfTheRegistryNameOf),
    text('title', m.itsName),
    text('system', m.codeSystem),
    text('code', 'Code.'),
    text('display', m.nameOfTheCodeWhereOne),
    text('match', m.exactOrPrefixEveryCodeThat)
  ]
}

/** The table `registry`. */
export function registryRows(registries: readonly Registry[]): TableSource {
  return tableOf(
    registryTable,
    registries.map(({ id, title, version, course, text: words }) => [id, title, version, course, words])
  )
}

/** The table `value_set_code`. @param concepts give names to codes that the value sets leave without */
export function valueSetCodes(
  registries: readonly Registry[],
  valueSets: readonly NamedValueSet[],
  concepts: ConceptTable
): TableSource {
  const rows: (readonly (string | undefined)[])[] = []
  const add = (origin: string, id: string, title: string, codes: CodesBySystem): void => {
    for (const [system, list] of Object.entries(codes))
      for (const { code, display, match = 'exact' } of list)
        rows.push([origin, id, title, system, code, display, match])
  }
  const tests = new Set<string>()
  for (const { id, title, codes, controls, evidence } of registries) {
    add('registry', id, title, codes)
    for (const { measurement } of [...controls, ...evidence]) {
      for (const part of measurement.parts) {
        if (tests.has(part.title)) continue
        tests.add(part.title)
        add('test', part.title, part.title, part.codes)
      }
    }
  }
  for (const { url, name, codes } of valueSets) {
    for (const [system, list] of codes) {
      for (const code of list) {
        const known = concepts.displays[concepts.find(system, code)]
        rows.push(['measure', url, name, system, code, known === '' ? undefined : known, 'exact'])
      }
    }
  }
  return tableOf(valueSetCodeTable, rows)
}

function tableOf(about: Described, rows: readonly (readonly (string | undefined)[])[]): TableSource {
  return {
    ...about,
    group: 'Terminology',
    rows: rows.length,
    read(column): Column {
      const index = about.columns.findIndex(({ name }) => name === column)
      return dictionaryOf(rows.map((row) => row[index]))
    }
  }
}
