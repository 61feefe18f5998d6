import { commonMessages as common } from '#messages/common.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { windowStart } from '../registries/control-band.ts'
import { keyText, numberKeys } from '../../store/model/reference-keys.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { idText } from './id-text.ts'
import { inOrderOfValues, notRecorded, readOnce, type Dimension, type DimensionValue } from './dimension.ts'
import { claimVisits } from './claim-visits.ts'
import { tookPlace } from './visit-dimensions.ts'

/** Gives every organization key a small number in order of first sight. */
class Practices {
  readonly values: DimensionValue[] = []
  readonly #codes = new Map<string, number>()
  readonly #labels: ReadonlyMap<string, string>

  constructor(labels: ReadonlyMap<string, string>) {
    this.#labels = labels
  }

  code(key: string): number {
    let code = this.#codes.get(key)
    if (code === undefined) {
      code = this.values.length
      this.values.push({ value: key, label: this.#labels.get(key) ?? key })
      this.#codes.set(key, code)
    }
    return code
  }
}

/** Practice of a key of an organization; keys of other types have none. */
function practiceOfKey(key: string, practices: Practices): number {
  const slash = key.indexOf('/')
  if (slash < 0) return practices.code(key)
  return key.startsWith('Organization/') ? practices.code(key.slice(slash + 1)) : -1
}

function organizationLabels(store: Store): Map<string, string> {
  const labels = new Map<string, string>()
  const table = store.tables.get('organization')
  if (table === undefined) return labels
  const ids = table.column('id', 'id')
  const name = table.column('name', 'dictionary')
  for (let row = 0; row < table.rows; row++) {
    const text = name.codes[row]!
    if (text >= 0 && name.values[text] !== '') labels.set(idText(ids, row), name.values[text]!)
  }
  return labels
}

/** The organization of each practitioner that has a role at one; the first role counts. */
function organizationOfPractitioner(store: Store): Map<string, string> {
  const found = new Map<string, string>()
  const roles = store.tables.get('practitioner_role')
  if (roles === undefined) return found
  const practitioner = roles.column('practitioner_id', 'reference')
  const organization = roles.column('organization_id', 'reference')
  for (let row = 0; row < roles.rows; row++) {
    const who = practitioner.codes[row]!
    const where = organization.codes[row]!
    if (who < 0 || where < 0) continue
    const key = keyText(practitioner.keys, who)
    if (!found.has(key)) found.set(key, keyText(organization.keys, where))
  }
  return found
}

/** The practice that the Patient resource itself names: its managing organization, else that of the general practitioner. */
function namedPractices(store: Store, patients: Table, practices: Practices): Int32Array {
  const managing = patients.column('managing_organization_id', 'reference')
  const general = patients.column('general_practitioner_id', 'reference')
  const roles = organizationOfPractitioner(store)
  const ofManaging = numberKeys(managing, (key) => practiceOfKey(key, practices))
  const ofGeneral = numberKeys(general, (key) => practiceOfProvider(key, practices, roles))
  return Int32Array.from({ length: store.patients }, (_, patient) => {
    const first = managing.codes[patient]!
    if (first >= 0) return ofManaging[first]!
    const second = general.codes[patient]!
    return second < 0 ? -1 : ofGeneral[second]!
  })
}

/** The practice of each visit, -1 without: the service provider of the encounter; in data without encounters that of the claim. */
function visitPractices(
  store: Store,
  practices: Practices
): { readonly table: Table | undefined; readonly practiceOf: Int32Array } {
  const claims = claimVisits(store)
  if (claims !== undefined) {
    const roles = organizationOfPractitioner(store)
    const ofClaim = claims.providers((key) => practiceOfProvider(key, practices, roles))
    return {
      table: claims.table,
      practiceOf: ofClaim.map((practice, row) => (claims.counts[row] === 1 ? practice : -1))
    }
  }
  const table = store.tables.get('encounter')
  if (table === undefined) return { table, practiceOf: new Int32Array(0) }
  const happened = tookPlace(table)
  const provider = table.column('service_provider_id', 'reference')
  const ofProvider = numberKeys(provider, (key) => practiceOfKey(key, practices))
  return {
    table,
    practiceOf: provider.codes.map((code, row) => (code < 0 || happened[row] === 0 ? -1 : ofProvider[code]!))
  }
}

/** Practice of an organization, or of a practitioner with a role at one. */
function practiceOfProvider(key: string, practices: Practices, roles: ReadonlyMap<string, string>): number {
  if (key.startsWith('Organization/')) return practices.code(key.slice(13))
  const organization = roles.get(key.startsWith('Practitioner/') ? key.slice(13) : key)
  return organization === undefined ? -1 : practices.code(organization)
}

/**
 * The practice a person belongs to on the date: the managing organization of the Patient, else the general
 * practitioner's organization, else the service provider of most encounters in the 24 months up to the date (of equals,
 * the one seen last); in data without encounters the provider of most claims for visits.
 */
export function practiceDimension(store: Store): Dimension {
  const about = readOnce(() => {
    const { values, named } = practicesOf(store)
    // Where every Patient names one, no visit decides.
    return { values, fixed: named?.every((practice) => practice >= 0) === true }
  })
  return {
    id: 'practice',
    label: common.practice,
    group: 'place-and-payer',
    hidden: false,
    get fixed() {
      return about().fixed
    },
    get values() {
      return about().values
    },
    codes: (asOf) => codesOf(practicesOf(store), store.patients, asOf)
  }
}

/** The practices of a store's people. */
interface PersonPractices {
  readonly values: readonly DimensionValue[]
  /** Index into `values` of each practice. */
  readonly place: ArrayLike<number>
  /** The practice that each Patient names, -1 without; undefined where there are none. */
  readonly named: Int32Array | undefined
  readonly table: Table | undefined
  /** The practice of each visit, -1 without. */
  readonly practiceOf: Int32Array
}

const known = new DerivedValues<Store, PersonPractices>()

function practicesOf(store: Store): PersonPractices {
  return known.get(store, () => {
    const practices = new Practices(organizationLabels(store))
    const patients = store.tables.get('patient')
    const named = patients && namedPractices(store, patients, practices)
    const visits = visitPractices(store, practices)
    const { sorted, place } = inOrderOfValues(practices.values)
    return { values: [...sorted, notRecorded], place, named, ...visits }
  })
}

function codesOf(practices: PersonPractices, people: number, asOf: number): Codes {
  const { values, place, named, table, practiceOf: practiceOfVisit } = practices
  const [offsets, days] = [table?.patientOffsets, table?.day]
  const visits = new Int32Array(values.length)
  const practiceVisitedMost = (patient: number, since: number): number => {
    if (days === undefined || offsets === undefined) return -1
    const first = offsets[patient]!
    const end = offsets[patient + 1]!
    const practiceOf = (row: number): number => (days[row]! > asOf ? -1 : practiceOfVisit[row]!)
    let from = end
    while (from > first && days[from - 1]! >= since) from--
    let maxVisits = 0
    for (let row = from; row < end; row++) {
      const practice = practiceOf(row)
      if (practice >= 0) maxVisits = Math.max(maxVisits, ++visits[practice]!)
    }
    let best = -1
    for (let row = end - 1; row >= from && best < 0 && maxVisits > 0; row--) {
      const practice = practiceOf(row)
      if (practice >= 0 && visits[practice] === maxVisits) best = practice
    }
    for (let row = from; row < end; row++) {
      const practice = practiceOf(row)
      if (practice >= 0) visits[practice] = 0
    }
    return best
  }
  const codes = emptyCodes(people, values.length)
  const since = windowStart(asOf, 24)
  for (let patient = 0; patient < codes.length; patient++) {
    const namedPractice = named === undefined ? -1 : named[patient]!
    const practice = namedPractice >= 0 ? namedPractice : practiceVisitedMost(patient, since)
    codes[patient] = practice < 0 ? values.length - 1 : place[practice]!
  }
  return codes
}
