import { defined } from '#shared/language/defined.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { peopleBirths, peopleTexts } from '../../population/panels/person/people-facts.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { sortPairs } from '../../store/model/radix-sort.ts'
import { followUpDay } from '../gaps/follow-up-day.ts'
import { forEachGap } from '../gaps/gap-search.ts'
import { gapsOf } from '../gaps/gap-state.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { ratesOfRun, type Rate } from '../rates/rate.ts'
import { gapStatuses, needsAct } from '../results/gap-status.ts'
import { adherenceFor } from '../gaps/supply-days.ts'
import { unitDimension } from '../attribution/unit-dimensions.ts'
import { visitDays } from '../gaps/visit-days.ts'
import { orderGroups, type FoundGroup } from './worklist-groups.ts'
import type { GapSet, WorklistColumn } from '../results/worklist-result.ts'

type Params = Omit<MeasurePanelParams<'worklist'>, 'offset' | 'limit'>

/** All rows that a query finds, in order. An entry is `rate.index * patients + patient`. */
export interface FoundRows {
  readonly entries: Uint32Array
  readonly people: number
  /** Rows by status, for everything but the choice of statuses. */
  readonly statuses: Int32Array
  readonly owners: readonly string[]
  /** Sizes and values of groups, the largest first. */
  readonly groups: readonly FoundGroup[]
}

/** A number per entry to sort or group by. Missing values are {@link LAST}. */
type KeyOf = (rate: Rate, patient: number) => number

/** Stands last in both directions. */
const LAST = 0xffffffff
/** Days are moved up, so that keys are not negative. */
const DAY_SHIFT = 0x10000000

const cache = new WeakMap<MeasureInput, Map<string, FoundRows>>()
const MAX_CACHED_QUERIES = 4

/** Who takes care of gaps, in alphabetical order. */
function ownersOf(input: MeasureInput, asOf: number): readonly string[] {
  const owners = new Set<string>()
  for (const rate of ratesOfRun(input)) {
    for (const { work } of gapsOf(input, rate, asOf).recorded.values())
      if (work.owner !== undefined) owners.add(work.owner)
  }
  return [...owners].sort()
}

/** Finds, sorts and groups the rows of a worklist. The answer is cached, so that paging costs nothing. */
export function findRows(view: PeopleView, input: MeasureInput, params: Params): FoundRows {
  const { query, sort, groupBy, revealed } = params
  const key = JSON.stringify([view.population.version, view.asOf, view.filters, query, sort, groupBy, revealed])
  const ofInput = cache.get(input) ?? new Map<string, FoundRows>()
  cache.set(input, ofInput)
  const known = ofInput.get(key)
  if (known !== undefined) return known
  const found = search(view, input, params)
  ofInput.set(key, found)
  if (ofInput.size > MAX_CACHED_QUERIES) ofInput.delete(defined(ofInput.keys().next().value))
  return found
}

function search(view: PeopleView, input: MeasureInput, params: Params): FoundRows {
  const { query, revealed } = params
  const { count: patients } = view.population
  const wanted = gapStatuses.map((status) =>
    query.statuses.length === 0 ? status !== 'not-applicable' : query.statuses.includes(status)
  )
  const statuses = new Int32Array(gapStatuses.length)
  const inAny = new Uint8Array(patients)
  const entries: number[] = []
  forEachGap(view, input, { ...query, revealed }, (rate, patient, status) => {
    statuses[status]!++
    if (wanted[status] !== true) return
    inAny[patient] = 1
    entries.push(rate.index * patients + patient)
  })
  const owners = ownersOf(input, view.asOf)
  const ordered = order(view, input, params, Uint32Array.from(entries), owners)
  return {
    entries: ordered.entries,
    people: inAny.reduce((sum, bit) => sum + bit, 0),
    statuses,
    owners,
    groups: ordered.groups
  }
}

/** Sorts by patient, then rate, then the sort, then the size of the group: the sort is stable. */
function order(
  view: PeopleView,
  input: MeasureInput,
  { sort, groupBy, revealed }: Params,
  found: Uint32Array,
  owners: readonly string[]
): Pick<FoundRows, 'entries' | 'groups'> {
  const { count: patients } = view.population
  const rates = ratesOfRun(input)
  const entries = found.slice()
  const keys = new Uint32Array(entries.length)
  const sortBy = (keyOf: KeyOf, descending: boolean): void => {
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index]!
      const rate = Math.floor(entry / patients)
      const key = keyOf(rates[rate]!, entry - rate * patients)
      keys[index] = descending && key !== LAST ? LAST - 1 - key : key
    }
    sortPairs(keys, entries)
  }
  const keyOf = keyMaker(view, input, owners, revealed)
  sortBy((_, patient) => patient, false)
  sortBy(keyOf(sort.column), sort.descending)
  if (groupBy === undefined) return { entries, groups: [] }
  sortBy(keyOf(groupBy), false)
  return { entries, groups: orderGroups(keys, entries, groupBy === 'nextVisit' ? 'key' : 'size') }
}

