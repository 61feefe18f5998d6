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
      measureResults: { versionKey: '' },
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

describe('a figure of measures on a board', () => {
  it('says that measures are running while they are, and asks to run them otherwise', async () => {
    let running = true
    const figures = new BoardQueries({
      panels: { generation: 1, onReset: vi.fn() },
      measureResults: { versionKey: '', key: undefined },
      cohorts: { version: 1 },
      risk: { version: 1 },
      session: { loaded: undefined },
      measuresRunning: () => running
    } as unknown as BoardQueriesDependencies)
    const gaps = { of: 'measures', panel: 'scorecard', params: {}, figure: 'gaps' } as const
    const before = figures.key(gaps, context)
    await expect(figures.ask(gaps, context)).rejects.toThrow('The measures are running.')
    running = false
    expect(figures.key(gaps, context)).not.toBe(before)
    await expect(figures.ask(gaps, context)).rejects.toThrow('Run the measures on the screen Measures.')
  })
})
