import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { ChunkPatient } from '#engine/measures/chunk/chunk-patient.ts'
import { planExtraction } from '#engine/measures/chunk/extraction-plan.ts'
import { splitPatients } from '#engine/measures/chunk/measure-chunk.ts'
import { readMeasureContent, type MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import type { PatientResult } from '#engine/measures/evaluate/patient-result.ts'
import { MeasureTrace } from '#engine/measures/evaluate/measure-trace.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { readPack, type MeasurePack } from '../../conformance/measure-pack.ts'
import { testData } from '../../support/test-data.ts'

const folder = testData('conformance/ecqm')
const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.pack.json.gz'))
        .map((name) => join(folder, name))

function contentOf(pack: MeasurePack, libraries = pack.libraries): MeasureContent {
  return readMeasureContent([pack.measure, ...libraries, ...pack.valueSets])
}

function evaluator(pack: MeasurePack, libraries: readonly FhirObject[], instrumented = false): MeasureEvaluator {
  const content = contentOf(pack, libraries)
  return new MeasureEvaluator(content.measures[0]!, content, { instrumented })
}

/** As {@link evaluate}, but over what a chunk keeps of the records: text goes in, and is parsed as it would be from a file. */
function evaluateChunk(measure: MeasureEvaluator, pack: MeasurePack): PatientResult[] {
  const ranges = splitPatients(pack.cases.length, 2)
  const extractor = new ChunkExtractor(planExtraction(contentOf(pack)), ranges)
  const encoder = new TextEncoder()
  pack.cases.forEach((testCase, ordinal) => {
    for (const { resource } of testCase.bundle.entry) extractor.add(ordinal, encoder.encode(JSON.stringify(resource)))
  })
  const chunks = structuredClone(extractor.finish())
  const data = new ChunkPatient(chunks, 'trust-profiles', measure.program.fhir)
  return pack.cases.map((testCase, ordinal) => {
    data.moveTo(ordinal)
    return measure.evaluate(testCase.patientId, data, testCase.period ?? pack.period)
  })
}

function evaluate(measure: MeasureEvaluator, pack: MeasurePack, trace?: () => MeasureTrace): PatientResult[] {
  return pack.cases.map((testCase) => {
    const resources = testCase.bundle.entry.map((entry) => entry.resource)
    const data = new PatientResources(resources, 'trust-profiles', measure.program.fhir)
    return measure.evaluate(testCase.patientId, data, testCase.period ?? pack.period, trace?.())
  })
}

/** The libraries with FHIRHelpers under another name, so that its CQL text is interpreted. */
function withInterpretedHelpers(libraries: readonly FhirObject[]): FhirObject[] {
  return libraries.map((library) => {
    const [content] = library['content'] as readonly [{ data: string }]
    const elm = Buffer.from(content.data, 'base64').toString('utf8')
    const renamed = elm
      .replaceAll('"path":"FHIRHelpers"', '"path":"HelpersAsText"')
      .replaceAll('"id":"FHIRHelpers"', '"id":"HelpersAsText"')
      .replaceAll('"path" : "FHIRHelpers"', '"path" : "HelpersAsText"')
      .replaceAll('"id" : "FHIRHelpers"', '"id" : "HelpersAsText"')
    const data = Buffer.from(renamed, 'utf8').toString('base64')
    return { ...library, content: [{ contentType: 'application/elm+json', data }] }
  })
}

describe.skipIf(folder === undefined)('official packs', () => {
  it.each(files.map((file) => [basename(file, '.pack.json.gz'), file]))(
    '%s: an instrumented program, and one over chunks, give the results of the fast one, and a trace',
    (_, file) => {
      const pack = readPack(file)
      const traces: MeasureTrace[] = []
      const plain = evaluate(evaluator(pack, pack.libraries), pack)
      const instrumented = evaluate(evaluator(pack, pack.libraries, true), pack, () => {
        const trace = new MeasureTrace()
        traces.push(trace)
        return trace
      })
      expect(instrumented).toEqual(plain)
      expect(evaluateChunk(evaluator(pack, pack.libraries), pack)).toEqual(plain)
      const outline = traces[0]!.outline()
      const first = plain[0]!.groups[0]!.populations[0]!
      const main = pack.measure['group'] as readonly { population: readonly { criteria: { expression: string } }[] }[]
      const define = outline.find((definition) => definition.name === main[0]!.population[0]!.criteria.expression)
      expect(define?.outcome === 'true').toBe(first.count > 0)
      expect(define?.clauses.length).toBeGreaterThan(0)
    },
    60_000
  )

  it('native FHIRHelpers give the results of their CQL text', () => {
    for (const file of files.filter((file) => /CMS(165|347|1017|986)FHIR/.test(file))) {
      const pack = readPack(file)
      const native = evaluate(evaluator(pack, pack.libraries), pack)
      const interpreted = evaluate(evaluator(pack, withInterpretedHelpers(pack.libraries)), pack)
      const comparable = (results: readonly PatientResult[]) =>
        results.map(({ problems, ...rest }) => ({ ...rest, failed: problems.map(({ message: _, ...where }) => where) }))
      expect(comparable(interpreted)).toEqual(comparable(native))
    }
  })
})