/** The gaps in ranges `[first, end)` of the list. */
export function entriesAt(
  view: PeopleView,
  input: MeasureInput,
  { ranges, ...params }: MeasurePanelParams<'entries'>
): GapSet {
  const { entries } = findRows(view, input, params)
  return {
    rates: ratesOfRun(input).map(({ key }) => key),
    entries: ranges.flatMap(([first, end]) => [...entries.subarray(first, end)])
  }
}

/** The numbers that gaps have now; those of a rate that is no longer there are left out. */
export function entriesNow(view: PeopleView, input: MeasureInput, { rates, entries }: GapSet): readonly number[] {
  const { count: patients } = view.population
  const now = new Map(ratesOfRun(input).map(({ key, index }) => [key, index]))
  return entries.flatMap((entry) => {
    const rate = now.get(rates[Math.floor(entry / patients)] ?? '')
    return rate === undefined ? [] : [rate * patients + (entry % patients)]
  })
}

/** Where gaps stand in the list, in its order; those that are not in it are left out. */
export function placesOf(
  view: PeopleView,
  input: MeasureInput,
  { gaps, ...params }: MeasurePanelParams<'places'>
): readonly number[] {
  const soughtEntries = new Set(entriesNow(view, input, gaps))
  const places: number[] = []
  findRows(view, input, params).entries.forEach((entry, place) => {
    if (soughtEntries.has(entry)) places.push(place)
  })
  return places
}

/** Places of texts in alphabetical order. */
function ranksOf(texts: readonly string[]): Uint32Array {
  const ranks = new Uint32Array(texts.length)
  const compare = new Intl.Collator(activeLocale).compare
  const sorted = [...texts.keys()].sort((a, b) => compare(texts[a]!, texts[b]!) || a - b)
  sorted.forEach((code, rank) => {
    ranks[code] = rank
  })
  return ranks
}

function keyMaker(
  view: PeopleView,
  input: MeasureInput,
  owners: readonly string[],
  revealed: boolean
): (column: WorklistColumn) => KeyOf {
  const { population, asOf } = view
  return (column) => {
    switch (column) {
      case 'patient': {
        // The order of hidden names would give them away, so that it is that of the ids then.
        if (!revealed) return (_, patient) => patient
        const ranks = ranksOf(peopleTexts(population, 'name'))
        return (_, patient) => ranks[patient]!
      }
      case 'measure': {
        const ranks = ranksOf(ratesOfRun(input).map(({ title }) => title))
        return (rate) => ranks[rate.index]!
      }
      case 'status':
        return (rate, patient) => gapsOf(input, rate, asOf).status[patient]!
      case 'actBy':
        // What can still be done comes first; what has passed, last.
        return (rate, patient) => {
          const gaps = gapsOf(input, rate, asOf)
          if (!needsAct(gapStatuses[gaps.status[patient]!]!)) return LAST
          const day = gaps.actBy(patient)
          return day >= asOf ? day - asOf : DAY_SHIFT + asOf - day
        }
      case 'nextVisit': {
        const { next } = visitDays(population, asOf)
        return (_, patient) => (next[patient] === NO_DAY ? LAST : next[patient]! + DAY_SHIFT)
      }
      case 'owner':
        return (rate, patient) => {
          const owner = gapsOf(input, rate, asOf).recorded.get(patient)?.work.owner
          return owner === undefined ? LAST : owners.indexOf(owner)
        }
      case 'followUp':
        return (rate, patient) => {
          const day = followUpDay(gapsOf(input, rate, asOf).recorded.get(patient))
          return day === undefined ? LAST : day + DAY_SHIFT
        }
      case 'covered':
        return (rate, patient) => {
          const days = adherenceFor(rate, patient, asOf)
          if (days === undefined || days.daysSoFar === 0) return LAST
          return Math.round((days.coveredSoFar / days.daysSoFar) * 1_000_000)
        }
      case 'missing':
        return (rate, patient) => adherenceFor(rate, patient, asOf)?.missing ?? LAST
      case 'age': {
        const births = peopleBirths(population)
        return (_, patient) => (births[patient] === NO_DAY ? LAST : DAY_SHIFT - births[patient]!)
      }
      case 'provider':
      case 'practice':
      case 'payer': {
        const id = unitDimension(input, column)
        const ranks = ranksOf(population.dimension(id).values.map(({ label }) => label))
        const codes = population.codes(id, asOf)
        return (_, patient) => (codes[patient]! < 0 ? LAST : ranks[codes[patient]!]!)
      }
    }
  }
}
