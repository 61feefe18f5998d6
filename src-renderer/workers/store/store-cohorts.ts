import { AppError } from '#shared/app-error.ts'
import { agreementOf } from '#engine/cohorts/compare/agreement.ts'
import { writeCql } from '#engine/cohorts/cql/write-cql.ts'
import { cohortNames } from '#engine/cohorts/definition/cohort-names.ts'
import { indexText, nodeText, nodeTitle, type CohortNames } from '#engine/cohorts/definition/definition-text.ts'
import type { CohortDefinition, CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import { filtersNamedBy } from '#engine/cohorts/definition/walk-definition.ts'
import { decide } from '#engine/cohorts/evaluate/decisions.ts'
import { funnelOf } from '#engine/cohorts/evaluate/funnel.ts'
import { cohortWarmUps } from '#engine/cohorts/evaluate/warm-up.ts'
import { cohortOptions, findCodes } from '#engine/cohorts/members/cohort-options.ts'
import type { UnitFactor } from '#engine/cohorts/events/value-tests.ts'
import { ordinalsOf } from '#engine/base/kernels/bitset.ts'
import type { Context, Filter } from '#engine/base/figures/filter.ts'
import type { Explorer } from '#engine/explore/explorer.ts'
import { ofTheLiving } from '#engine/population/panels/base/view.ts'
import type { AllPeople } from '#engine/population/people/all-people.ts'
import { peopleIds } from '#engine/population/panels/person/people-facts.ts'
import type { CodeListValueSet } from '#engine/cohorts/events/code-lists.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import type { CohortApi, NodeTexts } from './protocol/cohort-protocol.ts'

/** What cohorts need of the store worker. */
export interface StoreCohortsDependencies {
  readonly explorer: () => Explorer
  readonly measures: () => { readonly measures: readonly MeasureRun[]; readonly valueSets: readonly CodeListValueSet[] }
  /** Makes filters known to the population whose code is loaded when somebody first asks, such as those of risk. */
  readonly prepare: (filters: readonly Filter[]) => Promise<void>
}

let unitFactor: UnitFactor | undefined

/** Conversion of units by UCUM, once its code is there. */
export const loadedUnitFactor: UnitFactor = (from, to) => unitFactor?.(from, to)

/** Answers the calls about cohorts. The table of units is fetched when the first cohort is asked for. */
export function createStoreCohorts({ explorer, measures, prepare }: StoreCohortsDependencies): CohortApi {
  /** @param asked definitions that are evaluated besides those that are saved */
  async function ready(...asked: readonly CohortDefinition[]): Promise<Explorer> {
    unitFactor ??= (await import('#engine/cql/elm/units/result-units.ts')).resultFactor
    const saved = explorer().cohorts.saved()
    await prepare(filtersNamedBy([...saved.map(({ definition }) => definition), ...asked]))
    return explorer()
  }

  function namesOf({ cohorts, population }: Explorer): CohortNames {
    const { measures: runs } = measures()
    return cohortNames(population, {
      list: (id) => cohorts.lists.find(id)?.title,
      measure: (id) => runs.find(({ key }) => key.measure.endsWith(`/${id}`))?.title,
      cohort: (id) => cohorts.saved().find((each) => each.id === id)?.definition.title
    })
  }

  return {
    async setCohorts(saved) {
      const { cohorts } = await ready(...saved.map(({ definition }) => definition))
      return saved.flatMap((cohort) => {
        try {
          cohorts.put(cohort)
          return []
        } catch (error) {
          if (error instanceof AppError) return [error.message]
          throw error
        }
      })
    },
    cohorts: async (asOf) => (await ready()).cohorts.list(asOf),
    async cohortPut(cohort, asOf) {
      const { cohorts } = await ready(cohort.definition)
      cohorts.put(cohort)
      return cohorts.cohort(cohort.id, asOf)
    },
    cohortOfBrushes: async (title, brushes) => (await ready()).save(title, brushes),
    cohortOfIds: async (title, ids, asOf) => (await ready()).saveIds(title, ids, asOf),
    async cohortIds(id, asOf) {
      const { cohorts, population } = await ready()
      const ids = peopleIds(population)
      return Array.from(ordinalsOf(cohorts.people(id, asOf)), (person) => ids[person]!)
    },
    cohortCombine: async (title, operation, left, right, context) =>
      (await ready()).combine(title, operation, left, right, context),
    async cohortRemove(id) {
      ;(await ready()).cohorts.remove(id)
    },
    cohortCompare: async (left, right, context) => (await ready()).compare(left, right, context),
    async cohortReport(id, definition, { asOf, filters }) {
      const { cohorts, population } = await ready(definition)
      const started = performance.now()
      cohorts.check(id, definition)
      const evaluated = cohorts.evaluator.evaluate(definition, asOf, [id])
      const among = filters.length === 0 ? undefined : population.select(asOf, filters)
      const funnel = funnelOf(evaluated, among)
      const milliseconds = performance.now() - started
      const names = namesOf(await ready())
      const { selections } = cohorts
      return {
        funnel,
        indexText: definition.index === undefined ? undefined : indexText(definition.index, names),
        texts: definition.steps.map((node) => textsOf(node, names)),
        people: selections.part(definition, 'people'),
        unknown: selections.part(definition, 'unknown'),
        entry: selections.part(definition, 'entry'),
        steps: definition.steps.map((_, step) => ({
          left: selections.part(definition, `left-${step}`),
          lost: selections.part(definition, `lost-${step}`),
          unknown: selections.part(definition, `unclear-${step}`)
        })),
        milliseconds
      }
    },
    async cohortDecide(definition, patient, asOf) {
      return decide((await ready(definition)).cohorts.evaluator, definition, asOf, patient)
    },
    async cohortAgreement(left, right, context) {
      const { cohorts, population } = await ready(left, right)
      const evaluated = [left, right].map((each) => cohorts.evaluator.evaluate(each, context.asOf))
      const among = living(population, context)
      const { selections } = cohorts
      return {
        agreement: agreementOf(among, evaluated[0]!, evaluated[1]!),
        cells: {
          both: selections.cell(left, right, 'both'),
          left: selections.cell(left, right, 'left'),
          right: selections.cell(left, right, 'right'),
          neither: selections.cell(left, right, 'neither')
        }
      }
    },
    cohortCql: async (definition, asOf) => writeCql(definition, asOf, (await ready()).cohorts.lists),
    async cohortOptions() {
      const { population } = await ready()
      void warmUp(population)
      return cohortOptions(population, measures().valueSets)
    },
    cohortCodes: async (search) => findCodes((await ready()).population, search)
  }
}

const warmed = new WeakSet<AllPeople>()

/** One thing after another, with time for what somebody asks in between. */
async function warmUp(population: AllPeople): Promise<void> {
  if (warmed.has(population)) return
  warmed.add(population)
  for (const prepare of cohortWarmUps) {
    for (const { store } of population.shards) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      prepare(store)
    }
  }
}

function living(population: AllPeople, { asOf, filters }: Context): Uint32Array {
  return population.select(asOf, ofTheLiving(filters))
}

function textsOf(node: CohortNode, names: CohortNames): NodeTexts {
  return {
    text: nodeText(node, names),
    title: nodeTitle(node, names),
    nodes: 'criteria' in node ? node.criteria.map((each) => textsOf(each, names)) : []
  }
}
