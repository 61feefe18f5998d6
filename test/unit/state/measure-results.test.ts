import { describe, expect, it } from 'vitest'
import { defaultSettings, type Settings } from '#shared/settings-schema.ts'
import {
  MeasureResults,
  type MeasureResultsDependencies
} from '../../../src-renderer/state/measures/measure-results.svelte.ts'

function start(isSaved: boolean) {
  const settings = {
    value: defaultSettings,
    async set(changes: Partial<Settings>) {
      if (isSaved) settings.value = { ...settings.value, ...changes }
      return isSaved
    }
  }
  const sent: number[] = []
  const store = {
    setMeasureSettings: async ({ dueSoonDays }: { readonly dueSoonDays: number }) => void sent.push(dueSoonDays),
    addStarTable: async (_: string, name: string) => ({ id: name, title: name, measures: 1 })
  }
  const toasts = { show: () => undefined }
  const results = new MeasureResults({
    settings,
    store,
    toasts,
    source: () => 'one'
  } as unknown as MeasureResultsDependencies)
  return { results, sent }
}

describe.each([true, false])('what a site sets of measures (saved: %s)', (isSaved) => {
  it('counts as set once it is saved', async () => {
    const { results, sent } = start(isSaved)
    const benchmarks = new Map([['rate', { value: 0.7, title: 'Region' }]])
    expect(await results.setBenchmarks(benchmarks)).toBe(isSaved)
    expect(await results.setRate('other', { target: 0.5 })).toBe(isSaved)
    expect(await results.change({ dueSoonDays: 9 })).toBe(isSaved)
    expect(Object.keys(results.settings.rates).toSorted()).toEqual(isSaved ? ['other', 'rate'] : [])
    expect(sent.at(-1)).toBe(isSaved ? 9 : undefined)
  })

  it('has cut points as imported once they are saved', async () => {
    const { results } = start(isSaved)
    expect((await results.importTable('2027.csv', 'measure'))?.id).toBe(isSaved ? '2027.csv' : undefined)
  })
})
