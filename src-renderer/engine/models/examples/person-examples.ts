import { engineModelsExamplesMessages as m } from '#messages/engine/models/examples.ts'
import { addMonths, ageAt } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { coveredMonths } from '../../population/claims/covered-months.ts'
import { monthNumber } from '../../population/claims/month-number.ts'
import { paidClaims } from '../../population/claims/paid-claims.ts'
import { deathDays } from '../../population/life/death-days.ts'
import { paidByPerson } from '../../population/selection/paid-dimension.ts'
import type { Store } from '../../store/model/store.ts'
import { happenedWithin, type PersonEvents } from '../features/person-events.ts'
import { careEventsOf, countCare, monthsBefore } from '../features/use-features.ts'
import type { LabeledExamples } from '../features/model-examples.ts'
import { modelOutcome, type OutcomeChoice } from './model-outcomes.ts'

/** Months of records that there must be before an index date. */
export const LOOK_BACK_MONTHS = 12
/** Days after which claims are taken to be in. */
export const RUN_OUT_DAYS = 90

/** Why an outcome cannot be told from these data, in words for a sentence; undefined where it can. */
export function outcomeMissing(store: Store, { id }: OutcomeChoice): string | undefined {
  if (id === 'high-cost-12m') return paidClaims(store) === undefined ? m.theDataContainNoClaims : undefined
  if (id === 'emergency-6m') return countCare(store, 'emergency') === 0 ? m.theDataContainNoEmergencyVisits : undefined
  return countCare(store, 'stays') === 0 ? m.theDataContainNoInpatientStay : undefined
}

/** First day after the outcome of people on an index date. */
export function followUpEnd({ id }: OutcomeChoice, index: Day): Day {
  const { months, days } = modelOutcome(id)
  return addMonths(index, months) + days
}

/** Days at the end of the data in which outcomes are not complete: claims come late. */
export function runOutDays(store: Store, { id }: OutcomeChoice): number {
  const byClaims = careEventsOf(store).table === 'explanation_of_benefit'
  return byClaims || id === 'high-cost-12m' ? RUN_OUT_DAYS : 0
}

/**
 * Who a model about people is about on a date: adults who are alive and not in hospital; covered in the month before where
 * the data hold coverage, else seen in the 24 months before.
 */
export function eligiblePeople(store: Store, index: Day): Int32Array {
  const table = store.tables.get('patient')
  if (table === undefined) return new Int32Array(0)
  const birth = table.column('birth_date', 'date').days
  const death = deathDays(store)
  const dead = table.column('deceased', 'boolean').values
  const { stays, stayEnds, visits } = careEventsOf(store)
  const covered = coveredMonths(store)
  const month = monthNumber(index - 1)
  const people: number[] = []
  for (let patient = 0; patient < store.patients; patient++) {
    if (birth[patient] === NO_DAY || birth[patient]! >= index || ageAt(birth[patient]!, index - 1) < 18) continue
    if (death[patient] === NO_DAY ? dead[patient] === 1 : death[patient]! < index) continue
    if (stays !== undefined && isInHospital(stays, stayEnds, patient, index)) continue
    const isKnown =
      covered.basis === 'coverage'
        ? covered.of(patient).some(({ first, last }) => first <= month && month <= last)
        : visits !== undefined && happenedWithin(visits, patient, monthsBefore(index, 24), index)
    if (isKnown) people.push(patient)
  }
  return Int32Array.from(people)
}

function isInHospital({ offsets, days }: PersonEvents, ends: Int32Array, patient: number, index: Day): boolean {
  for (let place = offsets[patient]!; place < offsets[patient + 1]! && days[place]! < index; place++)
    if (ends[place] !== NO_DAY && ends[place]! >= index) return true
  return false
}

/** Who had the outcome after an index date. People whom nobody could follow, and who had no event, are left out. */
export function personExamples(store: Store, choice: OutcomeChoice, index: Day): LabeledExamples {
  const end = followUpEnd(choice, index)
  const events = eventsAfter(store, choice, index, end)
  const followed = followUp(store, end)
  const people = eligiblePeople(store, index).filter((patient) => events(patient) || followed(patient))
  return {
    patient: people,
    index: new Int32Array(people.length).fill(index),
    stays: undefined,
    outcomes: Uint8Array.from(people, (patient) => Number(events(patient)))
  }
}

/** Whether somebody was covered up to the last month of the outcome, or died before. */
function followUp(store: Store, end: Day): (patient: number) => boolean {
  const covered = coveredMonths(store)
  if (covered.basis === 'living') return () => true
  const death = deathDays(store)
  const month = monthNumber(end - 1)
  return (patient) =>
    (death[patient] !== NO_DAY && death[patient]! < end) ||
    covered.of(patient).some(({ first, last }) => first <= month && month <= last)
}

function eventsAfter(store: Store, choice: OutcomeChoice, index: Day, end: Day): (patient: number) => boolean {
  const { stays, emergency } = careEventsOf(store)
  if (choice.id === 'high-cost-12m') {
    const paid = paidByPerson(store, index, end - 1)
    const everybody = store.inPopulation(
      `paid from ${index} to ${end} for models`,
      (each) => eligiblePayments(each, index, end),
      joinPayments
    )
    const limit = highCostLimit(everybody, choice.share)
    return (patient) => paid[patient]! >= limit
  }
  const events = choice.id === 'emergency-6m' ? emergency : stays
  return (patient) => events !== undefined && happenedWithin(events, patient, index, end)
}

/** What was paid for each of those whom a model is about, in any order. */
function eligiblePayments(store: Store, index: Day, end: Day): Float64Array {
  const paid = paidByPerson(store, index, end - 1)
  return Float64Array.from(eligiblePeople(store, index), (patient) => paid[patient]!)
}

function joinPayments(left: Float64Array, right: Float64Array): Float64Array {
  const joined = new Float64Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}

/** What the given share of people cost or more; nobody without cost counts. */
function highCostLimit(paid: Float64Array, share: number): number {
  const descending = paid.toSorted().reverse()
  const people = Math.max(1, Math.round(share * paid.length))
  return Math.max(descending[people - 1] ?? 0, Number.MIN_VALUE)
}

/** Months between index dates of shorter outcomes. */
const STEP_MONTHS = 6

/**
 * Index dates whose outcome is complete by a date, the latest first, with records before. They are as far apart as the outcome is long at
 * least: an event that is the outcome of two examples would count twice, and be known to one of them before its index date.
 */
export function indexDates(store: Store, choice: OutcomeChoice, asOf: Day): readonly Day[] {
  const { months } = modelOutcome(choice.id)
  const { firstDay } = careEventsOf(store)
  const dates: Day[] = []
  let index = addMonths(asOf + 1 - runOutDays(store, choice), -months)
  while (Number.isFinite(firstDay) && monthsBefore(index, LOOK_BACK_MONTHS) >= firstDay) {
    dates.push(index)
    index = addMonths(index, -Math.max(STEP_MONTHS, months))
  }
  return dates
}
