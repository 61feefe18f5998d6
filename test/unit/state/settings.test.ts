import { describe, expect, it } from 'vitest'
import { defaultSettings, type Settings } from '#shared/settings-schema.ts'
import { SettingsState } from '../../../src-renderer/state/settings/settings.svelte.ts'
import type { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

/** Settings whose services answer when the test says so, in any order. */
function start() {
  let stored: Settings = defaultSettings
  const waiting: ((fails: boolean) => void)[] = []
  const transport = fakeTransport({
    'settings.set': (changes) =>
      new Promise((resolve, reject) =>
        waiting.push((fails) => {
          if (fails) {
            reject(new Error('the disk is full'))
            return
          }
          stored = Object.assign({}, stored, changes)
          resolve(stored)
        })
      )
  })
  const shown: string[] = []
  const toasts = { show: (text: string) => void shown.push(text) } as unknown as Toasts
  return { settings: new SettingsState(transport, toasts), waiting, shown, transport }
}

describe('settings', () => {
  it('show a change at once and take it back when it cannot be saved', async () => {
    const { settings, waiting, shown } = start()
    const saving = settings.set({ theme: 'dark' })
    expect([settings.value.theme, settings.saving]).toEqual(['dark', true])
    waiting[0]!(true)
    expect(await saving).toBe(false)
    expect([settings.value, settings.saving]).toEqual([defaultSettings, false])
    expect(shown.join()).toContain('The setting was not saved')
  })

  it('keep another change that was saved while the first one failed', async () => {
    const { settings, waiting } = start()
    const first = settings.set({ theme: 'dark' })
    const second = settings.set({ navigation: 'slim', savedViews: ['{}'] })
    waiting[1]!(false)
    expect(await second).toBe(true)
    expect(settings.value.theme).toBe('dark')
    waiting[0]!(true)
    expect(await first).toBe(false)
    expect(settings.value).toEqual({ ...defaultSettings, navigation: 'slim', savedViews: ['{}'] })
  })

  it('show a change that is on its way when the answer to one before it arrives', async () => {
    const { settings, waiting, transport } = start()
    const first = settings.set({ theme: 'dark' })
    const second = settings.set({ navigation: 'slim' })
    waiting[0]!(false)
    await first
    expect([settings.value.theme, settings.value.navigation, settings.saving]).toEqual(['dark', 'slim', true])
    transport.emit('settings.changed', defaultSettings)
    expect(settings.value.navigation).toBe('slim')
    waiting[1]!(true)
    await second
    expect(settings.value).toEqual(defaultSettings)
  })

  it('go by what was stored last, whichever answer or news comes last', async () => {
    const answers: ((settings: Settings) => void)[] = []
    const transport = fakeTransport({ 'settings.set': () => new Promise((resolve) => answers.push(resolve)) })
    const settings = new SettingsState(transport, { show: () => undefined } as unknown as Toasts)
    const first = settings.set({ theme: 'dark' })
    const second = settings.set({ theme: 'light' })
    answers[1]!({ ...defaultSettings, theme: 'light' })
    await second
    answers[0]!({ ...defaultSettings, theme: 'dark' })
    await first
    expect(settings.value.theme).toBe('light')
    const third = settings.set({ theme: 'dark' })
    // Another window changed something after this change was stored, and before its answer came.
    transport.emit('settings.changed', { ...defaultSettings, theme: 'dark', navigation: 'slim' })
    answers[2]!({ ...defaultSettings, theme: 'dark' })
    await third
    expect(settings.value.navigation).toBe('slim')
  })
})
