import { expect, it } from 'vitest'
import { PopulationMemory } from '../../../src-renderer/state/settings/memory.svelte.ts'
import type { SettingsState } from '../../../src-renderer/state/settings/settings.svelte.ts'
import type { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'

const GB = 1024 ** 3

it('gives a population half of the memory of the computer, or what the user chose', async () => {
  const value = { memoryMegabytes: 0 }
  const settings = { value, set: async (changes: object) => void Object.assign(value, changes) }
  const told: number[] = []
  const shown: string[] = []
  let fails = false
  const store = {
    async setMemory(bytes: number) {
      if (fails) throw new Error('no worker')
      told.push(bytes)
    }
  }
  const toasts = { show: (text: string) => void shown.push(text) }
  const memory = new PopulationMemory(settings as unknown as SettingsState, store, toasts as unknown as Toasts, 16 * GB)
  await memory.apply()
  await memory.set(4096)
  await memory.set(0)
  expect(told).toEqual([8 * GB, 4 * GB, 8 * GB])
  fails = true
  await memory.set(1024)
  expect(shown.join()).toContain('The memory for a population was not changed.')
})
