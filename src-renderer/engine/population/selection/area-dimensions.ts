import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import { notRecorded, type Dimension } from './dimension.ts'
import { idText } from './id-text.ts'
import type { PopulationView } from './population.ts'

/** What is known of an area where people live; '' for what is not. */
export interface AreaFacts {
  readonly deprivation: string
  readonly rurality: string
}

/** Areas by the first five digits of the ZIP code, and by id of people who were placed more closely, such as in a census tract. */
export interface AreaTable {
  readonly zips: ReadonlyMap<string, AreaFacts>
  readonly people: ReadonlyMap<string, AreaFacts>
}

/** What areas are told apart by. */
export type AreaKind = keyof AreaFacts

/** Names of these, for choices. */
export const areaLabels: Readonly<Record<AreaKind, string>> = {
  deprivation: m.deprivationOfTheArea,
  rurality: m.ruralityOfTheArea
}

/** Whether a choice is about areas. */
export function isAreaKind(id: string): id is AreaKind {
  return id === 'deprivation' || id === 'rurality'
}

const added = new WeakMap<PopulationView, AreaTable[]>()

/**
 * Lets people be told apart by imported areas. Those of another table are another dimension, so that what a filter means never
 * changes.
 */
export function addAreas(population: PopulationView, table: AreaTable): void {
  const tables = added.get(population) ?? []
  if (tables.at(-1) === table) return
  tables.push(table)
  added.set(population, tables)
  for (const kind of ['deprivation', 'rurality'] as const) {
    const values = valuesOf(table, kind)
    const id = idOf(kind, tables.length)
    if (values.length > 0) population.add(dimensionOf(population, table, kind, id, values))
  }
}

/** The dimension of the table that was imported last; undefined without one that tells of it. */
export function areaDimension(population: PopulationView, kind: AreaKind): string | undefined {
  const tables = added.get(population) ?? []
  const id = idOf(kind, tables.length)
  return population.dimensions.some((each) => each.id === id) ? id : undefined
}

function idOf(kind: AreaKind, tables: number): string {
  return tables <= 1 ? kind : `${kind}-${tables}`
}

function valuesOf({ zips, people }: AreaTable, kind: AreaKind): readonly string[] {
  const values = new Set([...zips.values(), ...people.values()].map((facts) => facts[kind]))
  values.delete('')
  return [...values].sort((left, right) => left.localeCompare(right, 'en', { numeric: true }))
}

function dimensionOf(
  { store }: PopulationView,
  { zips, people }: AreaTable,
  kind: AreaKind,
  id: string,
  values: readonly string[]
): Dimension {
  return {
    id,
    label: areaLabels[kind],
    group: 'place-and-payer',
    hidden: false,
    fixed: true,
    values: [...values.map((value) => ({ value, label: value })), notRecorded],
    codes: () => {
      const codes = emptyCodes(store.patients, values.length + 1)
      const place = new Map(values.map((value, index) => [value, index]))
      const patients = store.table('patient')
      const ids = patients.column('id', 'id')
      const zip = patients.column('postal_code', 'dictionary')
      const ofZip = zip.values.map((text) => zips.get(text.slice(0, 5))?.[kind])
      for (let person = 0; person < store.patients; person++) {
        const found = people.get(idText(ids, person))?.[kind] || ofZip[zip.codes[person]!]
        codes[person] = place.get(found ?? '') ?? values.length
      }
      return codes
    }
  }
}
