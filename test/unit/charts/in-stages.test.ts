import { resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { inStages as InStages } from '../../../src-renderer/charts/drawing/in-stages.svelte.ts'
import type * as NextTask from '../../../src-renderer/state/feedback/yield-to-paint.ts'
import { browserModule, nativeModule, runes } from '../../support/browser-module.ts'

const source = resolve(import.meta.dirname, '../../../src-renderer')
const { yieldToPaint } = nativeModule(resolve(source, 'state/feedback/yield-to-paint.ts')) as typeof NextTask

/** Three parts of a screen that show a value, and a way to change it. */
function screen(first: string): { readonly shown: () => readonly string[]; readonly set: (value: string) => void } {
  const { inStages } = browserModule(resolve(source, 'charts/drawing/in-stages.svelte.ts')) as {
    readonly inStages: typeof InStages
  }
  const { state, get, set, effect_root: root, flush } = runes()
  const value = state(first)
  let stages: readonly (() => string)[] = []
  onTestFinished(
    root(() => {
      stages = inStages(() => get(value) as string, 3)
    })
  )
  flush()
  return {
    shown: () => stages.map((read) => read()),
    set: (next) => {
      set(value, next)
      flush()
    }
  }
}

describe('a value in stages', () => {
  it('is there at once in all parts of a screen that is set up', () => {
    expect(screen('a').shown()).toEqual(['a', 'a', 'a'])
  })

  it('comes to the first part at once and to the others one task after another', async () => {
    const { shown, set } = screen('a')
    await settled()
    set('b')
    expect(shown()).toEqual(['b', 'a', 'a'])
    await yieldToPaint()
    expect(shown()).toEqual(['b', 'b', 'a'])
    await yieldToPaint()
    expect(shown()).toEqual(['b', 'b', 'b'])
  })

  it('that is replaced on its way goes no further', async () => {
    const { shown, set } = screen('a')
    await settled()
    set('b')
    set('c')
    expect(shown()).toEqual(['c', 'a', 'a'])
    await settled()
    expect(shown()).toEqual(['c', 'c', 'c'])
  })
})

/** Until every part has what it is to show. */
async function settled(): Promise<void> {
  for (let task = 0; task < 8; task++) await yieldToPaint()
}
