import { nameInLocale } from '#shared/messages/locale.ts'
import { workersMessages as m } from '#messages/workers.ts'
import { AppError } from '#shared/app-error.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import type { StoreApi } from '../store/protocol/store-protocol.ts'
import type { TableView } from '../store/protocol/table-protocol.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import { connectThread, type ThreadConnection } from '#engine/base/threads/thread-connection.ts'
import { webThread } from '../base/web-thread.ts'
import type { SqlApi, SqlOutcome, SqlPageApi } from './sql-protocol.ts'

/** The page's handle on the SQL worker, which is started when it is first needed. */
export interface SqlClient {
  /**
   * Runs a statement over the tables of a view; another view, or other data, starts the worker again.
   * @param key names the answer, see {@link SqlApi.run}
   * @param version of the data and of everything else that there are tables of
   * @throws AppError `cancelled`
   */
  run(
    key: string,
    statement: string,
    parameters: Readonly<Record<string, string | number | null>>,
    view: TableView,
    version: string
  ): Promise<SqlOutcome>
  readonly rows: SqlApi['rows']
  readonly counts: SqlApi['counts']
  readonly file: SqlApi['file']
  /** Ends what is running, and forgets every answer. */
  stop(): void
}

interface Running {
  readonly thread: ThreadConnection<SqlApi>
  readonly key: string
  readonly opened: Promise<void>
}

/** @param onReading is told which table is being read; '' when the statement itself runs */
export function createSqlClient(
  store: Pick<StoreApi, 'tables' | 'tableParts'>,
  onReading: (table: string) => void
): SqlClient {
  let running: Running | undefined

  const start = (key: string, view: TableView): Running => {
    const worker = new Worker(new URL('./sql.worker.ts', import.meta.url), {
      type: 'module',
      name: nameInLocale('sql')
    })
    const host: SqlPageApi = {
      async parts(need) {
        const parts = await store.tableParts(need, view)
        return transfer(parts, buffersIn(parts))
      },
      reading: onReading
    }
    const thread = connectThread<SqlApi>(webThread(worker), {
      host,
      failure: () =>
        new AppError('internal', m.theSQLEngineStoppedPerhapsFor, {
          retryable: true
        })
    })
    const opened = store.tables(view.asOf).then((catalog) => thread.api.open(catalog, view.asOf))
    // Whoever asks for a statement waits for it, and hears of the failure.
    opened.catch(() => undefined)
    return { thread, key, opened }
  }

  const stop = (): void => {
    void running?.thread.end(new AppError('cancelled', m.theStatementWasCancelled))
    running = undefined
  }

  const present = (): SqlApi => {
    if (running === undefined) throw new AppError('not-found', m.runTheStatementAgainToSee)
    return running.thread.api
  }

  return {
    async run(key, statement, parameters, view, version) {
      const tables = JSON.stringify([version, view])
      if (running !== undefined && (running.key !== tables || running.thread.isEnded)) stop()
      const mine = (running ??= start(tables, view))
      try {
        await Promise.race([mine.opened, mine.thread.ended])
        return await mine.thread.api.run(key, statement, parameters)
      } catch (error) {
        // An engine that failed in itself is of no more use.
        if (running === mine && error instanceof AppError && error.code === 'internal') stop()
        throw error
      }
    },
    rows: (...asked) => present().rows(...asked),
    counts: (...asked) => present().counts(...asked),
    file: (...asked) => present().file(...asked),
    stop
  }
}
