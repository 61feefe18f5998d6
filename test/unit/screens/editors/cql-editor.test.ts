import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CqlTranslation } from '#engine/cql/translate/translate-cql.ts'
import { AppError } from '#shared/app-error.ts'
import { CqlEditor } from '../../../../src-renderer/screens/cql/cql-editor.svelte.ts'
import type { ContentClient } from '../../../../src-renderer/workers/content/content-client.ts'
import { installedMeasure } from '../../../support/installed-measure.ts'
import { draftDisk, editorApp, type DraftDisk } from './editor-app.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const first = installedMeasure('first', { version: '1.0.0' })
const second = installedMeasure('second', { version: '2.0.0' })
const errorAt = {
  severity: 'error',
  message: 'wrong',
  start: 0,
  end: 1
} as unknown as CqlTranslation['problems'][number]
const good: CqlTranslation = { name: 'L', version: '1', elm: { library: {} }, problems: [] }
const wrong: CqlTranslation = { name: 'L', version: '1', elm: undefined, problems: [errorAt] }

async function opened(disk: DraftDisk = draftDisk()) {
  /** Translations and evaluations under way, answered by the test. */
  const translations: { text: string; resolve: (value: CqlTranslation) => void; reject: (error: Error) => void }[] = []
  const runs: { cql: string | undefined; resolve: (patients: number) => void }[] = []
  const texts: ((cql: string | undefined) => void)[] = []
  const saves: (() => void)[] = []
  const store = {
    measureText: (id: string) => new Promise((resolve) => texts.push((cql) => resolve([{ id, version: '1', cql }]))),
    installedValueSets: async () => [],
    runDraft: ({ library }: { library: { cql: string | undefined } }) =>
      new Promise((resolve) =>
        runs.push({
          cql: library.cql,
          resolve: (patients) => resolve({ problems: [], rates: [], cases: [], errors: [], patients, seconds: 0 })
        })
      ),
    measureResource: () => new Promise((_, reject) => saves.push(() => reject(new AppError('internal', 'Not saved.')))),
    caseOf: async () => ({ name: 'case 1' })
  }
  const client = {
    api: {
      translate: (text: string) =>
        new Promise<CqlTranslation>((resolve, reject) => translations.push({ text, resolve, reject }))
    },
    stop: vi.fn()
  }
  const app = await editorApp(disk, store)
  const editor = new CqlEditor(app, () => client as unknown as ContentClient)
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)
  const pause = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1_000)
  async function openMeasure(measure = first, cql = 'library L'): Promise<void> {
    void editor.open(measure)
    await settle()
    texts.pop()!(cql)
    await settle()
  }
  return { app, disk, editor, translations, runs, texts, saves, settle, pause, openMeasure, client }
}

describe('the text of a measure', () => {
  it('never shows the translation of an older text', async () => {
    const { editor, translations, openMeasure, pause, settle } = await opened()
    await openMeasure()
    editor.write('library L // one')
    await pause()
    editor.write('library L // two')
    await pause()
    expect(translations.map(({ text }) => text)).toEqual(['library L // one', 'library L // two'])
    translations[1]!.resolve(good)
    await settle()
    translations[0]!.resolve(wrong)
    await settle()
    expect(editor.evaluation.problems).toEqual([])
  })

  it('never shows the numbers of an older text as those of the present one', async () => {
    const { editor, translations, runs, openMeasure, pause, settle } = await opened()
    await openMeasure()
    await pause()
    translations[0]!.resolve(good)
    await settle()
    runs[0]!.resolve(10)
    await settle()
    expect([editor.evaluation.outcome?.patients, editor.evaluation.isEarlier]).toEqual([10, false])
    editor.write('library L // one')
    expect(editor.evaluation.isEarlier).toBe(true)
    await pause()
    translations[1]!.resolve(good)
    await settle()
    editor.write('library L // two')
    runs[1]!.resolve(20)
    await settle()
    expect([editor.evaluation.outcome?.patients, editor.evaluation.isEarlier]).toEqual([10, true])
  })

  it('cannot be saved while it is translated or evaluated, nor with the translation of an older text', async () => {
    const { editor, translations, runs, openMeasure, pause, settle } = await opened()
    await openMeasure()
    editor.write('library L // one')
    expect([editor.state, editor.canSave]).toEqual(['translating', false])
    await pause()
    expect(editor.canSave).toBe(false)
    translations[0]!.resolve(good)
    await settle()
    expect([editor.state, editor.canSave]).toEqual(['running', false])
    runs[0]!.resolve(1)
    await settle()
    expect([editor.state, editor.canSave]).toEqual(['idle', true])
    editor.write('library L // two')
    await pause()
    translations[1]!.reject(new AppError('internal', 'The worker stopped.'))
    await settle()
    expect([editor.state, editor.error, editor.canSave]).toEqual(['idle', 'The worker stopped.', false])
  })

  it('shows nothing of the measure before when another one is opened', async () => {
    const { editor, translations, runs, openMeasure, pause, settle } = await opened()
    await openMeasure(first)
    await pause()
    translations[0]!.resolve({ ...good, problems: [{ ...errorAt, severity: 'warning' }] })
    await settle()
    runs[0]!.resolve(10)
    await settle()
    await editor.cases.add(0)
    expect([editor.evaluation.outcome?.patients, editor.evaluation.cases.length]).toEqual([10, 1])
    await openMeasure(second, 'library Second')
    const { outcome, problems, cases } = editor.evaluation
    expect([editor.text, outcome, problems, cases]).toEqual(['library Second', undefined, [], []])
  })

  it('is that of the measure that was opened last, also when the one before answers later', async () => {
    const { editor, texts, settle } = await opened()
    void editor.open(first)
    void editor.open(second)
    await settle()
    texts[1]!('library Second')
    await settle()
    texts[0]!('library First')
    await settle()
    expect([editor.base?.id, editor.text, editor.version]).toEqual(['second', 'library Second', '2.0.1'])
  })

  it('cannot be changed where the measure has no CQL', async () => {
    const { editor, texts, settle } = await opened()
    void editor.open(first)
    await settle()
    texts[0]!(undefined)
    await settle()
    expect([editor.state, editor.changed, editor.canSave]).toEqual(['idle', false, false])
    expect(editor.error).toContain('without its CQL text')
  })

  it('stays a draft when saving fails', async () => {
    const { editor, translations, runs, saves, openMeasure, pause, settle, disk } = await opened()
    await openMeasure()
    editor.write('library L // one')
    await pause()
    translations[0]!.resolve(good)
    await settle()
    runs[0]!.resolve(1)
    await settle()
    void editor.save()
    expect([editor.state, editor.canSave]).toEqual(['saving', false])
    saves[0]!()
    await settle()
    expect([editor.state, editor.error, editor.text]).toEqual(['idle', 'Not saved.', 'library L // one'])
    expect(disk.drafts.size).toBe(1)
  })
})

