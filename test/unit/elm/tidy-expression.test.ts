import { describe, expect, it } from 'vitest'
import { readElmLibrary } from '#engine/cql/elm/library/elm-library.ts'
import { tidyExpression } from '#engine/cql/elm/library/tidy-expression.ts'

const property = (path: string) => ({ type: 'Property', path })
const retrieve = { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Medication' }

describe('an expression that is made ready', () => {
  it('loses its annotations, wherever they are', () => {
    const node = { type: 'Not', annotation: [{ s: {} }], operand: { type: 'Null', annotation: [] } }
    expect(tidyExpression(node)).toEqual({ type: 'Not', operand: { type: 'Null' } })
  })

  it('is made so when a define of a library is first asked for it', () => {
    const written = { type: 'Null', annotation: [{ s: {} }] }
    const identifier = { id: 'Some', version: '1' }
    const library = readElmLibrary({
      library: { identifier, statements: { def: [{ name: 'A', context: 'Patient', expression: written }] } }
    })
    expect(written.annotation).toBeDefined()
    const { expression } = library.defines.get('A')!
    expect(expression).toEqual({ type: 'Null' })
    expect(library.defines.get('A')!.expression).toBe(expression)
  })

  it('names the innermost alias of a property that names none', () => {
    const node = tidyExpression({
      type: 'Query',
      source: [{ alias: 'Request', expression: property('outside') }],
      relationship: [
        {
          type: 'With',
          alias: 'Medication',
          expression: retrieve,
          suchThat: { type: 'Exists', operand: property('code') }
        },
        { type: 'Without', alias: 'Other', expression: property('contained'), suchThat: property('code') }
      ],
      where: { type: 'IsNull', operand: property('status') },
      return: { expression: { ...property('id'), scope: 'Medication' } }
    })
    expect(node).toMatchObject({
      source: [{ expression: property('outside') }],
      relationship: [
        { suchThat: { operand: { ...property('code'), scope: 'Medication' } } },
        {
          expression: { ...property('contained'), scope: 'Request' },
          suchThat: { ...property('code'), scope: 'Other' }
        }
      ],
      where: { operand: { ...property('status'), scope: 'Request' } },
      return: { expression: { scope: 'Medication' } }
    })
    expect(node).not.toHaveProperty('source.0.expression.scope')
  })

  it('keeps properties of a source, and those outside of any query, as they are', () => {
    const ofSource = { ...property('id'), source: retrieve }
    const node = { type: 'Query', source: [{ alias: 'R', expression: retrieve }], where: ofSource }
    expect(tidyExpression(structuredClone(node))).toEqual(node)
    expect(tidyExpression(property('id'))).toEqual(property('id'))
  })
})
