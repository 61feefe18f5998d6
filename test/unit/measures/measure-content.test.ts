import { describe, expect, it } from 'vitest'
import type { FhirJson, FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { contentResources } from '#engine/measures/definition/content-resources.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'

function elm(id: string, version?: string): string {
  return btoa(JSON.stringify({ library: { identifier: { id, ...(version === undefined ? {} : { version }) } } }))
}

function library(name: string, data: string, more: Readonly<Record<string, FhirJson>> = {}): FhirObject {
  return { resourceType: 'Library', name, content: [{ contentType: 'application/elm+json', data }], ...more }
}

function measure(url: string, ofLibrary: string, more: Readonly<Record<string, FhirJson>> = {}): FhirObject {
  return { resourceType: 'Measure', url, library: [ofLibrary], scoring: { coding: [{ code: 'cohort' }] }, ...more }
}

function valueSet(url: string, more: Readonly<Record<string, FhirJson>>): FhirObject {
  return { resourceType: 'ValueSet', url, ...more }
}

const codes = (...some: readonly string[]): FhirJson => some.map((code) => ({ code }))

describe('measure content', () => {
  it('finds the library by address with or without version, relative, contained, or named otherwise in its logic', () => {
    const inner = library('Inner', elm('InnerLogic'), { id: 'in' })
    const read = readMeasureContent([
      measure('m1', 'http://example.org/Library/A|1.0.0'),
      measure('m2', 'Library/B'),
      measure('m3', '#in', { contained: [inner] }),
      library('A', elm('A', '1.0.0')),
      library('B', elm('LogicOfB'), { url: 'http://example.org/Library/B' })
    ])
    expect(read.measures.map((measure) => [measure.library, measure.libraryVersion])).toEqual([
      ['A', '1.0.0'],
      ['LogicOfB', undefined],
      ['InnerLogic', undefined]
    ])
    expect(read.problems).toEqual([])
  })

  it('reads bundles within bundles, and each library once', () => {
    const a = library('A', elm('A', '1'))
    const entry = (resource: FhirObject) => ({ resource })
    const pack: FhirObject = { resourceType: 'Bundle', entry: [entry(measure('m', 'Library/A')), entry(a)] }
    const resources = contentResources({ resourceType: 'Bundle', entry: [entry(pack), entry(pack)] })
    const read = readMeasureContent(resources)
    expect([read.measures.length, read.libraries.length, read.problems]).toEqual([1, 1, []])
  })

  it('says what is there in several forms, and keeps the first', () => {
    const expansion = (...some: readonly string[]): Readonly<Record<string, FhirJson>> => ({
      expansion: { contains: codes(...some) }
    })
    const read = readMeasureContent([
      measure('m', 'Library/A'),
      library('A', elm('A', '1')),
      library('A', elm('A', '2')),
      valueSet('http://v', expansion('1')),
      valueSet('http://v', expansion('1', '2'))
    ])
    expect(read.problems).toHaveLength(2)
    expect(read.problems[1]).toContain('of 1 and 2 codes')
    expect([...read.valueSets.get('http://v')!.values()].map((code) => [...code])).toEqual([['1']])
  })

  it('takes the codes of value sets that are made of others', () => {
    const include = (part: Readonly<Record<string, FhirJson>>): FhirJson => [part]
    const read = readMeasureContent([
      measure('m', 'Library/A'),
      library('A', elm('A')),
      valueSet('http://a', { compose: { include: include({ system: 's', concept: codes('1', '2', '3') }) } }),
      valueSet('http://b', { expansion: { contains: [{ system: 's', code: '4' }] } }),
      valueSet('http://all', {
        compose: {
          include: [{ valueSet: ['http://a|1'] }, { valueSet: ['http://b'] }],
          exclude: include({ system: 's', concept: codes('2') })
        }
      }),
      valueSet('http://round', { compose: { include: [{ valueSet: ['http://round'] }] } }),
      valueSet('http://rule', { compose: { include: [{ system: 's', filter: [{ op: 'is-a' }] }] } })
    ])
    expect([...read.valueSets.get('http://all')!.get('s')!]).toEqual(['1', '3', '4'])
    expect(read.valueSets.get('http://round')!.size).toBe(0)
    expect(read.problems).toEqual([
      'Value set http://rule is defined by a rule and has no expansion: its codes are not known.'
    ])
  })

  it('leaves a measure that cannot be read aside, with its reason', () => {
    const odd = measure('odd', 'Library/A', { scoring: { coding: [{ code: 'wonder' }] }, group: [{ id: 'g' }] })
    const read = readMeasureContent([odd, measure('m', 'Library/A'), library('A', elm('A'))])
    expect(read.measures.map(({ url }) => url)).toEqual(['m'])
    expect(read.problems[0]).toContain('"wonder"')
    expect(() => readMeasureContent([odd])).toThrow('"wonder"')
  })
})
