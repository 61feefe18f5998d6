import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/measure-content.ts'

const profile = (name: string): string => `http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-${name}`

/** A measure of who has a diabetes whose onset is known; `more` is an expression beside it. */
function content(codes: readonly string[], more?: unknown): MeasureContent {
  const retrieve = {
    type: 'Retrieve',
    dataType: '{http://hl7.org/fhir}Condition',
    templateId: profile('condition-encounter-diagnosis'),
    codeProperty: 'code',
    codes: { type: 'ValueSetRef', name: 'Diabetes' }
  }
  const expression = {
    type: 'Exists',
    operand: { type: 'Property', path: 'onset.value', source: { type: 'First', source: retrieve } }
  }
  const defines = [
    { name: 'initial-population', expression },
    ...(more === undefined ? [] : [{ name: 'more', expression: more }])
  ]
  const elm = {
    library: {
      identifier: { id: 'L' },
      valueSets: { def: [{ name: 'Diabetes', id: 'http://v|1' }] },
      statements: { def: defines.map((one) => ({ ...one, context: 'Patient' })) }
    }
  }
  const population = defines.map(({ name }) => ({
    id: name,
    code: { coding: [{ code: name }] },
    criteria: { expression: name }
  }))
  return readMeasureContent([
    {
      resourceType: 'Measure',
      url: 'm',
      library: ['Library/L'],
      scoring: { coding: [{ code: 'cohort' }] },
      group: [{ id: 'g', population }]
    },
    {
      resourceType: 'Library',
      name: 'L',
      content: [{ contentType: 'application/elm+json', data: btoa(JSON.stringify(elm)) }]
    },
    {
      resourceType: 'ValueSet',
      url: 'http://v',
      expansion: { contains: codes.map((code) => ({ system: 's', code })) }
    }
  ])
}

describe('what is taken of the records', () => {
  it('is what the logic names, the choices of it, and what the engine itself reads', () => {
    const { keeps, types } = planExtraction(content(['1']))
    expect([...types.keys()].sort()).toEqual(['Condition', 'Patient'])
    expect(['onsetDateTime', 'onsetAge', 'code', 'id', 'category', 'modifierExtension'].filter(keeps)).toHaveLength(6)
    expect(['note', 'onsetX', 'recorder', 'meta', 'text'].filter(keeps)).toEqual([])
  })

  it('is everything where the logic walks over all that a record has', () => {
    const walk = { type: 'Descendents', source: { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Patient' } }
    expect(planExtraction(content(['1'], walk)).keeps('note')).toBe(true)
  })

  it('leaves out records whose codes no retrieve looks for', () => {
    const condition = (id: string, code: FhirObject): FhirObject => ({ resourceType: 'Condition', id, code })
    const coded = (system: string, code: string): FhirObject => ({ coding: [{ system, code }] })
    const extractor = new ChunkExtractor(planExtraction(content(['1'])), [{ first: 0, count: 1 }])
    extractor.addResource(0, condition('wanted', coded('s', '1')))
    extractor.addResource(0, condition('another code', coded('s', '2')))
    extractor.addResource(0, condition('another system', coded('t', '1')))
    extractor.addResource(0, condition('words only', { text: 'diabetes' }))
    extractor.addResource(0, { resourceType: 'Observation', id: 'o' })
    const [chunk] = extractor.finish()
    expect(chunk!.sections.map(({ type, nodes }) => [type, nodes.length])).toEqual([['Condition', 2]])
  })

  it('has another key when the codes that are looked for change', () => {
    const key = (...codes: readonly string[]): string => planExtraction(content(codes)).key
    expect(key('1')).toBe(key('1'))
    expect(key('1', '2')).toBe(key('2', '1'))
    expect(key('1')).not.toBe(key('1', '2'))
    expect(key('1')).not.toBe(key('2'))
  })
})
