import { describe, expect, it } from 'vitest'
import type { DataExtent } from '#engine/population/panels/results/summary-result.ts'
import { defaultSettings, type Settings } from '#shared/settings-schema.ts'
import { AsOfChoice } from '../../../src-renderer/state/session/as-of-choice.ts'
import type { Loaded } from '../../../src-renderer/state/session/loaded.ts'

const suggested = Date.UTC(2026, 9, 31) / 86_400_000
const loadedWith = (label: string, lastDay = suggested): Loaded =>
  ({ label, kind: 'files', extent: { lastDay } as DataExtent }) as unknown as Loaded

function start() {
  const settings = {
    value: defaultSettings,
    set(changes: Partial<Settings>) {
      settings.value = { ...settings.value, ...changes }
      return Promise.resolve(true)
    }
  }
  let day = suggested
  const context = { lastDay: suggested, setAsOf: (chosen: number) => void (day = chosen) }
  return { settings, choice: new AsOfChoice(settings, context), day: () => day }
}

describe('a chosen as-of date', () => {
  it('is remembered for its source, whose name is not written', async () => {
    const { choice, settings, day } = start()
    const mine = loadedWith('Jane Doe export')
    await choice.choose(mine, suggested - 31)
    expect(day()).toBe(suggested - 31)
    expect(choice.recall(mine)).toBe(suggested - 31)
    expect(choice.recall(loadedWith('another folder'))).toBeUndefined()
    expect(JSON.stringify(settings.value)).not.toContain('Jane')
  })

  it('no longer holds when the data reach further', async () => {
    const { choice } = start()
    await choice.choose(loadedWith('a'), suggested - 31)
    expect(choice.recall(loadedWith('a', suggested + 30))).toBeUndefined()
  })

  it('is forgotten by choosing the suggested one', async () => {
    const { choice, settings } = start()
    await choice.choose(loadedWith('a'), suggested - 31)
    await choice.choose(loadedWith('a'), suggested)
    expect(choice.recall(loadedWith('a'))).toBeUndefined()
    expect(settings.value.asOfChoices).toEqual({})
  })
})
