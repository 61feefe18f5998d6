import { defined } from '#shared/language/defined.ts'
import { keyText, numberKeys } from '../../store/model/reference-keys.ts'
import type { Mergeable } from '../../shards/mergeable.ts'
import type { Store } from '../../store/model/store.ts'
import { identifierLabel } from '../claims/claim-providers.ts'
import { claimVisits } from './claim-visits.ts'
import type { PopulationView } from './population.ts'
import { idText } from './id-text.ts'

/** Somebody who cares for people. */
export interface Provider {
  /** Id of the Practitioner. */
  readonly id: string
  readonly label: string
}

/** Names of practitioners by reference key, each with a small number. */
class Names {
  readonly list: Provider[] = []
  readonly #codes = new Map<string, number>()
  readonly #labels: ReadonlyMap<string, string>

  constructor(store: Store) {
    this.#labels = labels(store)
  }

  /** @param key id of a Practitioner, with `Practitioner/` or without; -1 for keys of other types */
  code(key: string): number {
    const label = identifierLabel(key)
    const slash = label === undefined ? key.indexOf('/') : -1
    if (slash >= 0 && !key.startsWith('Practitioner/')) return -1
    const id = slash < 0 ? key : key.slice(slash + 1)
    let code = this.#codes.get(id)
    if (code === undefined) {
      code = this.list.push({ id, label: this.#labels.get(id) ?? label ?? id }) - 1
      this.#codes.set(id, code)
    }
    return code
  }
}

function labels(store: Store): Map<string, string> {
  const found = new Map<string, string>()
  const table = store.tables.get('practitioner')
  if (table === undefined) return found
  const ids = table.column('id', 'id')
  const family = table.column('family', 'dictionary')
  const given = table.column('given', 'dictionary')
  const text = ({ codes, values }: typeof family, row: number): string => (codes[row]! < 0 ? '' : values[codes[row]!]!)
  for (let row = 0; row < table.rows; row++) {
    const name = `${text(given, row)} ${text(family, row)}`.trim()
    if (name !== '') found.set(idText(ids, row), name)
  }
  return found
}

/** Practitioners named by roles: keys `PractitionerRole/…` of the Patient lead to whom the role is of. */
function roleHolders(store: Store): Map<string, string> {
  const found = new Map<string, string>()
  const roles = store.tables.get('practitioner_role')
  if (roles === undefined) return found
  const ids = roles.column('id', 'id')
  const { codes, keys } = roles.column('practitioner_id', 'reference')
  for (let row = 0; row < roles.rows; row++) {
    if (codes[row]! >= 0) found.set(`PractitionerRole/${idText(ids, row)}`, keyText(keys, codes[row]!))
  }
  return found
}

/** Everybody who cares for people, and whom the data name; the same for all settings and dates. */
export interface Providers {
  readonly list: readonly Provider[]
  /** Practitioner whom the Patient names, per patient. */
  readonly named: Int32Array | undefined
  /** Practitioner per encounter. */
  readonly seen: Int32Array
  /** Practitioner per claim, in data where claims stand for visits; see `claimVisits`. */
  readonly billed: Int32Array | undefined
}

/** Reads all providers of a population, in the order of their ids. */
export function providersOf(population: PopulationView): Providers {
  return population.once('providers', () => {
    const { list: here, named, seen, billed } = ownProviders(population)
    const list = population.fact('providers', providersInPopulation)
    const numbers = new Map(list.map(({ id }, number) => [id, number]))
    const places = here.map(({ id }) => defined(numbers.get(id)))
    const moved = (codes: Int32Array): Int32Array => codes.map((code) => (code < 0 ? -1 : places[code]!))
    return { list, named: named && moved(named), seen: moved(seen), billed: billed && moved(billed) }
  })
}

const providersInPopulation: Mergeable<PopulationView, readonly Provider[], readonly Provider[]> = {
  partial: (population) => ownProviders(population).list,
  merge: (left, right) => {
    const known = new Set(left.map(({ id }) => id))
    return [...left, ...right.filter(({ id }) => !known.has(id))]
  },
  finish: (list) => list.toSorted((left, right) => (left.id < right.id ? -1 : 1))
}

/** The providers of the people of a shard, numbered as they are met. */
function ownProviders(population: PopulationView): Providers {
  const { store } = population
  return population.once('own-providers', () => {
    const names = new Names(store)
    const named = namedPractitioners(store, names)
    const column = store.tables.get('encounter')?.column('practitioner_id', 'reference')
    const ofKey = column && numberKeys(column, (key) => names.code(key))
    const seen = Int32Array.from(column?.codes ?? [], (code) => (code < 0 ? -1 : defined(ofKey)[code]!))
    const holders = roleHolders(store)
    const billed = claimVisits(store)?.providers((key) => names.code(holders.get(key) ?? key))
    return { list: names.list, named, seen, billed }
  })
}

function namedPractitioners(store: Store, names: Names): Int32Array | undefined {
  const column = store.tables.get('patient')?.column('general_practitioner_id', 'reference')
  if (column === undefined) return undefined
  const holders = roleHolders(store)
  const ofKey = numberKeys(column, (key) => names.code(holders.get(key) ?? key))
  return column.codes.map((code) => (code < 0 ? -1 : ofKey[code]!))
}