describe('a draft of a measure', () => {
  it('is there again after a reload, with its version', async () => {
    const before = await opened()
    await before.openMeasure()
    before.editor.write('library L // mine')
    before.editor.version = '9.0.0'
    await before.app.drafts.flush()
    before.editor.close()
    expect(before.client.stop).not.toHaveBeenCalled()
    const { editor, openMeasure } = await opened(before.disk)
    await openMeasure()
    expect([editor.text, editor.version, editor.changed]).toEqual(['library L // mine', '9.0.0', true])
  })

  it('is there again after an unlock, also in an editor that was opened before', async () => {
    const before = await opened()
    await before.openMeasure()
    before.editor.write('library L // mine')
    await before.app.drafts.flush()
    before.disk.lock.open = false
    const { editor, openMeasure, settle, disk } = await opened(before.disk)
    await openMeasure()
    expect(editor.changed).toBe(false)
    disk.lock.open = true
    disk.transport.emit('snapshots.changed', {})
    await settle()
    expect([editor.text, editor.changed]).toEqual(['library L // mine', true])
  })

  it('of one window is not overwritten by another window without a word', async () => {
    const disk = draftDisk()
    const [first, other] = [await opened(disk), await opened(disk)]
    await first.openMeasure()
    await other.openMeasure()
    first.editor.write('library L // one')
    await first.app.drafts.flush()
    other.editor.write('library L // other')
    await other.app.drafts.flush()
    const [name] = other.app.drafts.conflicts
    expect([...disk.drafts.values()].map(({ text }) => text).join()).toContain('// one')
    other.app.drafts.takeOther(name!)
    expect(other.editor.text).toBe('library L // one')
  })

  it('of different measures do not get in each other\u2019s way', async () => {
    const disk = draftDisk()
    const [left, right] = [await opened(disk), await opened(disk)]
    await left.openMeasure(first)
    await right.openMeasure(second)
    left.editor.write('library L // one')
    right.editor.write('library L // other')
    await left.app.drafts.flush()
    await right.app.drafts.flush()
    expect([disk.drafts.size, right.app.drafts.conflicts]).toEqual([2, []])
  })

  it('is gone when it is discarded, and comes back with Undo', async () => {
    const { editor, app, disk, openMeasure, settle } = await opened()
    await openMeasure()
    editor.write('library L // one')
    await app.drafts.flush()
    const undo = editor.discard()
    await settle()
    expect([editor.text, disk.drafts.size]).toEqual(['library L', 0])
    undo()
    await app.drafts.flush()
    expect(disk.drafts.size).toBe(1)
  })

  it('has its own test cases again after a reload, and exchanges them as Bundles', async () => {
    const editor = await opened()
    await editor.openMeasure()
    const item = (name: string) => ({
      name,
      patientId: 'p',
      period: { start: '2026-01-01', end: '2026-12-31' },
      resources: [{ resourceType: 'Patient', id: 'p' }],
      expected: { rate: { numerator: 1 } }
    })
    editor.editor.cases.save([item('A'), item('B')])
    editor.editor.cases.save([{ ...item('C'), expected: { rate: { numerator: 0 } } }], 'B')
    const undo = editor.editor.cases.drop('A')
    undo()
    const file = editor.editor.cases.export()
    await editor.app.drafts.flush()

    const two = await opened(editor.disk)
    await two.openMeasure()
    const names = () => two.editor.cases.all.map(({ name, expected }) => [name, expected['rate']?.['numerator']])
    expect(names()).toEqual([
      ['A', 1],
      ['C', 0]
    ])
    two.editor.cases.drop('C')
    expect(two.editor.cases.import([file])).toBe(2)
    expect(names().toSorted()).toEqual([
      ['A', 1],
      ['C', 0]
    ])
    // Cases of one measure are not those of another.
    await two.openMeasure(second)
    expect(names()).toEqual([])
    expect(two.editor.cases.import([file])).toBeUndefined()
    expect(two.editor.error).toMatch(/cases of another measure/)
    expect(two.editor.cases.import(['{'])).toBeUndefined()
    expect(two.editor.error).toMatch(/not JSON/)
  })
})
