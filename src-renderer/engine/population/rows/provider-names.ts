import { idText } from '../selection/id-text.ts'
import type { Store } from '../../store/model/store.ts'

/** Tables that the references of a column may lead to, by the column's name. Patients are not among them: their names are masked. */
const tablesOf: Readonly<Record<string, readonly string[]>> = {
  practitioner_id: ['practitioner'],
  provider_id: ['practitioner', 'organization'],
  service_provider_id: ['organization'],
  organization_id: ['organization'],
  managing_organization_id: ['organization'],
  insurer_id: ['organization'],
  payor_id: ['organization'],
  location_id: ['location']
}

const typeOf: Readonly<Record<string, string>> = {
  practitioner: 'Practitioner',
  organization: 'Organization',
  location: 'Location'
}

/** Whether the ids of a column are those of providers, who are called by name. */
export function namesProvider(column: string): boolean {
  return Object.hasOwn(tablesOf, column)
}

/** The name of the provider that a reference key (`id` or `Type/id`) leads to; undefined where the data have none. */
export type ProviderNames = (column: string, key: string) => string | undefined

/** Reads the names of practitioners, organizations and locations. */
export function providerNames(store: Store): ProviderNames {
  const names = new Map(Object.keys(typeOf).map((table) => [table, namesIn(store, table)]))
  return (column, key) => {
    const slash = key.indexOf('/')
    const id = key.slice(slash + 1)
    for (const table of tablesOf[column] ?? []) {
      if (slash >= 0 && key.slice(0, slash) !== typeOf[table]) continue
      const name = names.get(table)?.get(id)
      if (name !== undefined) return name
    }
    return undefined
  }
}

function namesIn(store: Store, tableName: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const table = store.tables.get(tableName)
  if (table === undefined) return names
  const ids = table.column('id', 'id')
  const parts = (tableName === 'practitioner' ? ['given', 'family'] : ['name']).map((name) =>
    table.column(name, 'dictionary')
  )
  for (let row = 0; row < table.rows; row++) {
    const name = parts
      .map(({ codes, values }) => (codes[row]! < 0 ? '' : values[codes[row]!]!))
      .filter((part) => part !== '')
      .join(' ')
    if (name !== '') names.set(idText(ids, row), name)
  }
  return names
}
