import type { CodesBySystem, Registry } from '../../population/registries/registry-definition.ts'
import type { Column } from '../../store/model/column.ts'
import type { ConceptTable } from '../../store/model/store.ts'
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
  description: 'The registries and who counts in them.',
  columns: [
    text('registry', 'Id of the registry, as in registry_member.'),
    text('title', 'Name of the registry.'),
    text('version', 'Version of its definition.'),
    text('course', 'chronic-lifelong or resolvable: whether membership ends.'),
    text('definition', 'Who counts, in plain words.')
  ]
}

/** What `value_set_code` is. */
export const valueSetCodeTable: Described = {
  name: 'value_set_code',
  description:
    'The codes of the registries, their tests, and the value sets of the installed measures. Join on system and code.',
  columns: [
    text('origin', 'registry, test or measure.'),
    text('value_set', 'Id of the registry, name of the test, or canonical address of the value set.'),
    text('title', 'Its name.'),
    text('system', 'Code system.'),
    text('code', 'Code.'),
    text('display', 'Name of the code, where one is known.'),
    text('match', 'exact, or prefix: every code that begins with it, dots aside.')
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
