import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

/** Scrolls by itself: the browser shows and moves the caret. */
const exempt = ['src-renderer/ui/code/CodeEditor.svelte']
const scrolls = /overflow(?:-[a-z]+)?:\s*(?:auto|scroll)/

describe('boxes that scroll', () => {
  it('show by the shared cue that there is more, and can be reached by the keyboard', () => {
    const without = sourceFiles('src-renderer')
      .filter((file) => file.endsWith('.svelte') && !exempt.includes(file))
      .filter((file) => scrolls.test(readSource(file)) && !readSource(file).includes('{@attach scrollCue}'))
    expect(without).toEqual([])
  })
})
