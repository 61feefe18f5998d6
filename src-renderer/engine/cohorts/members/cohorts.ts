import { engineCohortsMembersMessages as m } from '#messages/engine/cohorts/members.ts'
import { AppError } from '#shared/app-error.ts'
import { countBits, hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import { emptyCodes } from '../../base/kernels/codes.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Dimension } from '../../population/selection/dimension.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { codeListSource, type CodeListSource } from '../events/code-lists.ts'
import type { CohortDefinition } from '../definition/cohort-definition.ts'
import { cohortsNamedBy, criteriaOf, refuseCycle, type SavedCohort } from '../definition/walk-definition.ts'
import { refuseMissingIndex, type CohortContext, type EvaluatedCohort } from '../evaluate/cohort-evaluator.ts'
import { createPeopleEvaluator, type PeopleEvaluator } from '../evaluate/people-evaluator.ts'
import { cohortSelections, type CohortSelections } from './cohort-selections.ts'

/** A cohort as it is on a date. */
export interface Cohort extends SavedCohort {
  /** That of its definition. */
  readonly title: string
  readonly people: number
  /** People of whom the data cannot tell. */
  readonly unknown: number
  /** People whom the definition lists and who are not in these data. */
  readonly missing: number
}

/** How two cohorts make a third: in both, in either, in the first and not in the second. */
export const cohortOperations = ['and', 'or', 'not'] as const
export type CohortOperation = (typeof cohortOperations)[number]

/** The cohorts of one population: definitions, each a dimension, so that filters can name it. */
export interface Cohorts {
  readonly evaluator: PeopleEvaluator
  readonly selections: CohortSelections
  readonly lists: CodeListSource
  list(asOf: Day): readonly Cohort[]
  saved(): readonly SavedCohort[]
  /** @throws AppError `not-found` */
  definition(id: string): CohortDefinition
  evaluate(id: string, asOf: Day): EvaluatedCohort
  /** @throws AppError `not-found` */
  people(id: string, asOf: Day): Bitset
  /**
   * Adds a cohort, or replaces the one of its id.
   * @throws AppError `invalid-input` for one that uses itself, or counts from an index date and has none
   */
  put(cohort: SavedCohort): void
  /** Checks what {@link put} would refuse. @throws AppError `invalid-input` */
  check(id: string, definition: CohortDefinition): void
  /** @throws AppError `not-found`, and `not-allowed` while another cohort uses it */
  remove(id: string): void
  cohort(id: string, asOf: Day): Cohort
  /** Code lists or results of measures changed: what was evaluated with them is forgotten. */
  refresh(): void
}

/** What cohorts need besides the population. */
export type CohortSettings = Partial<Omit<CohortContext, 'cohort'>>

/** Makes the cohorts of a population; none at first. */
export function createCohorts(population: AllPeople, settings: () => CohortSettings = () => ({})): Cohorts {
  const saved = new Map<string, SavedCohort>()
  const shipped = codeListSource(population.registries, [])
  const context: CohortContext = {
    get lists() {
      return settings().lists ?? shipped
    },
    unitFactor: (from, to) => settings().unitFactor?.(from, to),
    measure: (criterion, asOf) => settings().measure?.(criterion, asOf) ?? m.theMeasureHasNoResultsYet,
    cohort: (id) => saved.get(id)?.definition
  }
  const evaluator = createPeopleEvaluator(population, context)
  const selections = cohortSelections(population, evaluator)

  function found(id: string): SavedCohort {
    const cohort = saved.get(id)
    if (cohort === undefined) throw new AppError('not-found', m.thisCohortIsGoneChooseAnother)
    return cohort
  }

  function cohort(id: string, asOf: Day): Cohort {
    const { definition } = found(id)
    const { people, unknown } = evaluator.evaluate(definition, asOf, [id])
    const listed = Array.from(criteriaOf(definition.steps)).flatMap((each) => (each.type === 'people' ? [each] : []))
    const missing = listed.flatMap(({ ids }) => ids.filter((each) => population.numberOf(each) === undefined)).length
    return { id, definition, title: definition.title, people: countBits(people), unknown: countBits(unknown), missing }
  }

  function check(id: string, definition: CohortDefinition): void {
    refuseMissingIndex(definition)
    refuseCycle(id, definition, (named) => saved.get(named)?.definition)
  }

  /** Answers of dimensions are about the former definitions, also those of cohorts that use others. */
  function announce(): void {
    for (const id of saved.keys()) population.remove(`cohort:${id}`)
    for (const each of saved.values()) population.add(cohortDimension(each, evaluator))
    // Definitions that are not saved are dimensions, too.
    population.forget()
  }

  return {
    evaluator,
    selections,
    get lists() {
      return context.lists
    },
    list: (asOf) => Array.from(saved.keys(), (id) => cohort(id, asOf)),
    saved: () => [...saved.values()],
    definition: (id) => found(id).definition,
    evaluate: (id, asOf) => evaluator.evaluate(found(id).definition, asOf, [id]),
    people: (id, asOf) => evaluator.evaluate(found(id).definition, asOf, [id]).people,
    cohort,
    check,
    put({ id, definition }) {
      check(id, definition)
      saved.set(id, { id, definition })
      announce()
    },
    refresh: announce,
    remove(id) {
      const { definition } = found(id)
      const user = [...saved.values()].find((other) => cohortsNamedBy(other.definition).includes(id))
      if (user !== undefined)
        throw new AppError('not-allowed', m.theCohortUsesChangeOrDelete(user.definition.title, definition.title))
      saved.delete(id)
      population.remove(`cohort:${id}`)
    }
  }
}

function cohortDimension({ id, definition }: SavedCohort, evaluator: PeopleEvaluator): Dimension {
  const { title } = definition
  return {
    id: `cohort:${id}`,
    label: /^cohort\b/i.test(title) ? title : m.cohortTitle(title),
    group: 'people',
    hidden: false,
    fixed: false,
    values: [
      { value: 'no', label: m.outside },
      { value: 'yes', label: m.inside }
    ],
    codes: (asOf) => {
      const { people } = evaluator.evaluate(definition, asOf, [id])
      const codes = emptyCodes(evaluator.population.count, 2)
      for (let patient = 0; patient < codes.length; patient++) codes[patient] = hasBit(people, patient) ? 1 : 0
      return codes
    }
  }
}
