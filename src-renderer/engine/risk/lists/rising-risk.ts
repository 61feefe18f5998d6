import { engineRiskListsMessages as m } from '#messages/engine/risk/lists.ts'
import { nouns } from '#messages/nouns.ts'
import { countedNoun } from '#shared/messages/plural.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { Day } from '../../base/figures/filter.ts'
import { paidByPerson } from '../../population/selection/paid-dimension.ts'
import { paidClaims } from '../../population/claims/paid-claims.ts'
import { stayFacts } from '../discharge/stay-facts.ts'
import type { RiskView, WeightedIndex } from '../view/risk-view.ts'
import { entryByPatient } from '../../population/registries/membership-days.ts'

/** Days over which risk is compared. */
export const risingWindows = [30, 90] as const
/** One of {@link risingWindows}. */
export type RisingWindow = (typeof risingWindows)[number]

/** What each kind of reason is. */
export const risingKinds = ['stay', 'emergency', 'condition', 'comorbidity', 'cost'] as const
/** One of {@link risingKinds}. */
export type RisingKind = (typeof risingKinds)[number]

/** Why somebody's risk rises. */
export interface RisingReason {
  readonly kind: RisingKind
  readonly text: string
}

/** A person whose risk rises. */
export interface RisingRow {
  readonly patient: number
  readonly reasons: readonly RisingReason[]
  /** By how much it stands before others: more reasons, and of as many the more serious first one. */
  readonly weight: number
}

/** What a cost has to come to, in US dollars, and how many times the cost before it. */
const risingCost = { least: 5000, times: 2 } as const

/** The rule in words, for definitions. */
export const risingRule = m.aReasonIsMoreInpatientStays(
  risingCost.least.toLocaleString(activeLocale),
  risingCost.times === 2 ? m.twice : risingCost.times
)

/** Everybody with a reason, those with the most reasons first. */
export function risingPeople(view: RiskView, asOf: Day, window: RisingWindow): readonly RisingRow[] {
  return view.cached(`rising ${window}@${asOf}`, () => findRising(view, asOf, window))
}

function findRising(view: RiskView, asOf: Day, window: RisingWindow): readonly RisingRow[] {
  const { population } = view
  const { store } = population
  const finders = [
    stayReason(view, asOf, window),
    emergencyReason(view, asOf, window),
    conditionReason(view, asOf, window),
    comorbidityReason(view, asOf, window),
    costReason(view, asOf, window)
  ]
  const living = population.codes('living', asOf)
  const alive = population.dimension('living').values.findIndex(({ value }) => value === 'living')
  const rows: RisingRow[] = []
  for (let patient = 0; patient < store.patients; patient++) {
    if (living[patient] !== alive) continue
    const reasons = finders.flatMap((find) => find(patient) ?? [])
    if (reasons.length > 0) rows.push({ patient, reasons, weight: weightOf(reasons) })
  }
  return rows.toSorted((left, right) => right.weight - left.weight || left.patient - right.patient)
}

function weightOf(reasons: readonly RisingReason[]): number {
  return reasons.length * risingKinds.length + (risingKinds.length - risingKinds.indexOf(reasons[0]!.kind))
}

type Finder = (patient: number) => RisingReason | undefined

function counted(days: readonly Day[], asOf: Day, window: number): readonly [now: number, before: number] {
  const within = (from: Day, to: Day): number => days.filter((day) => day > from && day <= to).length
  return [within(asOf - window, asOf), within(asOf - 2 * window, asOf - window)]
}

function stayReason({ population }: RiskView, asOf: Day, window: number): Finder {
  const facts = stayFacts(population.store)
  return (patient) => {
    const [now, before] = counted(facts.admissions(patient), asOf, window)
    if (now <= before) return undefined
    return {
      kind: 'stay',
      text: m.inDaysInTheBefore(countedNoun(now, nouns.inpatientStay), window, before)
    }
  }
}

function emergencyReason({ population }: RiskView, asOf: Day, window: number): Finder {
  const facts = stayFacts(population.store)
  return (patient) => {
    const days = facts.emergency(patient).map(({ day }) => day)
    const [now, before] = counted(days, asOf, window)
    if (now < 2 || now <= before) return undefined
    return {
      kind: 'emergency',
      text: m.inDaysInTheBefore(countedNoun(now, nouns.emergencyVisit), window, before)
    }
  }
}

function conditionReason({ population }: RiskView, asOf: Day, window: number): Finder {
  const { index } = population
  const registries = index.registries.map((registry) => ({
    title: registry.title,
    entry: entryByPatient(index.membership(registry)),
    members: population.codes(`registry:${registry.id}`, asOf)
  }))
  return (patient) => {
    const fresh = registries.filter(
      ({ entry, members }) => members[patient] === 1 && entry[patient]! > asOf - window && entry[patient]! <= asOf
    )
    if (fresh.length === 0) return undefined
    return { kind: 'condition', text: m.firstOnRecord(fresh.map(({ title }) => title).join(', ')) }
  }
}

function comorbidityReason(view: RiskView, asOf: Day, window: number): Finder {
  const weighted: WeightedIndex | undefined = view.weighted.find(({ weights }) => weights.id === 'charlson-2011')
  if (weighted === undefined) return () => undefined
  const now = view.scores(weighted, asOf)
  const before = view.scores(weighted, asOf - window)
  return (patient) => {
    if (!(now[patient]! > before[patient]!)) return undefined
    return { kind: 'comorbidity', text: m.charlsonScoreFromTo(before[patient]!, now[patient]!) }
  }
}

function costReason({ population: { store } }: RiskView, asOf: Day, window: number): Finder {
  if (paidClaims(store) === undefined) return () => undefined
  const now = paidByPerson(store, asOf - window + 1, asOf)
  const before = paidByPerson(store, asOf - 2 * window + 1, asOf - window)
  const dollars = (amount: number): string => `$${Math.round(amount).toLocaleString(activeLocale)}`
  return (patient) => {
    const [cost, earlier] = [now[patient]!, before[patient]!]
    if (cost < risingCost.least || cost < risingCost.times * earlier) return undefined
    return {
      kind: 'cost',
      text: m.paidInDaysInTheBefore(dollars(cost), window, dollars(earlier))
    }
  }
}
