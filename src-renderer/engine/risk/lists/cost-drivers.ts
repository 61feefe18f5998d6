import { engineRiskListsMessages as m } from '#messages/engine/risk/lists.ts'
import { toDollars, toMoneyUnits } from '../../base/kernels/money.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { askEach } from '../../store/model/ask-each.ts'
import { isDrugSystem } from '../../base/codes/code-systems.ts'
import { forEachLineCode, productElements } from '../../population/claims/line-codes.ts'
import { NONE } from '../../store/model/column.ts'
import { claimOfRows } from '../../population/claims/claim-tables.ts'
import { paidClaims, type PaidClaims } from '../../population/claims/paid-claims.ts'
import { serviceTypes } from '../../population/claims/service-types.ts'
import { providerNames } from '../../population/rows/provider-names.ts'
import { keyText } from '../../store/model/reference-keys.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import type { Day } from '../../base/figures/filter.ts'

/** What a sum of cost is made of. */
export const driverKinds = ['service', 'condition', 'drug', 'facility'] as const
/** One of {@link driverKinds}. */
export type DriverKind = (typeof driverKinds)[number]

/** One addend of the cost of some people. */
export interface CostDriver {
  readonly kind: DriverKind
  readonly label: string
  /** US dollars paid. */
  readonly amount: number
  /** People of the group that it is about. */
  readonly people: number
  /**
   * People of the next smaller one of its kind, or of one that is left out: with the others and the sum known, their amount is what this one
   * leaves. Undefined where there is none.
   */
  readonly tells: number | undefined
}

/** A sum in money units, and the people whom it is about. */
interface DriverSum {
  readonly units: number
  readonly people: number
}

/** Sums of each kind by label. */
type DriverSums = Readonly<Record<DriverKind, ReadonlyMap<string, DriverSum>>>

/** Sums by label. */
class Sums {
  readonly #amounts = new Map<string, { units: number; people: Set<number> }>()

  add(label: string, units: number, patient: number): void {
    const known = this.#amounts.get(label) ?? { units: 0, people: new Set<number>() }
    known.units += units
    known.people.add(patient)
    this.#amounts.set(label, known)
  }

