import { describe, expect, it } from 'vitest'
import { dataRequirements } from '#engine/measures/definition/data-requirements.ts'
import { scopeNeeds } from '../../../src-main/services/connections/scope-registry.ts'
import { packContent } from '../../support/measure-input.ts'

const typesOf = (title: string): readonly string[] =>
  scopeNeeds().flatMap(({ type, neededBy }) => (neededBy.includes(title) ? [type] : []))

describe('the types that are asked for', () => {
  it('for measures are those that the built-in measures retrieve, no more and no fewer', () => {
    const read = packContent().flatMap(({ content }) =>
      content.measures.flatMap((measure) => dataRequirements(measure, content.libraries, false).map(({ type }) => type))
    )
    expect(typesOf('Measures')).toEqual([...new Set(['Patient', ...read])].sort())
  })
  it('are none that no screen reads', () => {
    const asked = scopeNeeds().map(({ type }) => type)
    for (const type of ['Goal', 'CareTeam', 'ServiceRequest']) expect(asked).not.toContain(type)
  })
})
