import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { askEach } from '../../store/model/ask-each.ts'
import type { ModelExamples, LabeledExamples } from '../features/model-examples.ts'
import type { OutcomeChoice } from './model-outcomes.ts'
import { personExamples } from './person-examples.ts'
import { stayExamples } from './stay-examples.ts'

/**
 * Who had the outcome after an index date, in the order of people by number in the population. People whom nobody could
 * follow, and who had no event, are left out.
 */
export function peopleExamples(population: AllPeople, choice: OutcomeChoice, index: Day): LabeledExamples {
  return joinExamplesOf(askEach(population.shards, personExamplesIn, choice, index))
}

/** Discharges from index stays by day of discharge, then by number of the person. */
export function dischargeExamples(population: AllPeople, from: Day, to: Day): LabeledExamples {
  return joinExamplesOf(askEach(population.shards, stayExamplesIn, from, to))
}

/** Examples with the numbers of their people in the population. */
export function numberedExamples<E extends ModelExamples>({ shard }: PopulationView, examples: E): E {
  return { ...examples, patient: examples.patient.map((person) => shard.personNumber(person)) }
}

function personExamplesIn(population: PopulationView, choice: OutcomeChoice, index: Day): LabeledExamples {
  return numberedExamples(population, personExamples(population.store, choice, index))
}

function stayExamplesIn(population: PopulationView, from: Day, to: Day): LabeledExamples {
  return numberedExamples(population, stayExamples(population.store, from, to))
}

/** Where the examples of all shards stand together: by index date, then by number of the person. */
function placesOf(parts: readonly ModelExamples[]): readonly (readonly [part: number, row: number])[] {
  const places = parts.flatMap(({ patient }, part) => Array.from(patient.keys(), (row) => [part, row] as const))
  return places.sort(
    ([left, a], [right, b]) =>
      parts[left]!.index[a]! - parts[right]!.index[b]! || parts[left]!.patient[a]! - parts[right]!.patient[b]!
  )
}

/** The examples of all shards, by index date and then by number of the person. */
export function joinPresent(parts: readonly ModelExamples[]): ModelExamples {
  if (parts.length === 1) return parts[0]!
  const places = placesOf(parts)
  return {
    patient: Int32Array.from(places, ([part, row]) => parts[part]!.patient[row]!),
    index: Int32Array.from(places, ([part, row]) => parts[part]!.index[row]!),
    stays: parts.some(({ stays }) => stays !== undefined)
      ? places.map(([part, row]) => defined(parts[part]!.stays)[row]!)
      : undefined
  }
}

function joinExamplesOf(parts: readonly LabeledExamples[]): LabeledExamples {
  if (parts.length === 1) return parts[0]!
  const places = placesOf(parts)
  return {
    ...joinPresent(parts),
    outcomes: Uint8Array.from(places, ([part, row]) => parts[part]!.outcomes[row]!)
  }
}
