import { cliMessages as m } from '#messages/cli.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { FigureAnswer } from '#engine/boards/figure-answer.ts'
import { panelQuestion, type FigureSource } from '#engine/boards/figure-source.ts'
import { ratesOfRun } from '#engine/measures/rates/rate.ts'
import { runMeasurePanel } from '#engine/measures/scorecard/run-measure-panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { loadRisk } from '#engine/risk/model/load-risk.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { resultUnits } from '#engine/cql/elm/units/result-units.ts'
import { modelRisksTable } from '#engine/tables/risk/model-risks.ts'
import { openDatabase } from '#engine/tables/sql/open-database.ts'
import { parameterNames } from '#engine/tables/sql/sql-engine.ts'
import type { NamedValueSet } from '#engine/tables/sql/terminology-tables.ts'
import { typedValue } from '#engine/tables/sql/typed-value.ts'
import { AppError } from '#shared/app-error.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { readRisk } from '../data/read-risk.ts'
import { readSqlWasm } from '../data/read-sql-wasm.ts'
import type { CommandPanels } from '../shards/panel-threads.ts'
import type { BoardCohorts } from './board-cohorts.ts'
import type { BoardResults } from './board-measures.ts'
import { statementNeeds } from './statement-needs.ts'

/** Rows of a statement that a report shows. */
const SHOWN_ROWS = 200

/** Data that figures are computed on. */
export interface FigureData {
  readonly shards: readonly PopulationShard[]
  readonly registries: readonly Registry[]
  readonly panels: CommandPanels
  readonly resources: string
  readonly results: BoardResults
  /** Lists of codes of the measures, for statements. */
  readonly valueSets: readonly NamedValueSet[]
  readonly cohorts: BoardCohorts
}

/** Computes the figures of boards without a window. */
export class FigureAnswers {
  readonly #data: FigureData
  #risk: Promise<ReturnType<typeof openRisk>> | undefined

  constructor(data: FigureData) {
    this.#data = data
  }

  /** @throws AppError that says why the figure cannot be computed here */
  async answer(source: FigureSource, context: Context): Promise<FigureAnswer> {
    switch (source.of) {
      case 'population': {
        const { name, params } = panelQuestion(source)
        return (await this.#data.panels.panel(name, context, params)) as FigureAnswer
      }
      case 'risk':
        return runRiskPanel(await this.#openRisk(), source.panel, context, source.params) as FigureAnswer
      case 'sql':
        return this.#statement(source, context)
      case 'measures':
        return this.#measures(source, context)
      case 'cohort':
        return this.#data.cohorts.answer(source.cohort, context)
      case 'worklist':
        throw new AppError('invalid-input', m.whatWasRecordedAboutGaps)
      case 'rows':
        throw new AppError('invalid-input', m.listsOfSinglePeopleAreNot)
    }
  }

  #openRisk(): Promise<ReturnType<typeof openRisk>> {
    const { shards, registries, resources } = this.#data
    this.#risk ??= readRisk(resources).then((risk) =>
      openRisk(shardedPopulation(shards, registries)[0]!, loadRisk(risk))
    )
    return this.#risk
  }

  #measures(source: Extract<FigureSource, { of: 'measures' }>, context: Context): FigureAnswer {
    const { input, failed } = this.#data.results
    if ('key' in source.params) {
      const { key } = source.params
      const failure = [...failed].find(([measure]) => key.startsWith(`${measure}/`))
      if (failure !== undefined) {
        const [id, reason] = failure
        throw new AppError('invalid-input', asSentence(m.theMeasureCannotBeEvaluated(id, reason)))
      }
      if (!ratesOfRun(input).some((rate) => rate.key === key))
        throw new AppError('not-found', m.thereIsNoMeasureWithThe(key))
    }
    return runMeasurePanel(input, source.panel, context, source.params) as FigureAnswer
  }

  async #statement(
    { statement, values }: Extract<FigureSource, { of: 'sql' }>,
    { asOf }: Context
  ): Promise<FigureAnswer> {
    const { shards, registries, resources, results, valueSets, cohorts } = this.#data
    const needs = statementNeeds(statement)
    if (needs.models) throw new AppError('invalid-input', m.predictionsAreNotPartOfReports(modelRisksTable.name))
    const measures = results.input.measures.map(({ run }) => run)
    // Without any result the table has no rows, which would be counted as nobody.
    if (needs.results && measures.length === 0) throw new AppError('invalid-input', m.noMeasureCouldBeEvaluated)
    const risk = loadRisk(await readRisk(resources))
    const database = await openDatabase(shards, await readSqlWasm(), false, {
      registries,
      asOf,
      units: resultUnits,
      risk,
      measures,
      valueSets,
      more: cohorts.tables(asOf)
    })
    try {
      const typed = Object.fromEntries(parameterNames(statement).map((name) => [name, typedValue(values[name] ?? '')]))
      const { columns, rows } = database.query(statement, typed, SHOWN_ROWS)
      return {
        statement,
        columns: columns.map((name, index) => ({
          name,
          numeric: rows.every((row) => row[index] === null || typeof row[index] === 'number')
        })),
        rows,
        total: rows.length,
        provenance: {
          definition: { id: 'sql', version: '1', title: m.resultOfAStatement, text: statement, sources: [] },
          snapshot: shards[0]!.store.snapshot,
          asOf,
          filters: []
        }
      }
    } finally {
      database.close()
    }
  }
}
