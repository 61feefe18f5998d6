import { parameterNames } from '#engine/tables/sql/sql-engine.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { TableView } from '../../workers/store/protocol/table-protocol.ts'
import type { SqlClient } from '../../workers/sql/sql-client.ts'
import { typedValue } from '#engine/tables/sql/typed-value.ts'
import type { PastQuery, QueryTab, Shown, StatementFault } from './workbench-parts.ts'

const MAX_HISTORY = 100
const CHART_ROWS = 200

/** What statements are run over. */
export interface RunContext {
  readonly view: TableView
  /** Changes with everything that there are tables of. */
  readonly version: string
  /** Changes with the data, the date and the mask: answers under another key are dropped. */
  readonly key: string
}

/** Statements that run and ran, and the last answer of each tab. In memory only. */
export class StatementRuns {
  readonly #client: SqlClient
  readonly #context: () => RunContext
  #running = $state.raw<{ readonly tab: number; readonly since: number } | undefined>()
  #answers = $state.raw<readonly Shown[]>([])
  #faults = $state.raw<readonly StatementFault[]>([])
  #history = $state.raw<readonly PastQuery[]>([])
  #failure = $state.raw<WireError | undefined>()
  #reading = $state('')
  #ran = 0
  #key = ''

  /** @param startClient gets what hears which table is being read */
  constructor(startClient: (onReading: (table: string) => void) => SqlClient, context: () => RunContext) {
    this.#client = startClient((table) => (this.#reading = table))
    this.#context = context
  }

  get client(): SqlClient {
    return this.#client
  }

  get running(): { readonly tab: number; readonly since: number } | undefined {
    return this.#running
  }

  /** The table that is being read for the running statement; '' when the statement itself runs. */
  get reading(): string {
    return this.#reading
  }

  get history(): readonly PastQuery[] {
    return this.#history
  }

  /** Why the last statement did not run, other than an error in it. */
  get failure(): WireError | undefined {
    return this.#failure
  }

  set failure(failure: WireError | undefined) {
    this.#failure = failure
  }

  /** The last answer of a tab. */
  answer(tab: number): Shown | undefined {
    return this.#answers.find((shown) => shown.tab === tab)
  }

  /** What is wrong with the statement that ran last in a tab; undefined where it has an answer. */
  fault(tab: number): StatementFault | undefined {
    return this.#faults.find((fault) => fault.tab === tab)
  }

  /** Drops what a tab that was closed came to. */
  forget(tab: number): void {
    this.#answers = this.#answers.filter((shown) => shown.tab !== tab)
    this.#faults = this.#faults.filter((fault) => fault.tab !== tab)
  }

  /** Drops answers about other data, and ends a statement that runs over them; call it when the data, the date or the mask may have changed. */
  refresh(): void {
    const { key } = this.#context()
    if (key === this.#key) return
    this.#key = key
    this.#answers = []
    this.#faults = []
    this.#client.stop()
  }

  /** Runs the statement of a tab. @param isOpen tells whether the tab is still there when the answer comes */
  async run({ id, title, text, values }: QueryTab, isOpen: () => boolean): Promise<void> {
    if (this.#running !== undefined) return
    const { key, view, version } = this.#context()
    this.#running = { tab: id, since: Date.now() }
    this.#failure = undefined
    this.#reading = ''
    try {
      const typed = Object.fromEntries(parameterNames(text).map((name) => [name, typedValue(values[name] ?? '')]))
      const answer = String(id)
      const outcome = await this.#client.run(answer, text, typed, view, version)
      const sample = outcome.kind === 'rows' ? await this.#client.rows(answer, 0, CHART_ROWS, undefined, 0) : []
      if (key !== this.#context().key || !isOpen()) return
      this.#ran += 1
      this.#faults = this.#faults.filter(({ tab }) => tab !== id)
      if (outcome.kind === 'rows') {
        const shown = { number: this.#ran, tab: id, title, text, outcome, sample }
        this.#answers = [...this.#answers.filter(({ tab }) => tab !== id), shown]
      } else this.#faults = [...this.#faults, { tab: id, text, message: outcome.message, offset: outcome.offset }]
      this.#key = key
      const rows = outcome.kind === 'rows' ? outcome.total : undefined
      this.#history = [{ id: this.#ran, text, at: Date.now(), rows }, ...this.#history].slice(0, MAX_HISTORY)
    } catch (error) {
      const wire = toWireError(error)
      if (wire.code !== 'cancelled') this.#failure = wire
    } finally {
      this.#running = undefined
    }
  }

  /** Ends the running statement. The answers before it can no longer be paged, so they go, too. */
  cancel(): void {
    if (this.#running === undefined) return
    this.#client.stop()
    this.#answers = []
  }
}
