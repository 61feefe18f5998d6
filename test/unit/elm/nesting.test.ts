import { describe, expect, it } from 'vitest'
import { nestingOf } from '#engine/cql/elm/library/nesting.ts'

describe('how deep brackets are nested', () => {
  it.each([
    ['', `"`, 0],
    ['[{}, (())] [[', `"`, 3],
    ['["[[[[", {}]', `"`, 2],
    [String.raw`["\"[[[[", {}]`, `"`, 2],
    [String.raw`["\\", [[]]]`, `"`, 3],
    [String.raw`["\\\"[[[[", []]`, `"`, 2],
    ['["[[[[', `"`, 1],
    [String.raw`["[[[\"`, `"`, 1],
    [`('"((' "'((" ())`, `'"`, 2],
    [`('((')`, `"`, 3],
    ['[[[[[[', `"`, 5]
  ])('in %s, quoted by %s, is %d', (text, quotes, expected) => {
    expect(nestingOf(text, quotes, 4)).toBe(expected)
  })
})
