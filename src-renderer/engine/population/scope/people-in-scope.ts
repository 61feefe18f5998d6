import type { PersonScope } from '#shared/roles/role.ts'
import { emptyBitset, intersectInto, type Bitset } from '../../base/kernels/bitset.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { Store } from '../../store/model/store.ts'
import { populationOf, type PopulationView } from '../selection/population.ts'

/** The people of a store with everybody whom a role sees, as {@link peopleOfView} tells. */
export function peopleInScope(
  store: Store,
  registries: readonly Registry[],
  scopes: readonly PersonScope[],
  asOf: Day
): Bitset {
  return peopleOfView(populationOf(store, registries), scopes, asOf)
}

/**
 * The people of a shard whom a role sees: who fits every kind that one of its scopes names. Payers and practices are compared by name
 * or id, without regard to case; a name that the data do not have fits nobody.
 * @param asOf date on which payer, practice and registries are looked at
 */
export function peopleOfView(view: PopulationView, scopes: readonly PersonScope[], asOf: Day): Bitset {
  const people = emptyBitset(view.store.patients)
  for (const scope of scopes) {
    const fits = view.select(asOf, []).slice()
    if (scope.payers !== undefined) intersectInto(fits, withValues(view, 'payer', scope.payers, asOf))
    if (scope.practices !== undefined) intersectInto(fits, withValues(view, 'practice', scope.practices, asOf))
    if (scope.registries !== undefined) intersectInto(fits, inRegistries(view, scope.registries, asOf))
    fits.forEach((word, index) => (people[index]! |= word))
  }
  return people
}

function withValues(view: PopulationView, dimension: string, names: readonly string[], asOf: Day): Bitset {
  const wanted = new Set(names.map(plain))
  const values = view
    .dimension(dimension)
    .values.filter(({ value, label }) => wanted.has(plain(value)) || wanted.has(plain(label)))
    .map(({ value }) => value)
  return view.select(asOf, [{ dimension, values }])
}

function inRegistries(view: PopulationView, ids: readonly string[], asOf: Day): Bitset {
  const people = emptyBitset(view.store.patients)
  const known = new Set(view.index.registries.map(({ id }) => id))
  for (const id of ids) {
    if (!known.has(id)) continue
    const members = view.select(asOf, [{ dimension: `registry:${id}`, values: ['yes'] }])
    members.forEach((word, index) => (people[index]! |= word))
  }
  return people
}

function plain(name: string): string {
  return name.trim().toLowerCase()
}
