import { hasRules, type EffectiveRules } from '#shared/consent/record-rules.ts'
import type { PersonScope } from '#shared/roles/role.ts'
import type { Day } from '../../base/figures/filter.ts'
import { countCommon, emptyBitset, fullBitset, hasBit, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { limitStore } from '../../store/limit/limit-store.ts'
import type { Store } from '../../store/model/store.ts'
import { runPanel } from '../panels/run-panel.ts'
import type { Registry } from '../registries/registry-definition.ts'
import { optedOut } from './opted-out.ts'
import { peopleInScope } from './people-in-scope.ts'
import { restrictedRecords, type Restriction } from './restricted-records.ts'

/** Who is left out of what is made of the data. */
export interface PeopleLimits {
  /** The people whom the role of the user shows; `undefined` for everybody. */
  readonly scopes: readonly PersonScope[] | undefined
  /** People who opted out: ids of Patient resources, or record numbers. */
  readonly optOuts: readonly string[]
  /** How records with security labels and Consents are treated. */
  readonly rules: EffectiveRules
}

/** Whether limits could leave anything out. */
export function areLimits({ scopes, optOuts, rules }: PeopleLimits): boolean {
  return scopes !== undefined || optOuts.length > 0 || hasRules(rules)
}

/**
 * The store with the people alone whom a role shows and who did not opt out, without the records that rules take away:
 * everything that is made of it is about nobody and nothing else. Payer, practice and registries are looked at on the last day
 * of the data, Consents on the day on which the data were read. Registries by which a role is limited count what the rules leave.
 */
export function limitToScopes(store: Store, registries: readonly Registry[], limits: PeopleLimits): Store {
  const { scopes, optOuts, rules } = limits
  if (!areLimits(limits)) return store
  const restricted = hasRules(rules) ? restrictedRecords(store, rules, dayOfLoad(store)) : undefined
  const ruled = restricted === undefined ? store : withoutRestricted(store, restricted)
  const out = numberedAnew(optedOut(store, optOuts), restricted?.people ?? emptyBitset(store.patients), store.patients)
  const people =
    scopes === undefined
      ? fullBitset(ruled.patients)
      : peopleInScope(ruled, registries, scopes, lastDayOf(ruled, registries))
  const optedOutPeople = countCommon(people, out)
  out.forEach((word, at) => (people[at]! &= ~word))
  // A list that names nobody of these data leaves nobody out.
  if (scopes === undefined && optedOutPeople === 0) return ruled
  return limitStore(ruled, { people, report: optedOutPeople === 0 ? {} : { optedOut: optedOutPeople } })
}

/** A set of people in the numbers that they have when others are gone. */
function numberedAnew(people: Bitset, gone: Bitset, count: number): Bitset {
  const moved = emptyBitset(count)
  let place = 0
  for (let person = 0; person < count; person++) {
    if (hasBit(gone, person)) continue
    if (hasBit(people, person)) setBit(moved, place)
    place++
  }
  return moved
}

/** The store without what the rules take away; the same where that is nothing. */
function withoutRestricted(store: Store, { people, excluded, masked, counts }: Restriction): Store {
  if (Object.values(counts).every((count) => count === 0)) return store
  const stay = fullBitset(store.patients)
  people.forEach((word, at) => (stay[at]! &= ~word))
  return limitStore(store, { people: stay, excluded, masked, report: { restricted: counts } })
}

function dayOfLoad({ snapshot }: Store): Day {
  return Math.floor(snapshot.loadedAt / 86_400_000)
}

function lastDayOf(store: Store, registries: readonly Registry[]): Day {
  const today = dayOfLoad(store)
  return runPanel(store, registries, 'summary', { asOf: today, filters: [] }, {}).lastDay ?? today
}
