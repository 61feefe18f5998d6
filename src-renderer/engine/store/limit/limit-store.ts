import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import { storeOf } from '../build/create-store.ts'
import { NONE } from '../model/column.ts'
import type { ResourceIndex, Store } from '../model/store.ts'
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

/**
 * A store of some of the people alone, as if nothing about the others had been loaded: neither rows nor ids nor texts of
 * theirs are in its tables. What cannot be told to be about one of the people goes, too. Places in files stay, so what
 * stays is read from the same files.
 * @param people who stays, by ordinal
 * @param optedOut how many of the others opted out, for the report
 */
export function limitStore(store: Store, people: Bitset, optedOut = 0): Store {
  const ordinals = moveAll(store.patients, (ordinal) => hasBit(people, ordinal))
  const stays = (patient: number): boolean => patient >= 0 && hasBit(people, patient)
  const resources = new Map(
    Array.from(store.resources, ([type, index]) => {
      const patient = patientsOfType(store, index)
      const keepsOthers = aboutNobody.has(type)
      return [type, moveAll(index.count, (at) => stays(patient[at]!) || (keepsOthers && patient[at]! < 0))]
    })
  )
  const tables = new Map(
    Array.from(store.tables, ([name, table]) => {
      const places = resources.get(table.resourceType)?.places
      return [name, moveAll(table.rows, (row) => (places?.[table.resource[row]!] ?? NONE) >= 0)]
    })
  )
  const limited = rearrangeStore(store, { people: ordinals, resources, tables })
  return storeOf({
    ...limited,
    report: { ...limited.report, ...(optedOut === 0 ? {} : { optedOut }) },
    leftOut: store.patients - limited.patients
  })
}

/** The person of each resource; where it names none at its top, such as an appointment, the one that its rows name. */
function patientsOfType(store: Store, { resourceType, patient }: ResourceIndex): Int32Array {
  const people = patient.slice()
  for (const table of store.tables.values()) {
    if (table.resourceType !== resourceType || table.patient === undefined) continue
    table.resource.forEach((at, row) => {
      if (at >= 0 && people[at] === NONE) people[at] = table.patient![row]!
    })
  }
  return people
}
