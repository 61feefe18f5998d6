import { engineMeasuresExplainMessages as m } from '#messages/engine/measures/explain.ts'
import { listed } from '../rates/describe-name.ts'
import type { Aggregate, EvidenceFunction, Phrase, Position, Predicate, Relation } from './phrase.ts'

/** Writes a part of a phrase. */
type Write = (phrase: Phrase) => string

/** Relations that say what something is or where it lies, after a form of "to be". */
const complements: Readonly<Partial<Record<Relation, (object: string) => string>>> = {
  is: (object) => object,
  isNot: (object) => object,
  above: m.aboveObject,
  atLeast: m.atLeastObject,
  below: m.belowObject,
  atMost: m.atMostObject,
  in: m.inObject,
  before: m.beforeObject,
  onOrBefore: m.onOrBeforeObject,
  after: m.afterObject,
  onOrAfter: m.onOrAfterObject,
  sameAs: m.sameAsObject
}

/** Relations with a verb of their own. */
const verbs: Readonly<Partial<Record<Relation, (subject: string, negated: boolean, object: string) => string>>> = {
  within: m.subjectLiesIn,
  has: m.subjectHas,
  holds: m.subjectHolds,
  overlaps: m.subjectOverlaps,
  hasCodeIn: m.subjectHasCodeIn
}

/** Who or what a sentence is about, and whether there are several of it. */
export interface Subject {
  readonly text: string
  readonly plural: boolean
}

/** A statement as a sentence without its full stop: `age is at least 18`, `doses are not recorded`. */
export function sentenceText({ text, plural }: Subject, predicate: Predicate, negated: boolean, write: Write): string {
  switch (predicate.kind) {
    case 'recorded':
      return m.subjectIs(text, negated, plural, m.recorded)
    case 'oneOf':
    case 'position':
      return m.subjectIs(text, negated, plural, complementText(predicate, write))
    case 'relation': {
      const { relation } = predicate
      const verb = verbs[relation]
      if (verb !== undefined) return verb(text, negated, write(predicate.object))
      return m.subjectIs(text, negated !== (relation === 'isNot'), plural, complementText(predicate, write))
    }
  }
}

/** What a statement says of its subject, without the verb: `at least 18`, `in the period`. */
export function complementText(predicate: Predicate, write: Write): string {
  switch (predicate.kind) {
    case 'recorded':
      return m.recorded
    case 'oneOf':
      return listed(predicate.values.map(write))
    case 'position':
      return positionText(predicate.position, write)
    case 'relation': {
      const { relation, object } = predicate
      return (complements[relation] ?? m.inObject)(write(object))
    }
  }
}

const placing: ReadonlySet<Relation> = new Set(['in', 'within', 'before', 'onOrBefore', 'after', 'onOrAfter'])

/** Whether a predicate says where something lies in time, so that an event needs no verb before it. */
export function placed(predicate: Predicate): boolean {
  if (predicate.kind === 'relation') return placing.has(predicate.relation)
  return predicate.kind === 'position' && predicate.position.kind !== 'known' && predicate.position.kind !== 'from'
}

/** What aggregates are called before "of". */
export const aggregateTexts: Readonly<Record<Aggregate, string>> = {
  start: m.start,
  end: m.end,
  count: m.number,
  sum: m.sum,
  first: m.first,
  last: m.last,
  greatest: m.greatest,
  least: m.least,
  earliest: m.earliest,
  latest: m.latest
}

/** Units of time that durations are counted in, by the precision of CQL. */
export const unitTexts: ReadonlyMap<string, string> = new Map([
  ['year', m.years],
  ['month', m.months],
  ['week', m.weeks],
  ['day', m.days],
  ['hour', m.hours],
  ['minute', m.minutes],
  ['second', m.seconds],
  ['millisecond', m.milliseconds]
])

/** What is asked of the records of chart and claims. `served` says within what. */
export const evidenceTexts: Readonly<Record<Exclude<EvidenceFunction, 'served'>, string>> = {
  has: m.activeInThePeriodOrConfirmed,
  'has any': m.activeOrOnAClaimIn,
  'had ever': m.everInTheChartOrOn,
  'done ever': m.everDoneOrOnAClaim,
  'confirmed in two years': m.confirmedInThePeriodOrThe,
  'mentioned in period': m.inThePeriod,
  'mentioned by end': m.upToTheLastDayOf,
  'served by end': m.upToTheLastDayOf
}

/** An interval as a thing: `the period`, `18 to 75`. */
export function intervalText(interval: Position, write: Write): string {
  if (interval.kind === 'inPeriod') return m.thePeriod
  if (interval.kind === 'beforePeriod') return m.theTimeBeforeThePeriod(lengthText(interval.time, write))
  return positionText(interval, write)
}

/** `year` for one year, `2 years`. */
function lengthText(time: Phrase, write: Write): string {
  return time.kind === 'quantity' && time.value === '1' ? time.unit : write(time)
}

/** Where something lies: `18 to 75`, `in the period`, `from 2 years before the period to its end`, `1 day to 30 days after its end`. */
function positionText(position: Position, write: Write): string {
  switch (position.kind) {
    case 'known':
      return m.known
    case 'before':
      return m.beforeObject(write(position.bound))
    case 'upTo':
      return m.upToBound(write(position.bound))
    case 'from':
      return m.boundOrLater(write(position.bound))
    case 'numbers':
      return m.lowToHigh(write(position.low), write(position.high))
    case 'inPeriod':
      return m.inThePeriod
    case 'toEndOfPeriod':
      return m.fromBeforeThePeriodToIts(write(position.time))
    case 'beforePeriod':
      return m.inTheTimeBeforeThePeriod(lengthText(position.time, write))
    case 'after':
      return m.fromToToAfterBase(write(position.from), write(position.to), write(position.base))
    case 'upToAfter':
      return m.upToAfter(write(position.time), write(position.base))
    case 'between':
      return m.fromLowToBeforeHigh(write(position.low), position.open, write(position.high))
  }
}
