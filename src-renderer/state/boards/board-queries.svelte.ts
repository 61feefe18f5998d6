import { stateBoardsMessages as m } from '#messages/state/boards.ts'
import type { Provenance } from '#engine/base/figures/figure.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import type { FigureSource } from '#engine/boards/figure-source.ts'
import { answerKey, figureKey, panelQuestion } from '#engine/boards/figure-source.ts'
import { parameterNames } from '#engine/tables/sql/sql-engine.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { AppError } from '#shared/app-error.ts'
import type { FigureAnswer, WorklistAnswer } from '#engine/boards/figure-answer.ts'
import { worklistDefinition } from '#engine/boards/worklist-definition.ts'
import type { SqlClient } from '../../workers/sql/sql-client.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { CohortsState } from '../cohorts/cohorts.svelte.ts'
import type { MeasureResults } from '../measures/measure-results.svelte.ts'
import type { PanelQueries } from '../query/panels.svelte.ts'
import { cohortAnswer } from './cohort-answer.ts'
import { createQuery, type QueryState } from '../query/query.svelte.ts'
import { today } from '../navigation/today.ts'
import { queryOf } from '../worklist/worklist-choice.ts'
import { ResultCache } from '../query/result-cache.ts'
import type { RiskQueries } from '../risk/risk-queries.svelte.ts'
import type { Session } from '../session/session.svelte.ts'
import { typedValue } from '#engine/tables/sql/typed-value.ts'

const CACHED_ANSWERS = 64
/** Rows of a statement or a list that a board shows. */
const SHOWN_ROWS = 200

/** Dependencies of {@link BoardQueries}. */
export interface BoardQueriesDependencies {
  readonly store: StoreApi
  readonly panels: PanelQueries
  readonly measureResults: MeasureResults
  readonly risk: RiskQueries
  readonly cohorts: CohortsState
  readonly session: Session
  /** Whether measures are being evaluated: then results are missing only for now. */
  readonly measuresRunning: () => boolean
  /** Changes with everything that statements may ask. */
  readonly tablesVersion: () => string
  /** Starts a client of its own for statements, because it has one view at a time. */
  readonly startSql: () => SqlClient
}

/** Computes the figures of boards, each with the date and the filters of its board. */
export class BoardQueries {
  readonly #dependencies: BoardQueriesDependencies
  readonly #cache = new ResultCache(CACHED_ANSWERS)
  #sql: SqlClient | undefined
  /** Statements run one after another: the worker has one set of tables. */
  readonly #inTurn = oneAtATime()

  constructor(dependencies: BoardQueriesDependencies) {
    this.#dependencies = dependencies
    dependencies.panels.onReset(() => {
      this.#cache.clear()
      this.#sql?.stop()
    })
  }

  /** Equal as long as the answer to a source stays the same. */
  key(source: FigureSource, context: Context): string {
    return this.#keyOf(source, context, figureKey(source))
  }

