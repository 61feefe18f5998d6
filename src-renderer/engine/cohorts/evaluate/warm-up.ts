import { paidClaims } from '../../population/claims/paid-claims.ts'
import { recordedDays } from '../../population/registries/recorded-days.ts'
import type { Store } from '../../store/model/store.ts'
import { chartEvents } from '../events/chart-events.ts'
import { claimDiagnosisEvents, claimEvents, claimLineEvents } from '../events/claim-events.ts'
import { resultEvents } from '../events/result-events.ts'
import { hasCoverage, uncoveredMonths } from './uncovered-months.ts'

/**
 * What criteria need of a population once, and what takes long in a large one: to be done one after another while somebody
 * still reads the screen, so that the first answer does not wait for it.
 */
export const cohortWarmUps: readonly ((store: Store) => unknown)[] = [
  (store) => recordedDays(store),
  (store) => (hasCoverage(store) ? uncoveredMonths(store, 1, undefined) : undefined),
  (store) => claimDiagnosisEvents(store, noConcept(store)),
  (store) => paidClaims(store)?.amounts('paid'),
  (store) => chartEvents(store, 'condition', noConcept(store)),
  (store) =>
    resultEvents(store, { wanted: noConcept(store), test: undefined, measurements: [], unitFactor: () => undefined }),
  (store) => chartEvents(store, 'encounter', noConcept(store)),
  (store) => claimLineEvents(store, 'procedure', noConcept(store)),
  (store) => claimEvents(store, [], undefined)
]

/** Looking for no concept arranges the rows by their concepts, which takes long in a large table. */
function noConcept({ concepts }: Store): Uint8Array {
  return new Uint8Array(concepts.size)
}
