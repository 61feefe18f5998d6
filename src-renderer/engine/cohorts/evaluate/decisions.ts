import { engineCohortsEvaluateMessages as m } from '#messages/engine/cohorts/evaluate.ts'
import { ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { hasBit } from '../../base/kernels/bitset.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { CohortDefinition } from '../definition/cohort-definition.ts'
import type { Criterion, EventQuery, Window } from '../definition/criteria.ts'
import type { EventSeries } from '../events/event-series.ts'
import type { PeopleEvaluator } from './people-evaluator.ts'
import type { CohortEvaluator, EvaluatedCohort, EvaluatedNode } from './cohort-evaluator.ts'
import { rangeFor, sequencePair, type Dates } from './event-truths.ts'
import { answerOf } from './person-truths.ts'
import { recordText } from './record-text.ts'
import { placeInMembership } from '../../population/registries/membership-days.ts'

/** A record that decided about a person, or that was looked at and does not count. */
export interface DecidingRow {
  readonly resourceType: string
  /** Place in the resource index of the population. */
  readonly index: number
  readonly day: Day | undefined
  /** Code, and value of a result. */
  readonly text: string
  /** Why it does not count; undefined where it does. */
  readonly outside?: 'before-window' | 'after-window' | 'other-value' | undefined
}

/** What a node says of one person, and by which records. */
export interface Decision {
  readonly answer: 'yes' | 'no' | 'unknown'
  /** What the data say where there are no records to show, such as an age. */
  readonly fact: string | undefined
  readonly rows: readonly DecidingRow[]
  readonly nodes: readonly Decision[]
}

/** How a definition comes out for one person. */
export interface DecidedPerson {
  readonly answer: Decision['answer']
  readonly index: Day | undefined
  readonly indexRows: readonly DecidingRow[]
  readonly steps: readonly Decision[]
}

/** Rows of each kind that are shown of one criterion. */
const MOST_ROWS = 8
const OTHER_VALUES = 3

/** Tells how a definition came out for a person of a population. @param number of the person */
export function decide(
  evaluator: PeopleEvaluator,
  definition: CohortDefinition,
  asOf: Day,
  number: number
): DecidedPerson {
  const { shard, person } = evaluator.population.shardOf(number)
  return decideIn(evaluator.inShard(shard), definition, asOf, person)
}

function decideIn(evaluator: CohortEvaluator, definition: CohortDefinition, asOf: Day, patient: number): DecidedPerson {
  const evaluated = evaluator.evaluate(definition, asOf)
  const { index, people, unknown } = evaluated
  const day = index?.[patient]
  const dates: Dates = { asOf, index }
  return {
    answer: hasBit(people, patient) ? 'yes' : hasBit(unknown, patient) ? 'unknown' : 'no',
    index: day === NO_DAY ? undefined : day,
    indexRows: indexRows(evaluator, evaluated, patient),
    steps: evaluated.steps.map((step) => decisionOf(evaluator, step, dates, patient))
  }
}

function indexRows(evaluator: CohortEvaluator, { definition, index }: EvaluatedCohort, patient: number): DecidingRow[] {
  if (definition.index === undefined || index === undefined || index[patient] === NO_DAY) return []
  const series = evaluator.events(definition.index.event)
  return eventsOf(series, patient)
    .filter((event) => series.days[event] === index[patient])
    .slice(0, 1)
    .map((event) => rowOf(evaluator, series, event))
}

function decisionOf(
  evaluator: CohortEvaluator,
  { node, truth, nodes }: EvaluatedNode,
  dates: Dates,
  patient: number
): Decision {
  const answer = answerOf(truth, patient)
  const rows = 'criteria' in node ? [] : rowsOf(evaluator, node, dates, patient)
  const hasRecords = node.type === 'event' || node.type === 'sequence'
  return {
    answer: answer === undefined ? 'unknown' : answer ? 'yes' : 'no',
    fact:
      answer === undefined && truth.reason !== undefined
        ? m.cannotBeDetermined(truth.reason)
        : 'criteria' in node
          ? undefined
          : hasRecords && rows.length === 0
            ? m.noSuchRecord
            : factOf(evaluator, node, dates, patient),
    rows,
    nodes: nodes.map((each) => decisionOf(evaluator, each, dates, patient))
  }
}

function eventsOf({ offsets }: EventSeries, patient: number): number[] {
  const first = offsets[patient]!
  return Array.from({ length: offsets[patient + 1]! - first }, (_, index) => first + index)
}

function rowOf({ population }: CohortEvaluator, series: EventSeries, event: number): DecidingRow {
  const { store, shard } = population
  const table = store.table(series.tables[series.table[event]!]!)
  const row = series.rows[event]!
  const day = series.days[event]!
  return {
    resourceType: table.resourceType,
    index: shard.resourceNumber(table.resourceType, table.resource[row]!),
    day: day === NO_DAY ? undefined : day,
    text: recordText(store, table, row)
  }
}

function windowRows(
  evaluator: CohortEvaluator,
  query: EventQuery,
  window: Window | undefined,
  dates: Dates,
  patient: number
): DecidingRow[] {
  const series = evaluator.events(query)
  const { from, to } = rangeFor(window, dates)(patient)
  const rows = eventsOf(series, patient).map((event): DecidingRow => {
    const day = series.days[event]!
    const row = rowOf(evaluator, series, event)
    if (day > to) return { ...row, outside: 'after-window' }
    return day < from ? { ...row, outside: 'before-window' } : row
  })
  const inside = rows.filter(({ outside }) => outside === undefined)
  const others = rows.filter(({ outside }) => outside !== undefined)
  return [
    ...inside.slice(-MOST_ROWS),
    ...others.slice(-MOST_ROWS),
    ...otherValues(evaluator, query, rows.length, patient)
  ]
}

/** The last results that do not pass, where none passes. */
function otherValues(evaluator: CohortEvaluator, query: EventQuery, passing: number, patient: number): DecidingRow[] {
  const { value, ...any } = query
  if (value === undefined || passing > 0) return []
  const series = evaluator.events(any)
  return eventsOf(series, patient)
    .slice(-OTHER_VALUES)
    .map((event) => ({ ...rowOf(evaluator, series, event), outside: 'other-value' }))
}

function rowsOf(evaluator: CohortEvaluator, criterion: Criterion, dates: Dates, patient: number): DecidingRow[] {
  if (criterion.type === 'event') return windowRows(evaluator, criterion.event, criterion.when, dates, patient)
  if (criterion.type !== 'sequence') return []
  const [first, then] = [evaluator.events(criterion.first), evaluator.events(criterion.then)]
  const range = rangeFor(criterion.firstWhen, dates)(patient)
  const pair = sequencePair(criterion, first, then, patient, range, dates.asOf)
  if (pair !== undefined) return [rowOf(evaluator, first, pair[0]), rowOf(evaluator, then, pair[1])]
  return [
    ...windowRows(evaluator, criterion.first, criterion.firstWhen, dates, patient),
    ...windowRows(evaluator, criterion.then, undefined, dates, patient)
  ]
}

/** What the data say of a person in a few words, for criteria that no single record decides. */
function factOf(
  { population }: CohortEvaluator,
  criterion: Criterion,
  dates: Dates,
  patient: number
): string | undefined {
  if (criterion.type === 'age') {
    const born = population.store.tables.get('patient')?.column('birth_date', 'date').days[patient] ?? NO_DAY
    const day = criterion.at === 'index' && dates.index !== undefined ? dates.index[patient]! : dates.asOf
    return born === NO_DAY || day === NO_DAY
      ? undefined
      : m.ageBornBorn(Math.min(90, ageAt(born, day)), ageAt(born, day) >= 90 ? '+' : '')
  }
  if (criterion.type === 'filter') {
    const dimension = population.dimensions.find(({ id }) => id === criterion.dimension)
    const code = dimension === undefined ? -1 : population.codes(dimension.id, dates.asOf)[patient]!
    return dimension === undefined ? undefined : (dimension.values[code]?.label ?? m.doesNotApply)
  }
  if (criterion.type === 'registry') {
    const registry = population.index.registries.find(({ id }) => id === criterion.registry)
    const membership = registry && population.index.membership(registry)
    const day = membership?.entry[placeInMembership(membership, patient)]
    if (day === undefined) return m.noEvidenceOfTheCondition
    return day === NO_DAY
      ? m.recordedWithoutADate
      : m.firstRecordedOn(new Date(day * 86_400_000).toISOString().slice(0, 10))
  }
  return undefined
}
