import { engineModelsExamplesMessages as m } from '#messages/engine/models/examples.ts'
import { defined } from '#shared/language/defined.ts'
import { addMonths } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import { READMISSION_DAYS } from '../../population/stays/readmissions.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { LabeledExamples } from '../features/model-examples.ts'
import { modelOutcome, type OutcomeChoice } from './model-outcomes.ts'
import { dischargeExamples, peopleExamples } from './people-examples.ts'
import { indexDates, runOutDays } from './person-examples.ts'
import { lastFollowedDischarge } from './stay-examples.ts'

/** Examples to train on, and later ones to test on. Every outcome of the first is over before the second begin. */
export interface SplitExamples {
  readonly train: LabeledExamples
  readonly test: LabeledExamples
  readonly trainDates: DateRange
  readonly testDates: DateRange
}

/** First and last index date. */
export interface DateRange {
  readonly first: Day
  readonly last: Day
}

/** Training examples that are enough: earlier index dates are then left out. */
const ENOUGH_ROWS = 150_000
const EARLIER_DATES = 4
/** The latest share of discharges is tested on. */
const TEST_SHARE = 1 / 3

/**
 * Divides by time.
 * @returns why there is no later period to test on, in words for a sentence, in place of examples
 */
export function splitExamples(population: AllPeople, choice: OutcomeChoice, asOf: Day): SplitExamples | string {
  return modelOutcome(choice.id).aboutStays
    ? splitStays(population, choice, asOf)
    : splitPeople(population, choice, asOf)
}

function splitStays(population: AllPeople, choice: OutcomeChoice, asOf: Day): SplitExamples | string {
  const { store } = population.shards[0]!
  const last = lastFollowedDischarge(asOf, runOutDays(store, choice))
  const all = dischargeExamples(population, Number.NEGATIVE_INFINITY, last)
  if (all.index.length === 0) return m.noDischargeHas12MonthsOf
  // The examples are in the order of their days.
  const begin = all.index[Math.floor(all.index.length * (1 - TEST_SHARE))]!
  const test = keepRows(all, (index) => index >= begin)
  const train = keepRows(all, (index) => index + READMISSION_DAYS <= begin)
  if (train.index.length === 0) return m.thereAreNoDischargesWhose30
  return withDates(train, test)
}

function splitPeople(population: AllPeople, choice: OutcomeChoice, asOf: Day): SplitExamples | string {
  const { store } = population.shards[0]!
  const { months } = modelOutcome(choice.id)
  const [later, ...earlier] = indexDates(store, choice, asOf)
  const usable = later === undefined ? [] : earlier.filter((date) => addMonths(date, months) <= later)
  if (later === undefined || usable.length === 0) return m.theRecordsMustReachBack12(months)
  const parts: LabeledExamples[] = []
  let rows = 0
  for (const date of usable.slice(0, EARLIER_DATES)) {
    if (rows >= ENOUGH_ROWS) break
    const part = peopleExamples(population, choice, date)
    parts.unshift(part)
    rows += part.index.length
  }
  return withDates(joinExamples(parts), peopleExamples(population, choice, later))
}

function withDates(train: LabeledExamples, test: LabeledExamples): SplitExamples | string {
  if (train.index.length === 0 || test.index.length === 0) return m.nobodyIsEligibleOnTheDates
  const range = ({ index }: LabeledExamples): DateRange => ({ first: index[0]!, last: defined(index.at(-1)) })
  return { train, test, trainDates: range(train), testDates: range(test) }
}

function keepRows(examples: LabeledExamples, wanted: (index: Day) => boolean): LabeledExamples {
  const rows = Int32Array.from(examples.index.keys()).filter((row) => wanted(examples.index[row]!))
  return {
    patient: rows.map((row) => examples.patient[row]!),
    index: rows.map((row) => examples.index[row]!),
    stays: examples.stays && Array.from(rows, (row) => defined(examples.stays)[row]!),
    outcomes: Uint8Array.from(rows, (row) => examples.outcomes[row]!)
  }
}

function joinExamples(parts: readonly LabeledExamples[]): LabeledExamples {
  return {
    patient: Int32Array.from(parts.flatMap(({ patient }) => [...patient])),
    index: Int32Array.from(parts.flatMap(({ index }) => [...index])),
    stays: undefined,
    outcomes: Uint8Array.from(parts.flatMap(({ outcomes }) => [...outcomes]))
  }
}
