import { cliMessages as m } from '#messages/cli.ts'
import type { Context, Day } from '#engine/base/figures/filter.ts'
import type { CohortAnswer } from '#engine/boards/figure-answer.ts'
import { funnelAnswer } from '#engine/boards/funnel-answer.ts'
import { cohortNames } from '#engine/cohorts/definition/cohort-names.ts'
import { indexText, nodeText } from '#engine/cohorts/definition/definition-text.ts'
import type { SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import { funnelOf } from '#engine/cohorts/evaluate/funnel.ts'
import { codeListSource } from '#engine/cohorts/events/code-lists.ts'
import { cohortTables } from '#engine/cohorts/members/cohort-tables.ts'
import { createCohorts, type Cohorts } from '#engine/cohorts/members/cohorts.ts'
import { measureMembers } from '#engine/cohorts/members/measure-members.ts'
import { resultFactor } from '#engine/cql/elm/units/result-units.ts'
import type { TitledValueSet } from '#engine/measures/content/code-lists.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { AllPeople } from '#engine/population/people/all-people.ts'
import type { TableSource } from '#engine/tables/model/table-source.ts'
import { AppError } from '#shared/app-error.ts'

/** The cohorts of a board on the data of a report. */
export class BoardCohorts {
  readonly #people: AllPeople
  readonly #cohorts: Cohorts
  readonly #runs: readonly MeasureRun[]

  /**
   * Makes the cohorts dimensions of the population, so that filters can name them.
   * @param valueSets lists of codes besides those of the registries
   * @param runs results of the measures that their criteria name
   * @throws AppError `invalid-input` for a definition that uses itself
   */
  constructor(
    people: AllPeople,
    saved: readonly SavedCohort[],
    valueSets: readonly TitledValueSet[],
    runs: readonly MeasureRun[]
  ) {
    this.#people = people
    this.#runs = runs
    const lists = codeListSource(people.registries, valueSets)
    this.#cohorts = createCohorts(people, () => ({
      lists,
      unitFactor: resultFactor,
      measure: (criterion, asOf) => measureMembers(runs, criterion, asOf)
    }))
    for (const cohort of saved) this.#cohorts.put(cohort)
  }

  /** The tables of the cohorts in SQL, on a date. */
  tables(asOf: Day): readonly TableSource[] {
    return cohortTables(this.#cohorts, asOf)
  }

  /** The attrition of a cohort. @throws AppError `not-found` when the board file does not define it */
  answer(id: string, context: Context): CohortAnswer {
    const cohort = this.#cohorts.saved().find((each) => each.id === id)
    if (cohort === undefined) throw new AppError('not-found', m.theFileOfTheBoardDoes)
    const { definition } = cohort
    const evaluated = this.#cohorts.evaluate(id, context.asOf)
    const among = context.filters.length === 0 ? undefined : this.#people.select(context.asOf, context.filters)
    const names = cohortNames(this.#people, {
      list: (list) => this.#cohorts.lists.find(list)?.title,
      measure: (measure) => this.#runs.find(({ key }) => key.measure.endsWith(`/${measure}`))?.title,
      cohort: (other) => this.#cohorts.saved().find((each) => each.id === other)?.definition.title
    })
    return funnelAnswer(
      cohort,
      {
        funnel: funnelOf(evaluated, among),
        indexText: definition.index === undefined ? undefined : indexText(definition.index, names),
        steps: definition.steps.map((node) => nodeText(node, names))
      },
      this.#people.snapshot,
      context
    )
  }
}
