import { engineMeasuresAttributionMessages as m } from '#messages/engine/measures/attribution.ts'
import { defined } from '#shared/language/defined.ts'
import { type Provider, type Providers, providersOf } from '../../population/selection/providers.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { windowStart } from '../../population/registries/control-band.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { claimVisits } from '../../population/selection/claim-visits.ts'
import { encounterClassCodes } from '../../population/claims/encounter-class.ts'
import { tookPlace } from '../../population/selection/visit-dimensions.ts'
import type { AttributionReason } from '../results/attribution-result.ts'
import type { AttributionSettings } from '../rates/measure-input.ts'

/** Who everybody is assigned to on a date. Indices into `providers`; -1 for nobody. */
export interface Attribution {
  readonly providers: readonly Provider[]
  readonly provider: Int32Array
  readonly reason: Uint8Array
  /** Visits with the provider within the months that count. */
  readonly visits: Uint16Array
  readonly runnerUp: Int32Array
  readonly runnerUpVisits: Uint16Array
  /** Claims stand for visits, because the data hold no encounters. */
  readonly isByClaims: boolean
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
const reasonLabels: Readonly<Record<AttributionReason, string>> = {
  'general-practitioner': m.pcpOnRecordCapitalized,
  'most-visits': m.mostVisits,
  'most-visits-latest': m.mostVisitsWithAnotherSeenLast,
  'most-visits-first-name': m.mostVisitsWithAnotherFirstBy,
  nobody: m.nobody
}

/** The reasons where claims stand for visits. */
const reasonLabelsByClaims: Readonly<Record<AttributionReason, string>> = {
  ...reasonLabels,
  'most-visits': m.mostVisitsOnClaims,
  'most-visits-latest': m.mostVisitsOnClaimsWithAnother,
  'most-visits-first-name': m.mostVisitsOnClaimsWithAnotherFirst
}

/** A reason as people read it. @param isByClaims claims stand for visits */
export function reasonLabel(reason: AttributionReason, isByClaims: boolean): string {
  return (isByClaims ? reasonLabelsByClaims : reasonLabels)[reason]
}

/** One provider among those whom a person saw. */
interface Candidate {
  readonly provider: number
  readonly visits: number
  readonly last: Day
}

/** Rows that may be visits, with the provider of each; -1 for those that are not. */
interface VisitRows {
  readonly table: Table | undefined
  readonly ofVisit: Int32Array
  readonly isByClaims: boolean
}

function visitRows(store: Store, settings: AttributionSettings, providers: Providers): VisitRows {
  const claims = claimVisits(store)
  if (claims === undefined) {
    const table = store.tables.get('encounter')
    return { table, ofVisit: encounterProviders(store, table, settings, providers), isByClaims: false }
  }
  const { table, counts } = claims
  const ofVisit = Int32Array.from(counts, (good, row) => (good === 1 ? defined(providers.billed)[row]! : -1))
  return { table, ofVisit, isByClaims: true }
}

/** Encounters that count as visits, with the provider of each; -1 for those that do not. */
function encounterProviders(
  store: Store,
  table: Table | undefined,
  settings: AttributionSettings,
  { seen }: Providers
): Int32Array {
  if (table === undefined) return new Int32Array(0)
  const happened = tookPlace(table)
  const classes = table.column('class', 'concept').ids
  const codesOf = encounterClassCodes(store.concepts)
  const good = Uint8Array.from(store.concepts.codes, (code, id) =>
    settings.classes.length === 0 || settings.classes.some((wanted) => wanted === code || wanted === codesOf[id])
      ? 1
      : 0
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
 * In data without encounters the visits are those that claims tell of.
 */
export function attribute(population: AllPeople, settings: AttributionSettings, asOf: Day): Attribution {
  return population.once(`attribution:${JSON.stringify(settings)}@${asOf}`, () => {
    const [first] = population.shards
    const of = <K extends AssignedColumn>(column: K): Attribution[K] =>
      population.values(assignedIn<K>, settings, asOf, column)
    return {
      providers: providersOf(defined(first)).list,
      provider: of('provider'),
      reason: of('reason'),
      visits: of('visits'),
      runnerUp: of('runnerUp'),
      runnerUpVisits: of('runnerUpVisits'),
      isByClaims: claimVisits(defined(first).store) !== undefined
    }
  })
}

type AssignedColumn = 'provider' | 'reason' | 'visits' | 'runnerUp' | 'runnerUpVisits'

function assignedIn<K extends AssignedColumn>(
  shard: PopulationView,
  settings: AttributionSettings,
  asOf: Day,
  column: K
): Attribution[K] {
  return attributionIn(shard, settings, asOf)[column]
}

/** As {@link attribute}, of the people of a shard. */
export function attributionIn(population: PopulationView, settings: AttributionSettings, asOf: Day): Attribution {
  return population.once(`attribution:${JSON.stringify(settings)}@${asOf}`, () =>
    compute(population.store, providersOf(population), settings, asOf)
  )
}

function compute(store: Store, providers: Providers, settings: AttributionSettings, asOf: Day): Attribution {
  const { table, ofVisit, isByClaims } = visitRows(store, settings, providers)
  const since = windowStart(asOf, settings.months)
  const result = {
    providers: providers.list,
    provider: new Int32Array(store.patients).fill(-1),
    reason: new Uint8Array(store.patients).fill(attributionReasons.indexOf('nobody')),
    visits: new Uint16Array(store.patients),
    runnerUp: new Int32Array(store.patients).fill(-1),
    runnerUpVisits: new Uint16Array(store.patients),
    isByClaims
  }
  const visits = new Map<number, { visits: number; last: Day }>()
  for (let patient = 0; patient < store.patients; patient++) {
    visits.clear()
    const end = table?.patientOffsets?.[patient + 1] ?? 0
    for (let row = table?.patientOffsets?.[patient] ?? 0; row < end; row++) {
      const day = defined(table).day?.[row] ?? NO_DAY
      const provider = ofVisit[row]!
      if (provider < 0 || day === NO_DAY || day < since || day > asOf) continue
      const seen = visits.get(provider)
      if (seen === undefined) visits.set(provider, { visits: 1, last: day })
      else if (!isByClaims || day !== seen.last) {
        seen.visits++
        seen.last = day
      }
    }
    const ranked = rank(visits, settings, providers.list)
    assign(result, patient, providers.named?.[patient] ?? -1, ranked, settings)
  }
  return result
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
    result.visits[patient] = ranked.find((item) => item.provider === provider)?.visits ?? 0
    result.reason[patient] = attributionReasons.indexOf(
      rule === 'general-practitioner' ? rule : reasonAmong(ranked, settings)
    )
    break
  }
  const next = ranked.find((item) => item.provider !== result.provider[patient])
  if (next === undefined) return
  result.runnerUp[patient] = next.provider
  result.runnerUpVisits[patient] = next.visits
}

/** How the first of several was told from the second. */
function reasonAmong([first, second]: readonly Candidate[], { tie }: AttributionSettings): AttributionReason {
  if (first === undefined || second === undefined || first.visits > second.visits) return 'most-visits'
  return tie === 'latest-visit' && first.last > second.last ? 'most-visits-latest' : 'most-visits-first-name'
}
