import type { PersonScope } from '#shared/roles/role.ts'
import { limitStore } from '../../store/limit/limit-store.ts'
import type { Store } from '../../store/model/store.ts'
import { runPanel } from '../panels/run-panel.ts'
import type { Registry } from '../registries/registry-definition.ts'
import { peopleInScope } from './people-in-scope.ts'

/**
 * The store with the people alone whom a role sees: everything that is made of it is about nobody else. Payer, practice and
 * registries are looked at on the last day of the data.
 * @param scopes `undefined` for everybody
 */
export function limitToScopes(
  store: Store,
  registries: readonly Registry[],
  scopes: readonly PersonScope[] | undefined
): Store {
  if (scopes === undefined) return store
  const today = Math.floor(store.snapshot.loadedAt / 86_400_000)
  const { lastDay } = runPanel(store, registries, 'summary', { asOf: today, filters: [] }, {})
  return limitStore(store, peopleInScope(store, registries, scopes, lastDay ?? today))
}
