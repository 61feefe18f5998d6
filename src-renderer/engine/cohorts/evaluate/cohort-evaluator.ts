import { engineCohortsEvaluateMessages as m } from '#messages/engine/cohorts/evaluate.ts'
import { AppError } from '#shared/app-error.ts'
import { countBits, emptyBitset, fullBitset, intersect, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { PartCache } from '../../population/selection/part-cache.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import type { CohortDefinition, CohortNode, IndexEvent } from '../definition/cohort-definition.ts'
import type { Criterion, CriterionOf, EventQuery } from '../definition/criteria.ts'
import { criteriaOf } from '../definition/walk-definition.ts'
import { windowDays, isFromIndex } from '../events/day-window.ts'
import type { EventSeries } from '../events/event-series.ts'
import { findEvents, type EventContext } from '../events/find-events.ts'
import { eventTruth, sequenceTruth, type Dates } from './event-truths.ts'
import { numberTruth } from './number-truth.ts'
import {
  ageTruth,
  costTruth,
  enrollmentTruth,
  filterTruth,
  outside,
  peopleTruth,
  registryTruth
} from './person-truths.ts'
import { joinTruths, known, undecidable, type Truth } from './truth.ts'

/** Bytes of events and of answers to criteria that are cached. */
const EVENT_BYTES = 192 * 1024 * 1024
const TRUTH_BYTES = 32 * 1024 * 1024

/** What criteria refer to besides the records. */
export interface CohortContext extends EventContext {
  /** @returns the people, or within a sentence why they cannot be told */
  measure(criterion: CriterionOf<'measure'>, asOf: Day): Bitset | string
  cohort(id: string): CohortDefinition | undefined
}

/** A node with what it says of everybody. */
export interface EvaluatedNode {
  readonly node: CohortNode
  readonly truth: Truth
  /** Of a group. */
  readonly nodes: readonly EvaluatedNode[]
}

/** A definition evaluated on a date. */
export interface EvaluatedCohort {
  readonly definition: CohortDefinition
  readonly asOf: Day
  /** Who is looked at before there is any criterion. */
  readonly start: Bitset
  /** Those of them who have the index event; the same without one. */
  readonly entry: Bitset
  /** Why nobody's index event can be told. */
  readonly entryReason: string | undefined
  /** Index date per person, `NO_DAY` for those without; undefined without an index event. */
  readonly index: Int32Array | undefined
  readonly steps: readonly EvaluatedNode[]
  readonly people: Bitset
  /** Those who may belong to it; the data cannot tell. */
  readonly unknown: Bitset
}

/** Evaluates definitions over one population. What was evaluated before is cached by criterion. */
export class CohortEvaluator {
  readonly population: PopulationView
  readonly #context: CohortContext
  readonly #events: PartCache<EventSeries>
  readonly #truths: PartCache<Truth>

  constructor(population: PopulationView, context: CohortContext) {
    this.population = population
    this.#context = context
    this.#events = new PartCache(population.store, EVENT_BYTES)
    this.#truths = new PartCache(population.store, TRUTH_BYTES)
  }

  /** The events of a query, whatever their days. */
  events(query: EventQuery): EventSeries {
    const key = `${this.#context.lists.version} ${JSON.stringify(query)}`
    return this.#events.get(
      key,
      () => findEvents(this.population.store, query, this.#context),
      (series) => series.days.byteLength * 2 + series.table.byteLength + series.offsets.byteLength
    )
  }

  /** @throws AppError `invalid-input` for cohorts that use each other in a circle */
  evaluate(definition: CohortDefinition, asOf: Day, within: readonly string[] = []): EvaluatedCohort {
    const { population } = this
    const { patients } = population.store
    const start =
      definition.people === 'all'
        ? fullBitset(patients)
        : population.select(asOf, [{ dimension: 'living', values: ['living'] }])
    const found = definition.index === undefined ? undefined : this.#index(definition.index, asOf)
    const entry = found === undefined ? start : intersect(start, found.people)
    const dates: Dates = { asOf, index: found?.days }
    const indexKey = definition.index === undefined ? '' : JSON.stringify(definition.index)
    const steps = definition.steps.map((step) => this.#node(step, dates, indexKey, within))
    const all = joinTruths(
      'all',
      steps.map(({ truth }) => truth),
      patients
    )
    const isOpen = found?.reason !== undefined
    return {
      definition,
      asOf,
      start,
      entry,
      entryReason: found?.reason,
      index: found?.days,
      steps,
      people: intersect(entry, all.yes),
      unknown: isOpen ? start : intersect(entry, all.unknown)
    }
  }

  #index(
    { pick, event, when }: IndexEvent,
    asOf: Day
  ): { readonly days: Int32Array; readonly people: Bitset; readonly reason: string | undefined } {
    const { store } = this.population
    const series = this.events(event)
    const days = new Int32Array(store.patients).fill(NO_DAY)
    const people = emptyBitset(store.patients)
    const { from, to } = windowDays(when, asOf, asOf)
    for (let patient = 0; patient < store.patients; patient++) {
      for (let index = series.offsets[patient]!; index < series.offsets[patient + 1]!; index++) {
        const day = series.days[index]!
        if (day > to) break
        if (day < from || day === NO_DAY) continue
        days[patient] = day
        if (pick === 'first') break
      }
      if (days[patient] !== NO_DAY) setBit(people, patient)
    }
    return { days, people, reason: series.missing }
  }

  #node(node: CohortNode, dates: Dates, indexKey: string, within: readonly string[]): EvaluatedNode {
    if (!('criteria' in node)) return { node, truth: this.#criterion(node, dates, indexKey, within), nodes: [] }
    const nodes = node.criteria.map((each) => this.#node(each, dates, indexKey, within))
    const truth = joinTruths(
      node.type,
      nodes.map((each) => each.truth),
      this.population.store.patients
    )
    return { node, truth, nodes }
  }

  #criterion(criterion: Criterion, dates: Dates, indexKey: string, within: readonly string[]): Truth {
    const { patients } = this.population.store
    const { type } = criterion
    if (type === 'people') return peopleTruth(criterion, this.population.store)
    if (type === 'cohort') return this.#cohort(criterion, dates.asOf, within)
    // The population caches whom filters select, and forgets it when they mean something else.
    if (type === 'filter') return this.#filter(criterion, dates.asOf)
    if (type === 'measure') {
      const found = this.#context.measure(criterion, dates.asOf)
      return typeof found === 'string' ? undecidable(patients, found) : known(found)
    }
    const version = type === 'event' || type === 'sequence' ? this.#context.lists.version : 0
    const key = [version, dates.asOf, usesIndex(criterion) ? indexKey : '', JSON.stringify(criterion)].join(' ')
    return this.#truths.get(
      key,
      () => this.#compute(criterion, dates),
      ({ yes, unknown }) => yes.byteLength + unknown.byteLength
    )
  }

  #compute(
    criterion: Exclude<Criterion, CriterionOf<'people' | 'cohort' | 'measure' | 'filter'>>,
    dates: Dates
  ): Truth {
    const { population } = this
    const { store } = population
    switch (criterion.type) {
      case 'event':
        return eventTruth(criterion, this.events(criterion.event), dates)
      case 'sequence':
        return sequenceTruth(criterion, this.events(criterion.first), this.events(criterion.then), dates)
      case 'age':
        return ageTruth(criterion, store, dates)
      case 'number':
        return numberTruth(criterion, population, dates.asOf)
      case 'enrollment':
        return enrollmentTruth(criterion, store, dates)
      case 'registry':
        return registryTruth(criterion, population, dates)
      case 'cost':
        return costTruth(criterion, store, dates)
    }
  }

  #filter(criterion: CriterionOf<'filter'>, asOf: Day): Truth {
    const { population } = this
    try {
      const { values } = population.dimension(criterion.dimension)
      return filterTruth(criterion, { values, codes: population.codes(criterion.dimension, asOf) })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error
      return undecidable(population.store.patients, m.theseDataHaveNoSuchFilter)
    }
  }

  #cohort({ cohort: id, exclude }: CriterionOf<'cohort'>, asOf: Day, within: readonly string[]): Truth {
    const definition = this.#context.cohort(id)
    if (definition === undefined) return undecidable(this.population.store.patients, m.theCohortThatItNamesWas)
    if (within.includes(id)) throw new AppError('invalid-input', m.theCohortUsesItselfThroughOther(definition.title))
    const { people, unknown } = this.evaluate(definition, asOf, [...within, id])
    if (exclude === true) return known(outside(people, this.population.store.patients))
    const isOpen = countBits(unknown) > 0
    return { yes: people, unknown, reason: isOpen ? m.theCohortCannotBeDetermined(definition.title) : undefined }
  }
}

function usesIndex(criterion: Criterion): boolean {
  switch (criterion.type) {
    case 'event':
      return isFromIndex(criterion.when)
    case 'sequence':
      return isFromIndex(criterion.firstWhen)
    case 'registry':
      return isFromIndex(criterion.firstRecorded)
    case 'age':
    case 'enrollment':
      return criterion.at === 'index'
    default:
      return false
  }
}

/** Refuses a definition that counts from an index date and names no index event. @throws AppError `invalid-input` */
export function refuseMissingIndex({ index, steps }: CohortDefinition): void {
  if (index === undefined && Array.from(criteriaOf(steps)).some(usesIndex))
    throw new AppError('invalid-input', m.aCriterionCountsFromTheIndex)
}
