import { diagnosedPeople } from '../../population/claims/diagnosed-people.ts'
import { paidClaims } from '../../population/claims/paid-claims.ts'
import { recordedDays } from '../../population/registries/recorded-days.ts'
import type { Store } from '../../store/model/store.ts'
import { arrangeConcepts, wantedPlaces } from '../events/concept-rows.ts'
import { hasCoverage, uncoveredMonths } from './covered-people.ts'

/**
 * What criteria need of a population once, and what takes long in a large one: to be done one after another while somebody
 * still reads the screen, so that the first answer does not wait for it.
 */
export const cohortWarmUps: readonly ((store: Store) => unknown)[] = [
  (store) => recordedDays(store),
  (store) => (hasCoverage(store) ? uncoveredMonths(store, 1, undefined) : undefined),
  arrangeDiagnoses,
  (store) => paidClaims(store)?.amounts('paid'),
  (store) => paidClaims(store)?.services,
  (store) => arrangeConcepts(store, 'condition'),
  (store) => arrangeConcepts(store, 'observation'),
  (store) => arrangeConcepts(store, 'observation_component'),
  (store) => arrangeConcepts(store, 'encounter', ['class', 'type', 'codings']),
  (store) => arrangeConcepts(store, 'explanation_of_benefit_item', ['code'])
]

function arrangeDiagnoses(store: Store): void {
  const people = diagnosedPeople(store)
  if (people !== undefined) wantedPlaces(people, new Uint8Array(store.concepts.size))
}
