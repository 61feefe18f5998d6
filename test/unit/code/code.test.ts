import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { enterTakes } from '../../../src-renderer/ui/code/code-completion.ts'
import { CodeHistory } from '../../../src-renderer/ui/code/code-history.ts'
import { codeLines } from '../../../src-renderer/ui/code/code-token.ts'
import { jsonTokens } from '../../../src-renderer/ui/code/json-tokens.ts'
import { placeOf } from '../../../src-renderer/ui/code/text-place.ts'
import { completeView, elementNames } from '../../../src-renderer/screens/views/complete-view.ts'
import { viewTokens } from '../../../src-renderer/screens/views/view-code.ts'
import { sqlCodeTokens } from '../../../src-renderer/ui/code/sql-code.ts'
import { canonicalViews } from '../../support/canonical-views.ts'

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom('"', "'", '\\', '{', ':', '"path"', 'name.', 'a(', '\n', ' ', '--', '12', '%x'), {
      maxLength: 30
    })
    .map((list) => list.join(''))
)

describe('the pieces of code', () => {
  it.each([
    ['JSON', jsonTokens],
    ['a view', viewTokens],
    ['SQL', sqlCodeTokens]
  ])('of %s are the whole text, in order', (_, tokenize) => {
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = tokenize(text)
        expect(tokens.map((token) => token.text).join('')).toBe(text)
        for (const token of tokens) expect(text.startsWith(token.text, token.start)).toBe(true)
      })
    )
  })

  it('stand on the lines of the text, with what is wrong marked', () => {
    fc.assert(
      fc.property(texts, fc.nat(60), fc.nat(20), (text, from, length) => {
        const start = Math.min(from, text.length)
        const end = Math.min(start + 1 + length, text.length)
        const lines = codeLines(sqlCodeTokens(text), [{ start, end, message: '' }])
        expect(lines.map((pieces) => pieces.map((piece) => piece.text).join('')).join('\n')).toBe(text)
        const marked = lines
          .flatMap((pieces) => pieces.filter(({ wrong }) => wrong).map((piece) => piece.text))
          .join('')
        if (start < end) expect(marked).toBe(text.slice(start, end).replaceAll('\n', ''))
      })
    )
    const [line] = codeLines(sqlCodeTokens('a bc'), [{ start: 2, end: 2, message: '' }])
    expect(line!.filter(({ wrong }) => wrong).map((piece) => piece.text)).toEqual(['bc'])
  })

  it('have their kinds', () => {
    const kinds = viewTokens(`{ "path": "name.where(use = 'official').given.first() + %c", "x": 1 }`)
      .filter(({ text }) => /\w/.test(text))
      .map(({ kind, text }) => `${text} ${kind}`)
    expect(kinds).toEqual([
      '"path" property',
      'name name',
      'where keyword',
      'use name',
      "'official' string",
      'given name',
      'first keyword',
      '%c parameter',
      '"x" property',
      '1 number'
    ])
  })
})

describe('Enter with suggestions open', () => {
  const list = ['clinical_status', 'code', 'code_display'].map((text) => ({ text, kind: 'column', detail: '' }))
  it('breaks the line after one letter, which is as likely an alias', () => {
    expect(enterTakes(list, { typed: 'c', moved: false })).toBe(false)
  })
  it('breaks the line after a word that is complete', () => {
    expect(enterTakes(list, { typed: 'CODE', moved: false })).toBe(false)
  })
  it('completes the beginning of a word, and whatever the user moved to', () => {
    expect(enterTakes(list, { typed: 'clin', moved: false })).toBe(true)
    expect(enterTakes(list, { typed: 'c', moved: true })).toBe(true)
    expect(enterTakes([], { typed: 'clin', moved: true })).toBe(false)
  })
})

describe('line and column', () => {
  it('count from 1', () => {
    expect(placeOf('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
    expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 })
  })
})

describe('undoing', () => {
  it('takes back words, and brings them again', () => {
    const history = new CodeHistory('')
    for (const text of ['S', 'SE', 'SEL', 'SEL ', 'SEL a', 'SEL ab']) history.note(text, text.length)
    expect(history.undo()?.text).toBe('SEL ')
    expect(history.undo()?.text).toBe('SEL')
    expect(history.redo()?.text).toBe('SEL ')
    expect(history.undo()?.text).toBe('SEL')
    expect(history.undo()?.text).toBe('')
    expect(history.undo()).toBeUndefined()
    history.note('x', 1)
    expect(history.redo()).toBeUndefined()
  })

  it('keeps every text that a change left behind, up to its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', 'a b', 'long text', 'c d'), { minLength: 1, maxLength: 40 }), (list) => {
        const history = new CodeHistory('start')
        const states = ['start']
        for (const text of list) {
          if (text !== states.at(-1)) states.push(text)
          history.note(text, text.length)
        }
        for (const text of states.slice(0, -1).reverse()) expect(history.undo()?.text).toBe(text)
        expect(history.undo()).toBeUndefined()
        for (const text of states.slice(1)) expect(history.redo()?.text).toBe(text)
      })
    )
  })
})

describe('suggestions in a view', () => {
  const known = {
    types: ['Condition', 'Patient'],
    elements: elementNames([...canonicalViews('r4').values()])
  }
  /** `|` is the caret. */
  const offered = (text: string): readonly string[] => {
    const caret = text.indexOf('|')
    return completeView(text.replace('|', ''), caret, known).suggestions.map((each) => each.text)
  }
  it('are members, types, elements and functions, by place', () => {
    expect(offered('{ "resource": "P|" }')).toEqual(['Patient'])
    expect(offered('{ "des|" }')).toEqual(['description'])
    expect(offered('{ "select": [{ "fo|" }] }')).toEqual(['forEach', 'forEachOrNull'])
    expect(offered('{ "select": [{ "column": [{ "na|" }] }] }')).toEqual(['name'])
    expect(offered('{ "select": [{ "column": [{ "name": "a", "type": "dat|" }] }] }')).toEqual(['date', 'dateTime'])
    expect(offered('{ "resource": "Patient", "select": [{ "column": [{ "path": "birth|" }] }] }')).toEqual([
      'birthDate'
    ])
    expect(offered('{ "select": [{ "forEach": "name.whe|" }] }')).toEqual(['where()'])
    expect(
      offered('{ "constant": [{ "name": "loinc", "valueString": "x" }], "select": [{ "repeat": ["%lo|"] }] }')
    ).toEqual(['%loinc'])
  })
  it('are none in free text, and outside of texts', () => {
    expect(offered('{ "description": "wh|" }')).toEqual([])
    expect(offered('{ "name": "x" | }')).toEqual([])
    expect(offered('|')).toEqual([])
  })
})
