import { defined } from '#shared/language/defined.ts'
import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import { storeOf } from '../build/create-store.ts'
import { NONE } from '../model/column.ts'
import { idAt } from '../model/id-column.ts'
import type { LoadReport, ResourceIndex, Store, Table } from '../model/store.ts'
import { maskStore } from './mask-store.ts'
import { moveAll, rearrangeStore } from './rearrange-store.ts'

/** Types that are about nobody: they stay without a person. */
const aboutNobody: ReadonlySet<string> = new Set([
  'Organization',
  'OrganizationAffiliation',
  'Location',
  'Practitioner',
  'PractitionerRole',
  'HealthcareService',
  'InsurancePlan',
  'Endpoint',
  'Medication',
  'MedicationKnowledge',
  'Substance',
  'PlanDefinition',
  'ActivityDefinition',
  'Questionnaire',
  'ValueSet',
  'CodeSystem'
])

/** Some of the stored resources, by type and row of the type's index. */
export type ResourceSet = ReadonlyMap<string, Bitset>

/** What stays of a store. */
export interface StoreLimits {
  /** Who stays, by ordinal. */
  readonly people: Bitset
  /** Resources that go, also those of people who stay. */
  readonly excluded?: ResourceSet
  /** Resources that stay with their ids, people and times alone; they cannot be read again from their files. */
  readonly masked?: ResourceSet
  /** What the report says about it. */
  readonly report?: Pick<LoadReport, 'optedOut' | 'restricted'>
}

/**
 * A store of some of the people alone, as if nothing about the others had been loaded: neither rows nor ids nor texts of
 * theirs are in its tables. What cannot be told to be about one of the people goes, too. Places in files stay, so what
 * stays is read from the same files.
 */
export function limitStore(store: Store, { people, excluded, masked, report }: StoreLimits): Store {
  const ordinals = moveAll(store.patients, (ordinal) => hasBit(people, ordinal))
  const stays = (patient: number): boolean => patient >= 0 && hasBit(people, patient)
  const isIn = (set: ResourceSet | undefined, type: string, position: number): boolean => {
    const bits = set?.get(type)
    return bits !== undefined && position >= 0 && hasBit(bits, position)
  }
  const resources = new Map(
    Array.from(store.resources, ([type, index]) => {
      const patient = patientsOfType(store, index)
      const keepsOthers = aboutNobody.has(type)
      return [
        type,
        moveAll(
          index.count,
          (index) => !isIn(excluded, type, index) && (stays(patient[index]!) || (keepsOthers && patient[index]! < 0))
        )
      ]
    })
  )
  const isOutside = containedIn(store, excluded)
  const tables = new Map(
    Array.from(store.tables, ([name, table]) => {
      const places = resources.get(table.resourceType)?.places
      const { resource, patient } = table
      const staysInside = (row: number): boolean => stays(patient?.[row] ?? NONE) && !isOutside(table, row)
      return [
        name,
        moveAll(table.rows, (row) => (resource[row]! < 0 ? staysInside(row) : (places?.[resource[row]!] ?? NONE) >= 0))
      ]
    })
  )
  const source = masked === undefined ? store : maskStore(store, masked)
  const { labels: _, ...limited } = rearrangeStore(source, { people: ordinals, resources, tables })
  return storeOf({
    ...limited,
    report: { ...limited.report, ...report },
    leftOut: (store.leftOut ?? 0) + store.patients - limited.patients
  })
}

/** The person of each resource; where it names none at its top, such as an appointment, the one that its rows name. */
export function patientsOfType(store: Store, { resourceType, patient }: ResourceIndex): Int32Array {
  const people = patient.slice()
  for (const table of store.tables.values()) {
    if (table.resourceType !== resourceType || table.patient === undefined) continue
    table.resource.forEach((index, row) => {
      if (index >= 0 && people[index] === NONE) people[index] = defined(table.patient)[row]!
    })
  }
  return people
}

/**
 * Tells of rows that were contained in a resource of another type whether that resource goes. Their ids begin with its id.
 */
function containedIn(store: Store, excluded: ResourceSet | undefined): (table: Table, row: number) => boolean {
  const ids = new Set<string>()
  for (const [type, bits] of excluded ?? []) {
    const index = store.resources.get(type)
    for (let position = 0; position < (index?.count ?? 0); position++)
      if (hasBit(bits, position)) ids.add(idAt(defined(index).ids, position) ?? '')
  }
  return ({ columns }, row) => {
    const column = columns.get('id')
    const id = column?.kind === 'id' ? idAt(column, row) : undefined
    return ids.size > 0 && (id === undefined || ids.has(id.slice(0, id.indexOf('#'))))
  }
}
