import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import { bitsInShard, type AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { askEach } from '../../store/model/ask-each.ts'
import type { CohortDefinition } from '../definition/cohort-definition.ts'
import { CohortEvaluator, type CohortContext, type EvaluatedCohort, type EvaluatedNode } from './cohort-evaluator.ts'
import { joinReasons, listReasons, type Truth } from './truth.ts'

/** Evaluates definitions over a population: each shard for its people. */
export interface PeopleEvaluator {
  readonly population: AllPeople
  /**
   * A definition on a date, with sets of everybody by number.
   * @throws AppError `invalid-input` for cohorts that use each other in a circle
   */
  evaluate(definition: CohortDefinition, asOf: Day, within?: readonly string[]): EvaluatedCohort
  /** The evaluator of a shard. */
  inShard(shard: PopulationView): CohortEvaluator
}

/** @param context what criteria refer to; members of measures are sets of everybody */
export function createPeopleEvaluator(population: AllPeople, context: CohortContext): PeopleEvaluator {
  const evaluators = new Map(
    population.shards.map((shard) => [shard, new CohortEvaluator(shard, contextIn(shard, context))])
  )
  const evaluateIn = (shard: PopulationView, ...asked: Parameters<CohortEvaluator['evaluate']>): EvaluatedCohort =>
    defined(evaluators.get(shard)).evaluate(...asked)
  return {
    population,
    inShard: (shard) => defined(evaluators.get(shard)),
    evaluate(definition, asOf, within = []) {
      const parts = askEach(population.shards, evaluateIn, definition, asOf, within)
      return parts.length === 1 ? parts[0]! : joinEvaluated(population, parts)
    }
  }
}

function contextIn(shard: PopulationView, context: CohortContext): CohortContext {
  return {
    get lists() {
      return context.lists
    },
    unitFactor: context.unitFactor,
    cohort: (id) => context.cohort(id),
    measure(criterion, asOf) {
      const found = context.measure(criterion, asOf)
      return typeof found === 'string' ? found : bitsInShard(shard, found)
    }
  }
}

function joinEvaluated(population: AllPeople, parts: readonly EvaluatedCohort[]): EvaluatedCohort {
  const [first] = parts as readonly [EvaluatedCohort, ...EvaluatedCohort[]]
  const joined = (read: (part: EvaluatedCohort) => Bitset): Bitset => population.join(parts.map(read))
  return {
    definition: first.definition,
    asOf: first.asOf,
    start: joined(({ start }) => start),
    entry: joined(({ entry }) => entry),
    entryReason: first.entryReason,
    index: first.index === undefined ? undefined : population.place(parts.map(({ index }) => defined(index))),
    steps: first.steps.map((_, step) =>
      joinNodes(
        population,
        parts.map(({ steps }) => steps[step]!)
      )
    ),
    people: joined(({ people }) => people),
    unknown: joined(({ unknown }) => unknown)
  }
}

function joinNodes(population: AllPeople, parts: readonly EvaluatedNode[]): EvaluatedNode {
  const [first] = parts as readonly [EvaluatedNode, ...EvaluatedNode[]]
  const nodes = first.nodes.map((_, index) =>
    joinNodes(
      population,
      parts.map((part) => part.nodes[index]!)
    )
  )
  const truth: Truth = {
    yes: population.join(parts.map((part) => part.truth.yes)),
    unknown: population.join(parts.map((part) => part.truth.unknown)),
    reason:
      'criteria' in first.node
        ? listReasons(nodes.map((each) => each.truth))
        : joinReasons(parts.map((part) => part.truth.reason))
  }
  return { node: first.node, truth, nodes }
}
