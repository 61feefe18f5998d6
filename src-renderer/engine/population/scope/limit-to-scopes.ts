import { hasRules, type EffectiveRules } from '#shared/consent/record-rules.ts'
import type { PersonScope } from '#shared/roles/role.ts'
import type { Day } from '../../base/figures/filter.ts'
import { countCommon, emptyBitset, fullBitset, hasBit, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { FinishManner } from '../../shards/load/population-builder.ts'
import type { PopulationShard } from '../../shards/shard.ts'
import { limitStore } from '../../store/limit/limit-store.ts'
import { withOwnTexts } from '../../store/limit/own-texts.ts'
import { idAt } from '../../store/model/id-column.ts'
import type { Store } from '../../store/model/store.ts'
import { runPanel } from '../panels/run-panel.ts'
import type { Registry } from '../registries/registry-definition.ts'
import { shardedPopulation } from '../selection/population.ts'
import { optedOut } from './opted-out.ts'
import { peopleInScope, peopleOfView } from './people-in-scope.ts'
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
 * @param countsCommon whether records of no person are counted among those that rules take away
 */
export function limitToScopes(
  store: Store,
  registries: readonly Registry[],
  limits: PeopleLimits,
  countsCommon = true
): Store {
  const { scopes, optOuts, rules } = limits
  if (!areLimits(limits)) return store
  const restricted = hasRules(rules) ? restrictedRecords(store, rules, dayOfLoad(store), countsCommon) : undefined
  const ruled = restricted === undefined ? store : withoutRestricted(store, restricted)
  const out = numberedAnew(optedOut(store, optOuts), restricted?.people ?? emptyBitset(store.patients), store.patients)
  const people =
    scopes === undefined
      ? fullBitset(ruled.patients)
      : peopleInScope(ruled, registries, scopes, lastDayOf(ruled, registries))
  // A list that names nobody of these data leaves nobody out.
  if (scopes === undefined && countCommon(people, out) === 0) return ruled
  return onlyPeople(ruled, people, out)
}

/** The store with some people alone, without those who opted out. */
function onlyPeople(store: Store, people: Bitset, out: Bitset): Store {
  const optedOutPeople = countCommon(people, out)
  const stay = people.map((word, index) => word & ~out[index]!)
  return limitStore(store, { people: stay, report: optedOutPeople === 0 ? {} : { optedOut: optedOutPeople } })
}

/**
 * As {@link limitToScopes}, while a population is divided: what rules and lists take away is known in each shard as it is built, and whom
 * a role shows when all of them are there, since the last day and the payers are those of the whole population.
 */
export function limitShards(
  registries: readonly Registry[],
  limits: PeopleLimits
): Required<Pick<FinishManner, 'limit'>> & Pick<FinishManner, 'narrow'> {
  const { scopes, optOuts } = limits
  // Texts of all shards are numbered together, also those of people who are left out of another shard.
  if (scopes === undefined)
    return {
      limit(store, ownsCommon) {
        const limited = limitToScopes(store, registries, limits, ownsCommon)
        return limited === store ? withOwnTexts(store) : limited
      }
    }
  const ofEverybody: PeopleLimits = { ...limits, scopes: undefined, optOuts: [] }
  // By id, which rules leave: a masked Patient resource has no record number any more.
  const out = new Set(optOuts)
  return {
    limit(store, ownsCommon) {
      for (const id of idsOf(store, optedOut(store, optOuts))) out.add(id)
      return limitToScopes(store, registries, ofEverybody, ownsCommon)
    },
    narrow(shards) {
      const asOf = lastDayOf(shards, registries)
      const shown = shardedPopulation(shards, registries).map((view) => peopleOfView(view, scopes, asOf))
      return ({ store, index }) => onlyPeople(store, shown[index]!, optedOut(store, [...out]))
    }
  }
}

/** The ids of the Patient resources of some people. */
function idsOf(store: Store, people: Bitset): string[] {
  const { columns, patient, rows } = store.table('patient')
  const ids = columns.get('id')
  if (ids?.kind !== 'id' || patient === undefined) return []
  return Array.from({ length: rows }, (_, row) => row).flatMap((row) => {
    const person = patient[row]!
    const id = person >= 0 && hasBit(people, person) ? idAt(ids, row) : undefined
    return id === undefined ? [] : [id]
  })
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
  people.forEach((word, index) => (stay[index]! &= ~word))
  return limitStore(store, { people: stay, excluded, masked, report: { restricted: counts } })
}

function dayOfLoad({ snapshot }: Store): Day {
  return Math.floor(snapshot.loadedAt / 86_400_000)
}

function lastDayOf(data: Store | readonly PopulationShard[], registries: readonly Registry[]): Day {
  const today = dayOfLoad('tables' in data ? data : data[0]!.store)
  return runPanel(data, registries, 'extent', { asOf: today, filters: [] }, {}).lastDay ?? today
}
