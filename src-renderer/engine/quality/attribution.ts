import { keyText, numberKeys } from '../store/model/reference-keys.ts'
import { NO_DAY } from '../base/fhir/missing.ts'
import type { Store } from '../store/model/store.ts'
import { addMonths } from '../base/fhir/calendar.ts'
import type { Day } from '../base/figures/filter.ts'
import type { Population } from '../selection/population.ts'
import { idText } from '../selection/id-text.ts'
import { tookPlace } from '../selection/visit-dimensions.ts'
import type { AttributionReason } from './attribution-result.ts'
import type { AttributionSettings } from './quality-input.ts'

/** Somebody who cares for people. */
export interface Provider {
  /** Id of the Practitioner. */
  readonly id: string
  readonly label: string
}

/** Who everybody is assigned to on a date. Indices into `providers`; -1 for nobody. */
export interface Attribution {
  readonly providers: readonly Provider[]
  readonly provider: Int32Array
  readonly reason: Uint8Array
  /** Visits with the provider within the months that count. */
  readonly visits: Uint16Array
  readonly runnerUp: Int32Array
  readonly runnerUpVisits: Uint16Array
}

/** Reasons as small numbers. */
export const attributionReasons: readonly AttributionReason[] = [
  'general-practitioner',
  'most-visits',
  'most-visits-latest',
  'most-visits-first-name',
  'nobody'
]

/** The reasons as people read them. */
export const reasonLabels: Readonly<Record<AttributionReason, string>> = {
  'general-practitioner': 'PCP on record',
  'most-visits': 'Most visits',
  'most-visits-latest': 'Most visits with another, seen last',
  'most-visits-first-name': 'Most visits with another, first by name',
  nobody: 'Nobody'
}

/** One provider among those whom a person saw. */
interface Candidate {
  readonly provider: number
  readonly visits: number
  readonly last: Day
}

/** Names of practitioners by reference key, each with a small number. */
class Names {
  readonly list: Provider[] = []
  readonly #codes = new Map<string, number>()
  readonly #labels: ReadonlyMap<string, string>

  constructor(store: Store) {
    this.#labels = labels(store)
  }

  /** @param key id of a Practitioner, with `Practitioner/` or without; -1 for keys of other types */
  code(key: string): number {
    const slash = key.indexOf('/')
    if (slash >= 0 && !key.startsWith('Practitioner/')) return -1
    const id = slash < 0 ? key : key.slice(slash + 1)
    let code = this.#codes.get(id)
    if (code === undefined) {
      code = this.list.push({ id, label: this.#labels.get(id) ?? id }) - 1
      this.#codes.set(id, code)
    }
    return code
  }
}

function labels(store: Store): Map<string, string> {
  const found = new Map<string, string>()
  const table = store.tables.get('practitioner')
  if (table === undefined) return found
  const ids = table.column('id', 'id')
  const family = table.column('family', 'dictionary')
  const given = table.column('given', 'dictionary')
  const text = ({ codes, values }: typeof family, row: number): string => (codes[row]! < 0 ? '' : values[codes[row]!]!)
  for (let row = 0; row < table.rows; row++) {
    const name = `${text(given, row)} ${text(family, row)}`.trim()
    if (name !== '') found.set(idText(ids, row), name)
  }
  return found
}

/** Practitioners named by roles: keys `PractitionerRole/…` of the Patient lead to whom the role is of. */
function roleHolders(store: Store): Map<string, string> {
  const found = new Map<string, string>()
  const roles = store.tables.get('practitioner_role')
  if (roles === undefined) return found
  const ids = roles.column('id', 'id')
  const { codes, keys } = roles.column('practitioner_id', 'reference')
  for (let row = 0; row < roles.rows; row++) {
    if (codes[row]! >= 0) found.set(`PractitionerRole/${idText(ids, row)}`, keyText(keys, codes[row]!))
  }
  return found
}

/** Everybody who cares for people, and whom the data name; the same for all settings and dates. */
export interface Providers {
  readonly list: readonly Provider[]
  /** Practitioner whom the Patient names, per patient. */
  readonly named: Int32Array | undefined
  /** Practitioner per encounter. */
  readonly seen: Int32Array
}

/** Reads all providers of a population, once. */
export function providersOf(population: Population): Providers {
  const { store } = population
  return population.once('providers', () => {
    const names = new Names(store)
    const named = namedPractitioners(store, names)
    const column = store.tables.get('encounter')?.column('practitioner_id', 'reference')
    const ofKey = column && numberKeys(column, (key) => names.code(key))
    const seen = Int32Array.from(column?.codes ?? [], (code) => (code < 0 ? -1 : ofKey![code]!))
    return { list: names.list, named, seen }
  })
}

/** Encounters that count as visits, with the provider of each; -1 for those that do not. */
function visitProviders(store: Store, settings: AttributionSettings, { seen }: Providers): Int32Array {
  const table = store.tables.get('encounter')
  if (table === undefined) return new Int32Array(0)
  const happened = tookPlace(table)
  const classes = table.column('class', 'concept').ids
  const good = Uint8Array.from(store.concepts.codes, (code) =>
    settings.classes.length === 0 || settings.classes.includes(code) ? 1 : 0
  )
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const inClass = settings.classes.length === 0 || (classes[row]! >= 0 && good[classes[row]!] === 1)
    return happened[row] === 0 || !inClass ? -1 : seen[row]!
  })
}

