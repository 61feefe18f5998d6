import type { Context } from '#engine/base/figures/filter.ts'
import type { FigureAnswer } from '#engine/boards/figure-answer.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { loadRisk } from '#engine/risk/model/load-risk.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import type { Store } from '#engine/store/model/store.ts'
import { openDatabase } from '#engine/tables/sql/open-database.ts'
import { parameterNames } from '#engine/tables/sql/sql-engine.ts'
import { typedValue } from '#engine/tables/sql/typed-value.ts'
import { AppError } from '#shared/app-error.ts'
import { readRisk } from '../data/read-risk.ts'
import { readSqlWasm } from '../data/read-sql-wasm.ts'

/** Rows of a statement that a report shows. */
const SHOWN_ROWS = 200

/** Data that figures are computed on. */
export interface FigureData {
  readonly store: Store
  readonly registries: readonly Registry[]
  /** Resource types that should be in the data and are not. */
  readonly absent: readonly string[]
  readonly resources: string
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
    const { store, registries, absent } = this.#data
    switch (source.of) {
      case 'population':
        return runPanel(store, registries, source.panel, context, source.params, absent) as FigureAnswer
      case 'risk':
        return runRiskPanel(await this.#openRisk(), source.panel, context, source.params) as FigureAnswer
      case 'sql':
        return this.#statement(source, context)
      case 'measures':
        throw new AppError(
          'invalid-input',
          'Measures are not evaluated by this command. Save the report in the window to have them.'
        )
      case 'cohort':
        throw new AppError(
          'invalid-input',
          'Saved cohorts are those of the window. Save the report there to have their attrition.'
        )
      case 'rows':
        throw new AppError('invalid-input', 'Lists of single people are not part of reports.')
    }
  }

  #openRisk(): Promise<ReturnType<typeof openRisk>> {
    const { store, registries, resources } = this.#data
    this.#risk ??= readRisk(resources).then((risk) => openRisk(populationOf(store, registries), loadRisk(risk)))
    return this.#risk
  }

  async #statement(
    { statement, values }: Extract<FigureSource, { of: 'sql' }>,
    { asOf }: Context
  ): Promise<FigureAnswer> {
    const { store, registries, resources } = this.#data
    const risk = loadRisk(await readRisk(resources))
    const database = await openDatabase(store, await readSqlWasm(), { registries, asOf, risk })
    try {
      const typed = parameterNames(statement).map((name) => typedValue(values[name] ?? ''))
      const { columns, rows } = database.query(statement, typed.map(String), SHOWN_ROWS)
      return {
        statement,
        columns: columns.map((name, index) => ({
          name,
          numeric: rows.every((row) => row[index] === null || typeof row[index] === 'number')
        })),
        rows,
        total: rows.length,
        provenance: {
          definition: { id: 'sql', version: '1', title: 'Result of a statement', text: statement, sources: [] },
          snapshot: store.snapshot,
          asOf,
          filters: []
        }
      }
    } finally {
      database.close()
    }
  }
}
