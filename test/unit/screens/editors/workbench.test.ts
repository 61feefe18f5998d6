import { describe, expect, it, vi } from 'vitest'
import { Workbench } from '../../../../src-renderer/state/sql/workbench.svelte.ts'
import type { SqlClient } from '../../../../src-renderer/workers/sql/sql-client.ts'
import type { SqlOutcome } from '../../../../src-renderer/workers/sql/sql-protocol.ts'
import { draftDisk, editorApp, type DraftDisk } from './editor-app.ts'

async function opened(disk: DraftDisk = draftDisk()) {
  const runs: ((rows: number | string) => void)[] = []
  const client = {
    run: () =>
      new Promise<SqlOutcome>((resolve) =>
        runs.push((total) =>
          resolve(
            typeof total === 'string'
              ? { kind: 'error', message: total, offset: 0 }
              : { kind: 'rows', columns: [], total, cut: false, seconds: 0, tables: 1, scanned: 1 }
          )
        )
      ),
    rows: async () => [],
    counts: async () => [],
    file: async () => new Blob(),
    stop: vi.fn()
  } satisfies SqlClient
  const app = await editorApp(disk, { tables: async () => [] })
  const listeners: (() => void)[] = []
  Object.assign(app.panels, { onReset: (listener: () => void) => listeners.push(listener) })
  const reset = (): void => listeners.forEach((listener) => listener())
  return { app, disk, runs, client, reset, bench: new Workbench(app, () => client) }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the SQL workbench', () => {
  it('says when an answer is that of an earlier text', async () => {
    const { bench, runs } = await opened()
    bench.write('SELECT 1')
    const run = bench.run()
    bench.write('SELECT 2')
    runs[0]!(7)
    await run
    expect([bench.shown?.text, bench.isEarlier]).toEqual(['SELECT 1', true])
  })

  it('leaves the last answer where it is when a statement cannot run', async () => {
    const { bench, runs } = await opened()
    const text = 'SELECT 1'
    bench.write(text)
    const run = bench.run()
    runs[0]!(7)
    await run
    bench.write('SELEC 1')
    const wrong = bench.run()
    runs[1]!('syntax error')
    await wrong
    const state = () => [bench.error?.message, bench.shown?.text, bench.shown?.outcome.total, bench.isEarlier]
    expect(state()).toEqual(['syntax error', text, 7, true])
    bench.write(text)
    expect(state()).toEqual([undefined, text, 7, false])
    // The same text with values with which it cannot run.
    const again = bench.run()
    runs[2]!('not a number')
    await again
    expect(state()).toEqual(['not a number', text, 7, true])
    const last = bench.run()
    runs[3]!(8)
    await last
    expect(state()).toEqual([undefined, text, 8, false])
  })

  it('shows each tab its own answer', async () => {
    const { bench, runs } = await opened()
    const first = bench.tab.id
    const run = bench.run()
    runs[0]!(7)
    await run
    bench.openEmpty()
    expect([bench.shown, bench.tab.title]).toEqual([undefined, `Query ${bench.tab.id}`])
    bench.write('SELECT 1')
    const other = bench.run()
    runs[1]!(1)
    await other
    const rows = () => bench.shown?.outcome.total
    expect(rows()).toBe(1)
    bench.select(first)
    expect(rows()).toBe(7)
  })

  it('gives a tab the title of its text: as it was opened, by its first comment, or a number', async () => {
    const { bench } = await opened()
    const { id, title, text } = bench.tab
    const titles = (texts: readonly string[]) =>
      texts.map((each) => {
        bench.write(each)
        return bench.tab.title
      })
    expect(titles(['SELECT 2', text, '-- People by payer\nSELECT 1', `-- ${'long '.repeat(20)}`, 'SELECT 1'])).toEqual([
      `Query ${id}`,
      title,
      'People by payer',
      'long long long long long long long long…',
      `Query ${id}`
    ])
  })

  it('drops an answer about data that are no longer shown', async () => {
    const { app, bench, runs } = await opened()
    const run = bench.run()
    Object.assign(app.panels, { generation: 2 })
    await bench.refresh()
    runs[0]!(7)
    await run
    expect(bench.shown).toBeUndefined()
  })

  it('ends a statement and forgets every answer when the data are closed, whichever screen is shown', async () => {
    const { app, bench, runs, client, reset } = await opened()
    const first = bench.run()
    runs[0]!(7)
    await first
    void bench.run()
    client.stop.mockClear()
    Object.assign(app.panels, { generation: -1 })
    reset()
    expect(bench.shown).toBeUndefined()
    // The worker has the tables of these people until it is stopped.
    expect(client.stop).toHaveBeenCalledOnce()
  })

  it('drops the answer of a tab that was closed while it ran', async () => {
    const { bench, runs } = await opened()
    bench.open('Mine', 'SELECT 1')
    const { id } = bench.tab
    const run = bench.run()
    bench.close(id)
    runs[0]!(7)
    await run
    expect([bench.runs.answer(id), bench.runs.running, bench.runs.history]).toEqual([undefined, undefined, []])
  })

  it('has tabs, values and saved statements again after a reload', async () => {
    const before = await opened()
    before.bench.open('Mine', 'SELECT :n')
    before.bench.setValue('n', '5')
    await before.bench.save('Everybody', 'All of them')
    before.bench.open('One', "SELECT * FROM patient WHERE family = 'Doe'")
    await before.bench.save('One person', '')
    await before.app.drafts.flush()
    const { bench, app } = await opened(before.disk)
    Object.assign(app.settings.value, before.app.settings.value)
    bench.select(bench.tabs.find(({ title }) => title === 'Everybody')!.id)
    expect([bench.tab.text, bench.tab.values]).toEqual(['SELECT :n', { n: '5' }])
    expect(bench.saved.all).toEqual([
      { title: 'Everybody', description: 'All of them', text: 'SELECT :n', sealed: false },
      { title: 'One person', description: '', text: "SELECT * FROM patient WHERE family = 'Doe'", sealed: true }
    ])
    // What may name a person is never in the settings, which are readable.
    expect(JSON.stringify(app.settings.value)).not.toContain('Doe')
    bench.openEmpty()
    expect(new Set(bench.tabs.map(({ id }) => id)).size).toBe(bench.tabs.length)
  })

  it('renames, replaces and deletes saved statements', async () => {
    const { bench } = await opened()
    const titles = () => bench.saved.all.map(({ title, text }) => [title, text])
    await bench.saved.save([
      { title: 'A', text: 'SELECT 1' },
      { title: 'B', text: "SELECT 1 FROM patient WHERE id = 'x'" }
    ])
    await bench.saved.save([{ title: 'A', text: 'SELECT 2' }])
    expect(titles()).toEqual([
      ['A', 'SELECT 2'],
      ['B', "SELECT 1 FROM patient WHERE id = 'x'"]
    ])
    await bench.saved.save([{ title: 'C', text: 'SELECT 2' }], 'A')
    // Of the same name but about a person: it moves to the sealed ones.
    await bench.saved.save([{ title: 'C', text: "SELECT 3 FROM patient WHERE given = 'x'" }])
    expect(bench.saved.all.map(({ title, sealed }) => [title, sealed])).toEqual([
      ['B', true],
      ['C', true]
    ])
    await bench.saved.remove('B')
    await bench.saved.remove('C')
    expect(titles()).toEqual([])
  })

  it('that cannot save a statement calls neither the statement nor its tab saved', async () => {
    const { app, bench } = await opened()
    await bench.saved.save([{ title: 'Gone', text: 'SELECT 0' }])
    bench.write("SELECT 1 FROM patient WHERE id = 'x'")
    const before = [bench.tab.title, bench.saved.all]
    vi.spyOn(app.settings, 'set').mockResolvedValue(false)
    const { text } = bench.tab
    // It would move from the settings to the sealed ones.
    expect(await bench.saved.save([{ title: 'Gone', text }])).toBe(false)
    expect(await bench.saved.remove('Gone')).toBe(false)
    bench.write('SELECT 2')
    expect(await bench.save('Mine', '')).toBe(false)
    bench.write(text)
    expect([bench.tab.title, bench.saved.all]).toEqual(before)
  })

  it('calls the tab by its new name that was saved, whichever is open by then', async () => {
    const { app, bench } = await opened()
    bench.write('SELECT 1')
    const { id } = bench.tab
    const { promise, resolve } = Promise.withResolvers<boolean>()
    vi.spyOn(app.settings, 'set').mockReturnValueOnce(promise)
    const saving = bench.save('Mine', '')
    bench.openEmpty()
    resolve(true)
    expect(await saving).toBe(true)
    expect(bench.tabs.filter(({ title }) => title === 'Mine').map((tab) => tab.id)).toEqual([id])
  })

  it('has them again after an unlock', async () => {
    const before = await opened()
    before.bench.open('Mine', 'SELECT 1')
    await before.app.drafts.flush()
    before.disk.lock.open = false
    const { bench, disk } = await opened(before.disk)
    expect(bench.tab.text).not.toBe('SELECT 1')
    disk.lock.open = true
    disk.transport.emit('snapshots.changed', {})
    await settle()
    expect(bench.tab.text).toBe('SELECT 1')
  })

  it('of two windows asks which one stays', async () => {
    const disk = draftDisk()
    const [first, other] = [await opened(disk), await opened(disk)]
    first.bench.open('One', 'SELECT 1')
    await first.app.drafts.flush()
    other.bench.open('Other', 'SELECT 2')
    await other.app.drafts.flush()
    expect([other.app.drafts.conflicts, other.bench.tab.text]).toEqual([['sql'], 'SELECT 2'])
    expect(disk.drafts.get('sql')?.text).toContain('SELECT 1')
    other.app.drafts.takeOther('sql')
    expect(other.bench.tab.text).toBe('SELECT 1')
  })
})