  take(): ReadonlyMap<string, DriverSum> {
    return new Map(Array.from(this.#amounts, ([label, { units, people }]) => [label, { units, people: people.size }]))
  }
}

/** Tells what the cost of some people is made of. */
interface DriverReader {
  readonly claims: PaidClaims
  readonly diagnosisOf: Describe
  readonly drugOf: Describe
  readonly providerOf: Describe
  /** What the functions use. */
  readonly holds: readonly Int32Array[]
}

const readers = new DerivedValues<Store, DriverReader>()

function driverReader(store: Store): DriverReader | undefined {
  const claims = paidClaims(store)
  if (claims === undefined) return undefined
  return readers.get(store, () => {
    const diagnoses = principalDiagnoses(store, claims)
    const products = drugs(store, claims)
    return {
      claims,
      diagnosisOf: (row) => conceptText(store, diagnoses[row]!),
      drugOf: (row) => conceptText(store, products[row]!),
      providerOf: billingProviders(store, claims),
      holds: [diagnoses, products]
    }
  })
}

/**
 * What the paid cost of some people in a stretch of days is made of: by type of service, by the principal diagnosis of each
 * claim, by drug and by facility or provider that billed; the largest first.
 */
export function costDrivers(
  population: AllPeople,
  people: readonly number[],
  from: Day,
  to: Day,
  limit = 8
): readonly CostDriver[] {
  const parts = askEach(population.shards, driversIn, people, from, to)
  return driverKinds.flatMap((kind) => {
    const sums = new Map<string, DriverSum>()
    for (const part of parts)
      for (const [label, sum] of part[kind]) {
        const before = sums.get(label) ?? { units: 0, people: 0 }
        sums.set(label, { units: before.units + sum.units, people: before.people + sum.people })
      }
    const drivers = Array.from(sums, ([label, { units, people: count }]) => ({
      kind,
      label,
      amount: toDollars(units),
      people: count
    })).sort((left, right) => right.amount - left.amount || (left.label < right.label ? -1 : 1))
    const listed = drivers.filter(({ amount }) => amount > 0).slice(0, limit)
    const others = Math.max(0, ...drivers.filter((each) => !listed.includes(each)).map((each) => each.people))
    const bySize = listed.toSorted((left, right) => left.people - right.people)
    return listed.map((each): CostDriver => {
      const smaller = bySize[bySize.indexOf(each) - 1]?.people ?? 0
      return { ...each, tells: Math.max(smaller, others) || undefined }
    })
  })
}

const nothing: DriverSums = { service: new Map(), condition: new Map(), drug: new Map(), facility: new Map() }

function driversIn({ store, shard }: PopulationView, people: readonly number[], from: Day, to: Day): DriverSums {
  const reader = driverReader(store)
  const offsets = reader?.claims.table.patientOffsets
  if (reader === undefined || offsets === undefined) return nothing
  const { claims, diagnosisOf, drugOf, providerOf } = reader
  const sums = { service: new Sums(), condition: new Sums(), drug: new Sums(), facility: new Sums() }
  const amounts = claims.amounts('paid')
  const { counts, days, services } = claims
  for (const number of people) {
    const patient = shard.personHere(number)
    if (patient < 0) continue
    for (let row = offsets[patient]!; row < offsets[patient + 1]!; row++) {
      if (counts[row] === 0 || Number.isNaN(amounts[row])) continue
      if (days[row]! < from || days[row]! > to) continue
      const units = toMoneyUnits(amounts[row]!)
      const service = serviceTypes[services[row]!]!
      sums.service.add(service.label, units, patient)
      sums.condition.add(diagnosisOf(row) ?? m.noDiagnosisOnTheClaim, units, patient)
      if (service.value === 'pharmacy') sums.drug.add(drugOf(row) ?? m.drugNotNamed, units, patient)
      sums.facility.add(providerOf(row) ?? m.providerNotNamed, units, patient)
    }
  }
  return {
    service: sums.service.take(),
    condition: sums.condition.take(),
    drug: sums.drug.take(),
    facility: sums.facility.take()
  }
}

type Describe = (row: number) => string | undefined

/** The first diagnosis of each claim, its principal one where that is marked. */
function principalDiagnoses(store: Store, { table }: PaidClaims): Int32Array {
  const parts = store.tables.get('explanation_of_benefit_diagnosis')
  const found = new Int32Array(table.rows).fill(NONE)
  if (parts !== undefined) {
    const claim = claimOfRows(parts, 'explanation_of_benefit_id')
    const code = parts.column('code', 'concept').ids
    const type = parts.column('type_code', 'dictionary')
    const isPrincipal = type.values.map((value) => value === 'principal')
    const marked = new Uint8Array(table.rows)
    for (let row = 0; row < parts.rows; row++) {
      const target = claim[row]!
      if (target < 0 || code[row]! < 0) continue
      const principal = isPrincipal[type.codes[row]!] === true
      if (found[target] !== NONE && (!principal || marked[target] === 1)) continue
      found[target] = code[row]!
      if (principal) marked[target] = 1
    }
  }
  return found
}

/** The product of the first line of a pharmacy claim; the first drug code where the line has another code first. */
function drugs(store: Store, { table }: PaidClaims): Int32Array {
  const items = store.tables.get('explanation_of_benefit_item')
  const found = new Int32Array(table.rows).fill(NONE)
  if (items !== undefined) {
    const claim = claimOfRows(items, 'explanation_of_benefit_id')
    const code = items.column('code', 'concept').ids
    for (let row = 0; row < items.rows; row++)
      if (claim[row]! >= 0 && found[claim[row]!] === NONE) found[claim[row]!] = code[row]!
  }
  const isDrug = (concept: number): boolean => concept >= 0 && isDrugSystem(store.concepts.systems[concept]!)
  const records = { claims: table, key: 'explanation_of_benefit_id' } as const
  forEachLineCode(store, records, productElements, (claim, _, concept) => {
    if (isDrug(concept) && !isDrug(found[claim]!)) found[claim] = concept
  })
  return found
}

function billingProviders(store: Store, { table }: PaidClaims): Describe {
  const names = providerNames(store)
  const known = new Map<number, string | undefined>()
  return (row) => {
    const { codes, keys } = table.column('provider_id', 'reference')
    const code = codes[row]!
    if (code < 0) return undefined
    if (!known.has(code)) known.set(code, names('provider_id', keyText(keys, code)))
    return known.get(code)
  }
}

function conceptText({ concepts }: Store, id: number): string | undefined {
  if (id < 0) return undefined
  const display = concepts.displays[id]!
  return display === '' ? concepts.codes[id]! : `${display} (${concepts.codes[id]!})`
}
