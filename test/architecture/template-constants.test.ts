import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

/** `{@const key = using}`, with or without taking the value apart. */
const constant = /\{@const\s+(?:\w+|\{[^}]*\})\s*=\s*(\w+)\s*\}/g

/**
 * A `{@const}` is read again whenever it is used: once a handler has cleared the state that it names, it holds nothing, and
 * what the handler does next fails.
 */
describe('constants in templates', () => {
  it('do not name state that a handler clears before it goes on', () => {
    const broken = sourceFiles('src-renderer')
      .filter((file) => file.endsWith('.svelte'))
      .flatMap((file) => {
        const source = readSource(file)
        return [...source.matchAll(constant)].flatMap(([, state]) =>
          new RegExp(`^\\s*${state} = undefined;?$`, 'm').test(source) ? [`${file}: ${state}`] : []
        )
      })
    expect(broken).toEqual([])
  })
})
