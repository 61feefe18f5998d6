import { describe, expect, it } from 'vitest'
import { SavedViews } from '../../../src-renderer/state/drafts/saved-views.svelte.ts'

const text = JSON.stringify({
  resourceType: 'ViewDefinition',
  name: 'my_people',
  status: 'active',
  resource: 'Patient',
  select: [{ column: [{ name: 'id', path: 'getResourceKey()' }] }]
})

describe('saved views', () => {
  it('are settled when the store worker knows them, not when the settings do', async () => {
    const told: number[] = []
    let tell = (): void => undefined
    const value = { savedViews: [] as readonly string[] }
    const settings = {
      value,
      set: async (next: { readonly savedViews: readonly string[] }) => Object.assign(value, next) === value
    }
    const store = {
      setViews: async (views: readonly unknown[]) => {
        await new Promise<void>((resolve) => (tell = resolve))
        told.push(views.length)
      }
    }
    const toasts = { show: () => undefined }
    const views = new SavedViews({ settings, store, toasts } as unknown as ConstructorParameters<typeof SavedViews>[0])
    const saving = views.save(text)
    let settled = false
    const waiting = views.settled().then(() => (settled = true))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect([value.savedViews.length, settled, told]).toEqual([1, false, []])
    tell()
    await Promise.all([saving, waiting])
    expect(told).toHaveLength(1)
  })
})
