import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { DefinitionList } from '#shared/governance/definition.ts'
import { defaultSettings } from '#shared/settings-schema.ts'
import type { SettingsPort } from '../../../src-main/ports/host.ts'
import type { DefinitionRegistry } from '../../../src-main/services/definitions/definition-registry.ts'
import { testImportId, textStream } from '../../support/services.ts'
import { caller, codeOf, firstFile, services } from './dispatching.ts'

describe('handlers', () => {
  it('keeps settings, tells every window, and falls back for what is damaged', async () => {
    const stored = { theme: 'purple', density: 'roomy', unknown: 1 }
    const settings: SettingsPort = { read: () => stored, update: async (merge) => merge(stored) }
    const { dispatch, emitted } = services({ host: { settings } })
    const before = { ...defaultSettings, density: 'roomy' }
    expect(await dispatch('settings.get', undefined, caller)).toEqual({ ok: true, value: before })
    const after = { ...before, theme: 'light' }
    expect(await dispatch('settings.set', { theme: 'light' }, caller)).toEqual({ ok: true, value: after })
    expect(emitted).toEqual([{ name: 'settings.changed', value: after }])
  })

  it('tells every window of the newest settings last, also where those before take longer', async () => {
    let stored = {}
    const settings: SettingsPort = {
      read: () => stored,
      update: async (merge) => (stored = merge(stored) as typeof stored)
    }
    const registered = Promise.withResolvers<DefinitionList>()
    const definitions = { list: () => registered.promise } as Partial<DefinitionRegistry> as DefinitionRegistry
    const { dispatch, emitted } = services({ host: { settings }, definitions })
    const first = dispatch('settings.set', { savedViews: ['{}'] }, caller)
    const second = await dispatch('settings.set', { theme: 'light' }, caller)
    registered.resolve({ journal: 'none', definitions: [], twoPersons: false, approvedOnly: false })
    const newest = { ...defaultSettings, savedViews: ['{}'], theme: 'light' }
    expect([await first, second]).toEqual([
      { ok: true, value: newest },
      { ok: true, value: newest }
    ])
    expect(emitted.at(-1)?.value).toEqual(newest)
  })

  it('keeps the old settings when the new ones cannot be stored', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
    const settings: SettingsPort = { read: () => ({}), update: async () => Promise.reject(full) }
    const { dispatch, emitted } = services({ host: { settings } })
    expect(codeOf(await dispatch('settings.set', { theme: 'dark' }, caller))).toBe('out-of-space')
    expect(await dispatch('settings.get', undefined, caller)).toEqual({ ok: true, value: defaultSettings })
    expect(emitted).toEqual([])
  })

  it('uses the defaults when what is stored is no object', async () => {
    const { dispatch } = services({ host: { settings: { read: () => 'x', update: async (merge) => merge('x') } } })
    expect(await dispatch('settings.get', undefined, caller)).toEqual({ ok: true, value: defaultSettings })
  })

  it('offers what the program was started with until it is closed', async () => {
    const { dispatch, pending, opened, closed } = services({ files: [firstFile] })
    pending.offer(['/a', '/b'])
    const first = await dispatch('imports.pending', undefined, caller)
    expect(await dispatch('imports.pending', undefined, caller)).toEqual(first)
    expect(opened).toEqual([['/a', '/b']])
    pending.offer(['/c'])
    await dispatch('imports.pending', undefined, caller)
    expect(opened).toEqual([['/a', '/b'], ['/c']])
    await dispatch('imports.close', { importId: testImportId }, caller)
    expect(closed).toEqual([testImportId])
    expect(await dispatch('imports.pending', undefined, caller)).toEqual({ ok: true, value: undefined })
  })

  it('takes what cannot be opened off the offer', async () => {
    const imports = { open: async () => Promise.reject(new AppError('not-found', 'There is no such folder.')) }
    const { dispatch, pending } = services({ imports })
    pending.offer(['/a'])
    expect(codeOf(await dispatch('imports.pending', undefined, caller))).toBe('not-found')
    expect(await dispatch('imports.pending', undefined, caller)).toEqual({ ok: true, value: undefined })
  })

  it('hands a range of a file to the data plane', async () => {
    const asked: unknown[] = []
    const imports = {
      read: async (...args: unknown[]) => {
        asked.push(args)
        return textStream('x')
      }
    }
    const { dispatch, site } = services({ files: [firstFile], imports })
    const urlOf = async (input: object): Promise<{ url: string; bytes: number }> => {
      const reply = await dispatch('imports.stream', { importId: testImportId, file: 0, ...input }, caller)
      return (reply as { value: { url: string; bytes: number } }).value
    }
    const [whole, range, start] = [await urlOf({}), await urlOf({ offset: 5, length: 3 }), await urlOf({ length: 3 })]
    expect([whole.bytes, range.bytes, start.bytes]).toEqual([7, 3, 3])
    expect(asked).toEqual([])
    for (const { url } of [whole, range, start]) expect((await site(url)).status).toBe(200)
    expect(asked).toEqual([
      [testImportId, 0, undefined],
      [testImportId, 0, { offset: 5, length: 3 }],
      [testImportId, 0, { offset: 0, length: 3 }]
    ])
  })

  it('gives a reveal of ten minutes and shows progress', async () => {
    const { dispatch, progress } = services()
    expect(await dispatch('identity.reveal', { reason: 'care', people: 1 }, caller)).toEqual({
      ok: true,
      value: { forMs: 600_000 }
    })
    await dispatch('progress.show', { fraction: 0.25 }, caller)
    await dispatch('progress.show', {}, caller)
    expect(progress).toEqual([0.25, undefined])
  })
})
