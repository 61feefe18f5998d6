import type { PersonScope } from '#shared/roles/role.ts'
import { countCommon, fullBitset } from '../../base/kernels/bitset.ts'
import { limitStore } from '../../store/limit/limit-store.ts'
import type { Store } from '../../store/model/store.ts'
import { runPanel } from '../panels/run-panel.ts'
import type { Registry } from '../registries/registry-definition.ts'
import { optedOut } from './opted-out.ts'
import { peopleInScope } from './people-in-scope.ts'

/** Who is left out of what is made of the data. */
export interface PeopleLimits {
  /** The people whom the role of the user shows; `undefined` for everybody. */
  readonly scopes: readonly PersonScope[] | undefined
  /** People who opted out: ids of Patient resources, or record numbers. */
  readonly optOuts: readonly string[]
}

/**
 * The store with the people alone whom a role shows and who did not opt out: everything that is made of it is about nobody
 * else. Payer, practice and registries are looked at on the last day of the data.
 */
export function limitToScopes(store: Store, registries: readonly Registry[], { scopes, optOuts }: PeopleLimits): Store {
  const out = optedOut(store, optOuts)
  const people = scopes === undefined ? fullBitset(store.patients) : inScopes(store, registries, scopes)
  const optedOutPeople = countCommon(people, out)
  out.forEach((word, at) => (people[at]! &= ~word))
  // A list that names nobody of these data leaves nobody out.
  if (scopes === undefined && optedOutPeople === 0) return store
  return limitStore(store, people, optedOutPeople)
}

function inScopes(
  store: Store,
  registries: readonly Registry[],
  scopes: readonly PersonScope[]
): ReturnType<typeof peopleInScope> {
  const today = Math.floor(store.snapshot.loadedAt / 86_400_000)
  const { lastDay } = runPanel(store, registries, 'summary', { asOf: today, filters: [] }, {})
  return peopleInScope(store, registries, scopes, lastDay ?? today)
}
