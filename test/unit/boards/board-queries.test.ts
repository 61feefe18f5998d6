import { describe, expect, it, vi } from 'vitest'
import { BoardQueries, type BoardQueriesDependencies } from '../../../src-renderer/state/boards/board-queries.svelte.ts'
import type { SqlClient } from '../../../src-renderer/workers/sql/sql-client.ts'

const source = { of: 'sql', statement: 'select * from measure_result', values: {}, figure: 'rows' } as const
const context = { asOf: 20_000, filters: [] }

describe('a statement on a board', () => {
  it('is run again over other tables when there are other results, views or models', async () => {
    const versions: string[] = []
    const run: SqlClient['run'] = async (_, _statement, _values, _view, version) => {
      versions.push(version)
      return { kind: 'rows', columns: [], total: 0, cut: false, seconds: 0, tables: 1, scanned: 0 }
    }
    let tables = 'first'
    const figures = new BoardQueries({
      panels: { generation: 1, onReset: vi.fn() },
      quality: { versionKey: '' },
      cohorts: { version: 1 },
      risk: { version: 1 },
      session: { loaded: undefined },
      tablesVersion: () => tables,
      startSql: () => ({ run, rows: async () => [] })
    } as unknown as BoardQueriesDependencies)
    await figures.ask(source, context)
    await figures.ask(source, context)
    expect(versions).toEqual(['first'])
    tables = 'second'
    await figures.ask(source, context)
    expect(versions).toEqual(['first', 'second'])
  })
})