  #keyOf(source: FigureSource, context: Context, what: string): string {
    const { panels, measureResults, cohorts, risk } = this.#dependencies
    const versions: (string | number)[] = [panels.generation, measureResults.versionKey, cohorts.version, risk.version]
    if (source.of === 'sql') versions.push(this.#dependencies.tablesVersion())
    if (measureResults.key === undefined && (source.of === 'measures' || source.of === 'worklist'))
      versions.push(String(this.#dependencies.measuresRunning()))
    // Follow-ups are due by the calendar.
    if (source.of === 'worklist') versions.push(today())
    return `${versions.join('|')}|${JSON.stringify(context)}|${what}`
  }

  /** Follows a figure; call it while a component is set up. */
  watch(source: () => FigureSource, context: () => Context): QueryState<FigureAnswer> {
    return createQuery({
      key: () => this.key(source(), context()),
      ask: () => this.ask(source(), context()),
      nothing: () => this.#dependencies.panels.generation <= 0
    })
  }

  /** Computes a figure; a panel, or a part of it, once for all of its figures. @throws AppError that says why it cannot be computed on these data */
  ask(source: FigureSource, context: Context): Promise<FigureAnswer> {
    const key = this.#keyOf(source, context, answerKey(source))
    return this.#cache.get(key, () => this.#compute(source, context))
  }

  async #compute(source: FigureSource, context: Context): Promise<FigureAnswer> {
    const { store, measureResults } = this.#dependencies
    switch (source.of) {
      case 'population': {
        const { name, params } = panelQuestion(source)
        return store.panel(name, context, params) as Promise<FigureAnswer>
      }
      case 'risk':
        return store.riskPanel(source.panel, context, source.params) as Promise<FigureAnswer>
      case 'measures':
        this.#requireResults()
        return measureResults.fetch(source.panel, source.params, context) as Promise<FigureAnswer>
      case 'worklist':
        return this.#worklist(source, context)
      case 'rows':
        return store.panel('rows', context, {
          selector: source.selector,
          offset: 0,
          limit: SHOWN_ROWS,
          revealed: false
        })
      case 'cohort':
        return this.#cohort(source.cohort, context)
      case 'sql':
        return this.#inTurn(() => this.#statement(source, context))
    }
  }

  #requireResults(): void {
    const { measureResults, measuresRunning } = this.#dependencies
    if (measureResults.key !== undefined) return
    throw new AppError('not-found', measuresRunning() ? m.theMeasuresAreRunning : m.noMeasureHasAResultFor)
  }

  async #worklist(
    { view, figure }: Extract<FigureSource, { of: 'worklist' }>,
    context: Context
  ): Promise<WorklistAnswer> {
    this.#requireResults()
    const groupBy = figure === 'measures' ? 'measure' : view.groupBy
    const list = await this.#dependencies.measureResults.fetch(
      'worklist',
      {
        query: queryOf(view, '', context.asOf, today()),
        sort: view.sort,
        ...(groupBy === undefined ? {} : { groupBy }),
        revealed: false,
        offset: 0,
        limit: figure === 'measures' ? 0 : SHOWN_ROWS
      },
      context
    )
    return { view, list, provenance: this.#provenance(worklistDefinition(view), context) }
  }

  async #statement(
    { statement, values }: Extract<FigureSource, { of: 'sql' }>,
    context: Context
  ): Promise<FigureAnswer> {
    const { startSql, tablesVersion } = this.#dependencies
    this.#sql ??= startSql()
    const typed = Object.fromEntries(parameterNames(statement).map((name) => [name, typedValue(values[name] ?? '')]))
    const view = { asOf: context.asOf, revealed: false }
    const outcome = await this.#sql.run('board', statement, typed, view, tablesVersion())
    if (outcome.kind === 'error') throw new AppError('invalid-input', m.theStatementDoesNotRunOn(outcome.message))
    const rows = await this.#sql.rows('board', 0, SHOWN_ROWS, undefined, 0)
    const definition = { id: 'sql', version: '1', title: m.resultOfAStatement, text: statement, sources: [] }
    return {
      statement,
      columns: outcome.columns,
      rows,
      total: outcome.total,
      provenance: this.#provenance(definition, { asOf: context.asOf, filters: [] })
    }
  }

  async #cohort(id: string, context: Context): Promise<FigureAnswer> {
    const { store, cohorts } = this.#dependencies
    const cohort = cohorts.find(id)
    if (cohort === undefined) throw new AppError('not-found', m.theCohortOfThisFigureIs)
    return cohortAnswer(store, cohort, context, this.#dependencies.session.loaded?.label ?? '')
  }

  #provenance(definition: Provenance['definition'], { asOf, filters }: Context): Provenance {
    const label = this.#dependencies.session.loaded?.label ?? ''
    return { definition, snapshot: { id: '', label, loadedAt: 0 }, asOf, filters }
  }
}