/**
 * Assigns everybody to one provider by the rules of the settings: the general practitioner whom the Patient resource
 * names first, and whoever the person had most visits with in the months up to the date; of equally many, with whom the
 * last visit was, then the first name in the alphabet. The runner-up is the next by visits. The rules are those of
 * "plurality of visits" (Medicare Shared Savings Program, with visits in place of allowed charges, which EHR data lack).
 */
export function attribute(population: Population, settings: AttributionSettings, asOf: Day): Attribution {
  return population.once(`attribution:${JSON.stringify(settings)}@${asOf}`, () =>
    compute(population.store, providersOf(population), settings, asOf)
  )
}

function compute(store: Store, providers: Providers, settings: AttributionSettings, asOf: Day): Attribution {
  const ofVisit = visitProviders(store, settings, providers)
  const table = store.tables.get('encounter')
  const since = addMonths(asOf, -settings.months)
  const result = {
    providers: providers.list,
    provider: new Int32Array(store.patients).fill(-1),
    reason: new Uint8Array(store.patients).fill(attributionReasons.indexOf('nobody')),
    visits: new Uint16Array(store.patients),
    runnerUp: new Int32Array(store.patients).fill(-1),
    runnerUpVisits: new Uint16Array(store.patients)
  }
  const visits = new Map<number, { visits: number; last: Day }>()
  for (let patient = 0; patient < store.patients; patient++) {
    visits.clear()
    const end = table?.patientOffsets?.[patient + 1] ?? 0
    for (let row = table?.patientOffsets?.[patient] ?? 0; row < end; row++) {
      const day = table!.day?.[row] ?? NO_DAY
      const provider = ofVisit[row]!
      if (provider < 0 || day === NO_DAY || day <= since || day > asOf) continue
      const seen = visits.get(provider)
      if (seen === undefined) visits.set(provider, { visits: 1, last: day })
      else {
        seen.visits++
        seen.last = day
      }
    }
    const ranked = rank(visits, settings, providers.list)
    assign(result, patient, providers.named?.[patient] ?? -1, ranked, settings)
  }
  return result
}

function namedPractitioners(store: Store, names: Names): Int32Array | undefined {
  const column = store.tables.get('patient')?.column('general_practitioner_id', 'reference')
  if (column === undefined) return undefined
  const holders = roleHolders(store)
  const ofKey = numberKeys(column, (key) => names.code(holders.get(key) ?? key))
  return Int32Array.from(column.codes, (code) => (code < 0 ? -1 : ofKey[code]!))
}

/** Whom the person saw, by the rules: most visits, then the tie-break, then the name, then the id. */
function rank(
  visits: ReadonlyMap<number, { readonly visits: number; readonly last: Day }>,
  { tie }: AttributionSettings,
  providers: readonly Provider[]
): readonly Candidate[] {
  const name = ({ provider }: Candidate): string => `${providers[provider]!.label} ${providers[provider]!.id}`
  return [...visits]
    .map(([provider, seen]) => ({ provider, ...seen }))
    .sort((a, b) => {
      const latest = tie === 'latest-visit' ? b.last - a.last : 0
      return b.visits - a.visits || latest || (name(a) < name(b) ? -1 : 1)
    })
}

function assign(
  result: Attribution,
  patient: number,
  named: number,
  ranked: readonly Candidate[],
  settings: AttributionSettings
): void {
  for (const rule of settings.rules) {
    const [first] = ranked
    const provider =
      rule === 'general-practitioner' ? named : first && first.visits >= settings.fewest ? first.provider : -1
    if (provider < 0) continue
    result.provider[patient] = provider
    result.visits[patient] = ranked.find((one) => one.provider === provider)?.visits ?? 0
    result.reason[patient] = attributionReasons.indexOf(
      rule === 'general-practitioner' ? rule : reasonAmong(ranked, settings)
    )
    break
  }
  const next = ranked.find((one) => one.provider !== result.provider[patient])
  if (next === undefined) return
  result.runnerUp[patient] = next.provider
  result.runnerUpVisits[patient] = next.visits
}

/** How the first of several was told from the second. */
function reasonAmong([first, second]: readonly Candidate[], { tie }: AttributionSettings): AttributionReason {
  if (first === undefined || second === undefined || first.visits > second.visits) return 'most-visits'
  return tie === 'latest-visit' && first.last > second.last ? 'most-visits-latest' : 'most-visits-first-name'
}
