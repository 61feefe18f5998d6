import { describe, expect, it } from 'vitest'
import { checkMeasure } from '#engine/measures/content/check-measure.ts'
import { compareMeasures } from '#engine/measures/content/compare-measures.ts'
import { contentHash } from '#engine/measures/content/content-hash.ts'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { readMeasure } from '#engine/measures/definition/measure-definition.ts'

const definition = readMeasure({
  resourceType: 'Measure',
  url: 'http://example.org/Measure/m',
  version: '1',
  title: 'M',
  library: ['http://example.org/Library/Main'],
  group: [
    {
      id: 'g',
      population: [{ id: 'p', code: { coding: [{ code: 'numerator' }] }, criteria: { expression: 'Numerator' } }]
    }
  ]
})

/** A library with one define that retrieves by a value set of another library, and whatever is given besides. */
function main(numerator: unknown, includes = [{ localIdentifier: 'Other', path: 'Other', version: '2' }]): unknown {
  return {
    library: {
      identifier: { id: 'Main', version: '1' },
      includes: { def: includes },
      valueSets: { def: [{ name: 'Codes', id: 'http://example.org/ValueSet/codes|3' }] },
      statements: { def: [{ name: 'Numerator', context: 'Patient', expression: numerator }] }
    }
  }
}
const retrieve = {
  type: 'Exists',
  localId: '7',
  operand: {
    type: 'Retrieve',
    dataType: '{http://hl7.org/fhir}Condition',
    codeProperty: 'code',
    codes: { type: 'ValueSetRef', name: 'Codes' }
  }
}
const call = { type: 'ExpressionRef', name: 'Helped', libraryName: 'Other' }
const both = { type: 'And', operand: [retrieve, call] }

function other(version: string, value = true): unknown {
  return {
    library: {
      identifier: { id: 'Other', version },
      statements: {
        def: [{ name: 'Helped', context: 'Patient', expression: { type: 'Literal', value: String(value) } }]
      }
    }
  }
}

function content(libraries: readonly unknown[], codes: readonly string[] | undefined): MeasureContent {
  const valueSets = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>()
  if (codes !== undefined) {
    valueSets.set('http://example.org/ValueSet/codes', new Map(codes.length === 0 ? [] : [['s', new Set(codes)]]))
  }
  return { measures: [definition], libraries: libraries.map(readElmLibrary), valueSets, problems: [] }
}
const kinds = (value: MeasureContent) => checkMeasure(definition, value).problems.map(({ kind }) => kind)

describe('what is wrong with a measure, before it runs', () => {
  it('is nothing when everything is there', () => {
    const whole = content([main(both), other('2')], ['a', 'b'])
    const { libraries, valueSets, problems } = checkMeasure(
      definition,
      whole,
      new Map([['http://example.org/ValueSet/codes', '3']])
    )
    expect(problems).toEqual([])
    expect(libraries.map(({ id }) => id)).toEqual(['Main', 'Other'])
    expect(valueSets).toEqual([
      { url: 'http://example.org/ValueSet/codes', name: 'Codes', version: '3', codes: 2, systems: ['s'] }
    ])
  })

  it.each([
    ['its library is not there', content([other('2')], ['a']), ['no-logic']],
    ['a library is missing', content([main(both)], ['a']), ['missing-library']],
    ['a library is there in another version', content([main(both), other('3')], ['a']), ['library-version']],
    ['a value set is missing', content([main(both), other('2')], undefined), ['missing-value-set']],
    ['a value set is empty', content([main(both), other('2')], []), ['empty-value-set']],
    [
      'a value set may be cut off',
      content(
        [main(both), other('2')],
        Array.from({ length: 1000 }, (_, index) => String(index))
      ),
      ['cut-off']
    ],
    [
      'an operation is not supported',
      content([main({ type: 'Divine', operand: call }), other('2')], ['a']),
      ['unsupported']
    ],
    [
      'a code is not declared',
      content([main({ type: 'CodeRef', name: 'Nothing' }), other('2')], ['a']),
      ['missing-library']
    ]
  ])('is told when %s', (_, value, expected) => {
    expect(kinds(value)).toEqual(expected)
  })

  it.each([
    ['stops a measure that nobody can be in without its codes', both, 'stops'],
    ['makes one doubtful that there is another way into', { type: 'Or', operand: [retrieve, call] }, 'doubt']
  ])('is a value set without codes, which %s', (_, numerator, severity) => {
    for (const codes of [undefined, []]) {
      const [problem] = checkMeasure(definition, content([main(numerator), other('2')], codes)).problems
      expect(problem?.severity).toBe(severity)
    }
  })

  it('leaves alone what the populations do not reach', () => {
    const unused = { type: 'Retrieve', dataType: 'x', codes: { type: 'ValueSetRef', name: 'Nowhere' } }
    const json = main(retrieve) as { library: { statements: { def: unknown[] } } }
    json.library.statements.def.push({ name: 'Unused', context: 'Patient', expression: unused })
    expect(kinds(content([json, other('2')], ['a']))).toEqual([])
  })
})

describe('the hash of content', () => {
  const whole = content([main(both), other('2')], ['a', 'b'])

  it('is the same for the same meaning', async () => {
    const moved = content(
      [
        main({ type: 'And', localId: '1', operand: [{ ...retrieve, localId: '99', locator: '1:1' }, call] }),
        other('2')
      ],
      ['b', 'a']
    )
    expect(await contentHash(definition, moved)).toBe(await contentHash(definition, whole))
  })

  it.each([
    ['code', content([main(both), other('2')], ['a', 'c'])],
    ['define', content([main(retrieve), other('2')], ['a', 'b'])],
    ['included library', content([main(both), other('2', false)], ['a', 'b'])]
  ])('is another one with another %s', async (_, changed) => {
    expect(await contentHash(definition, changed)).not.toBe(await contentHash(definition, whole))
  })
})

describe('two versions of a measure', () => {
  const side = (value: MeasureContent) => ({ content: value, check: checkMeasure(definition, value) })

  it('differ in nothing when they mean the same', () => {
    const value = content([main(both), other('2')], ['a'])
    expect(compareMeasures(side(value), side(content([main(both), other('2')], ['a'])))).toEqual({
      libraries: [],
      valueSets: [],
      defines: []
    })
  })

  it('differ in libraries, codes and defines', () => {
    const before = side(content([main(both), other('2')], ['a', 'b']))
    const after = side(content([main(both), other('3', false)], ['b', 'c']))
    expect(compareMeasures(before, after)).toEqual({
      libraries: [{ id: 'Other', before: '2', after: '3' }],
      valueSets: [
        {
          url: 'http://example.org/ValueSet/codes',
          name: 'Codes',
          change: 'changed',
          codesAdded: ['s|c'],
          codesRemoved: ['s|a']
        }
      ],
      defines: [{ library: 'Other', name: 'Helped', change: 'changed' }]
    })
  })
})
