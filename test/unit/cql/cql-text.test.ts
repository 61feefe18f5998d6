import { describe, expect, it } from 'vitest'
import { completeCql, cqlDeclarations, cqlIncludes } from '#engine/cql/translate/complete-cql.ts'
import { cqlTokens } from '#engine/cql/translate/cql-tokens.ts'
import { cqlLibraryName } from '#engine/cql/translate/library-name.ts'
import { fc } from '../../support/property.ts'

const kinds = (text: string) =>
  cqlTokens(text)
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, text: piece }) => `${kind} ${piece}`)

describe('pieces of CQL', () => {
  it('joined are the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const pieces = cqlTokens(text)
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
        for (const { start, text: piece } of pieces) expect(text.slice(start, start + piece.length)).toBe(piece)
      })
    )
  })

  it('are told apart', () => {
    expect(kinds(`define "X": exists [Condition: code] // note\n  @2026-01-01 1.5 'a\\'b' /* open`)).toEqual([
      'keyword define',
      'quoted "X"',
      'operator :',
      'keyword exists',
      'operator [',
      'name Condition',
      'operator :',
      'keyword code',
      'operator ]',
      'comment // note',
      'number @2026-01-01',
      'number 1.5',
      "string 'a\\'b'",
      'comment /* open'
    ])
  })
})

describe('the name of a library', () => {
  it.each([
    ["library A version '1.2'", { name: 'A', version: '1.2' }],
    ['/* library B */ // library C\nlibrary D\nusing FHIR', { name: 'D', version: undefined }],
    ['library "With Space" version \'1\'', { name: 'With Space', version: '1' }],
    ["library org.example.Sub version '2'", { name: 'Sub', version: '2' }],
    ['define X: 1', undefined],
    ['', undefined]
  ])('of %j', (text, expected) => {
    expect(cqlLibraryName(text)).toEqual(expected)
  })
})

const common = `library Common version '1'
define "Age At End": 1
define function "Is Good"(value Integer): true
define fluent function better(value Integer): true
valueset "Hospice": 'urn:h'
`
const text = `library Mine
include Common version '1' called C
include FHIRHelpers
valueset "Diabetes": 'urn:d'
code "A1c": '4548-4' from LOINC
parameter "Measurement Period" Interval<DateTime>
define "Has Diabetes": true
define Plain: 1
`
const cqlContext = {
  libraries: { Common: common },
  valueSets: [{ name: 'Asthma', url: 'http://example.org/asthma' }],
  types: ['Condition', 'Observation']
}
const suggested = (written: string) => completeCql(text + written, text.length + written.length, cqlContext).suggestions

describe('completion', () => {
  it('reads what a text declares and includes', () => {
    expect(cqlDeclarations(text).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'value set Diabetes',
      'code A1c',
      'parameter Measurement Period',
      'define Has Diabetes',
      'define Plain'
    ])
    expect([...cqlIncludes(text)]).toEqual([
      ['C', 'Common'],
      ['FHIRHelpers', 'FHIRHelpers']
    ])
  })

  it('offers what an included library declares after its name', () => {
    expect(suggested('define "N": C.').map(({ insert }) => insert)).toEqual([
      '"Age At End"',
      'Hospice',
      '"Is Good"(',
      'better('
    ])
    expect(suggested('define "N": C."Age').map(({ text: name }) => name)).toEqual(['Age At End'])
  })

  it('offers types in a retrieve and code lists behind its colon', () => {
    expect(suggested('define "N": [').map(({ text: name }) => name)).toEqual(['Condition', 'Observation'])
    expect(suggested('define "N": [Condition: ').map(({ insert }) => insert)).toEqual(['A1c', 'Diabetes'])
  })

  it('offers each name once, however often it is declared or installed', () => {
    const twice = 'valueset "Diabetes": \'urn:other\'\ndefine "N": [Condition: '
    expect(suggested(twice).map(({ insert }) => insert)).toEqual(['A1c', 'Diabetes'])
    const valueSets = [...cqlContext.valueSets, ...cqlContext.valueSets]
    const { suggestions } = completeCql('valueset ', 9, { ...cqlContext, valueSets })
    expect(suggestions.map(({ text: name }) => name)).toEqual(['Asthma'])
  })

  it('offers installed value sets with their address', () => {
    expect(suggested('valueset ')).toEqual([
      {
        text: 'Asthma',
        insert: `"Asthma": 'http://example.org/asthma'`,
        kind: 'value set',
        detail: 'http://example.org/asthma'
      }
    ])
  })

  it('offers own defines first that begin with what was typed, and replaces it', () => {
    const written = 'define "N": Ha'
    const { start, suggestions } = completeCql(text + written, text.length + written.length, cqlContext)
    expect(start).toBe(text.length + written.length - 2)
    expect(suggestions[0]).toEqual({ text: 'Has Diabetes', insert: '"Has Diabetes"', kind: 'define', detail: 'define' })
  })

  it.each(["define N: 'in a text", 'define N: 1 // a note', 'define N: 12'])('offers nothing in %j', (written) => {
    expect(suggested(written)).toEqual([])
  })

  it('never fails, wherever the caret is', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(200), (any, index) => {
        const all = text + any
        const { start } = completeCql(all, Math.min(index, all.length), cqlContext)
        expect(start).toBeLessThanOrEqual(all.length)
      })
    )
  })
})
