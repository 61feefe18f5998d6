import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { RecordCache } from '#engine/measures/chunk/record-cache.ts'
import { chunkBytes, type MeasureChunk } from '#engine/measures/chunk/measure-chunk.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'

const profile = (name: string): string => `http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-${name}`

/** A measure of who has a diabetes whose onset is known; `more` is an expression next to it. */
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
      statements: { def: defines.map((define) => ({ ...define, context: 'Patient' })) }
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

  it('tells codes that are looked for from others, whatever their order', () => {
    const parts = (...codes: readonly string[]): readonly string[] =>
      planExtraction(content(codes)).types.get('Condition')!.sought![0]!.codes.parts
    expect(parts('1')).toEqual(parts('1'))
    expect(parts('1', '2')).toEqual(parts('2', '1'))
    expect(parts('1')).not.toEqual(parts('1', '2'))
    expect(parts('1')).not.toEqual(parts('2'))
  })
})

describe('what was taken of the records', () => {
  const plan = planExtraction(content(['1']))
  const chunksOf = (members: FhirObject): readonly MeasureChunk[] => {
    const extractor = new ChunkExtractor(plan, [{ first: 0, count: 1 }])
    extractor.addResource(0, {
      resourceType: 'Condition',
      id: 'c',
      code: { coding: [{ system: 's', code: '1' }] },
      ...members
    })
    return extractor.finish()
  }

  it('serves what reads no more of it', () => {
    const held = new RecordCache(Infinity)
    const number = held.add(plan, chunksOf({ note: [{ text: 'left out' }] }))
    expect(held.find(plan)).toEqual({
      parts: [{ extraction: number, types: ['Patient', 'Condition'] }],
      missing: new Set()
    })
    const all = planExtraction(
      content(['1'], { type: 'Descendents', source: { type: 'Retrieve', dataType: '{http://hl7.org/fhir}Patient' } })
    )
    // The condition has a member that was left out; of patients none was met.
    expect(held.find(all)).toEqual({
      parts: [{ extraction: number, types: ['Patient'] }],
      missing: new Set(['Condition'])
    })
  })

  it('does not serve anybody when it has more members than can be remembered', () => {
    const held = new RecordCache(Infinity)
    held.add(plan, chunksOf(Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`member${index}`, 1]))))
    expect(held.find(plan).missing).toEqual(new Set(['Condition']))
  })

  it('is given up when there is too much, what was used longest ago first', () => {
    const chunks = chunksOf({})
    const bytes = chunks.reduce((sum, chunk) => sum + chunkBytes(chunk), 0)
    const held = new RecordCache(2 * bytes)
    const [first, second, third] = [held.add(plan, chunks), held.add(plan, chunks), held.add(plan, chunks)]
    held.use([{ extraction: first, types: ['Condition'] }])
    expect(held.makeRoom()).toEqual([second])
    expect(held.makeRoom()).toEqual([])
    expect([first, second, third].map((extraction) => held.has([{ extraction, types: [] }]))).toEqual([
      true,
      false,
      true
    ])
    expect(held.find(plan).parts).toEqual([{ extraction: first, types: ['Patient', 'Condition'] }])
  })
})
