import { expect, it } from 'vitest'
import { CodeFilter } from '#engine/cql/elm/values/concept-numbers.ts'
import type { FhirJson, FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { ValueSet } from '#engine/cql/elm/values/code.ts'
import { FhirValues } from '#engine/cql/elm/fhir/fhir-values.ts'
import { fixedOffset } from '#engine/cql/elm/values/temporal-text.ts'
import { ChunkExtractor } from '#engine/measures/chunk/chunk-extractor.ts'
import { ChunkPatient } from '#engine/measures/chunk/chunk-patient.ts'
import type { ExtractionPlan } from '#engine/measures/chunk/extraction-plan.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { budgeted, fc } from '../../support/property.ts'

const text = fc.oneof(
  fc.constantFrom('final', 'http://loinc.org', 'π', '2025-03-04T10:00:00Z', '2025-03-04', 'Patient/1', ''),
  fc.string({ unit: 'binary', maxLength: 200 })
)
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('id', 'reference', 'value', 'unit', 'coding', 'x'), tie('json'), { maxKeys: 4 })
  )
}))

const coding = fc.record({ system: fc.constantFrom('a', 'b'), code: fc.constantFrom('1', '2', '3') })
const observation = fc.record(
  {
    resourceType: fc.constant('Observation'),
    id: fc.uuid(),
    status: fc.constantFrom('final', 'cancelled', 'amended'),
    category: fc.array(fc.record({ coding: fc.array(coding, { maxLength: 2 }) }), { maxLength: 2 }),
    code: fc.oneof(
      fc.record({ coding: fc.array(coding, { maxLength: 3 }) }),
      fc.constant({
        extension: [
          {
            url: 'http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneValueSet',
            valueCanonical: 'http://s|1'
          }
        ]
      })
    ),
    meta: fc.record({
      profile: fc.array(
        fc.constantFrom(
          'http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-observationcancelled',
          'http://hl7.org/fhir/us/core/StructureDefinition/us-core-vital-signs'
        ),
        { maxLength: 2 }
      )
    }),
    component: json
  },
  { requiredKeys: ['resourceType', 'id'] }
)

const everything: ExtractionPlan = {
  types: new Map([['Observation', { type: 'Observation', hasRoles: true, codeElements: ['code'], sought: undefined }]]),
  shared: new Set(),
  keeps: () => true
}

function chunkOf(patients: readonly (readonly FhirObject[])[], fhir: FhirValues): ChunkPatient {
  const extractor = new ChunkExtractor(everything, [{ first: 0, count: patients.length }])
  patients.forEach((records, ordinal) => {
    for (const record of records) extractor.addResource(ordinal, record)
  })
  return new ChunkPatient(extractor.finish(), 'trust-profiles', fhir)
}

it('records come out of a chunk as they went in', () => {
  const request = { dataType: 'Observation', templateId: undefined, codeProperty: undefined, dateProperty: undefined }
  fc.assert(
    fc.property(fc.array(json, { maxLength: 6 }), (values) => {
      const records = values.map((value, index): FhirObject => ({
        resourceType: 'Observation',
        id: String(index),
        value: value as FhirJson
      }))
      const data = chunkOf([records, records], new FhirValues(fixedOffset(0)))
      for (const ordinal of [0, 1]) {
        data.moveTo(ordinal)
        expect(data.retrieve(request)).toEqual(records)
      }
    }),
    { numRuns: budgeted(300) }
  )
})

it('a chunk answers every retrieve as parsed records do, in any order of patients', () => {
  const profiles = [
    undefined,
    'http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-observation-lab',
    'http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-observationcancelled',
    'http://hl7.org/fhir/us/core/StructureDefinition/us-core-vital-signs'
  ]
  const set = new ValueSet('http://s', new Map([['a', new Set(['1', '3'])]]))
  const requests = profiles.map((templateId) => ({
    dataType: 'Observation',
    templateId,
    codeProperty: 'code',
    dateProperty: undefined
  }))
  const patients = fc.array(fc.array(observation, { maxLength: 5 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(patients, fc.array(fc.nat(4), { maxLength: 8 }), (people, order) => {
      const fhir = new FhirValues(fixedOffset(0))
      const records = people as unknown as readonly (readonly FhirObject[])[]
      const chunk = chunkOf(records, fhir)
      const filter = new CodeFilter(set)
      for (const ordinal of order) {
        if (ordinal >= records.length) continue
        chunk.moveTo(ordinal)
        const parsed = new PatientResources(records[ordinal]!, 'trust-profiles', fhir)
        for (const request of requests) {
          const other = new CodeFilter(set)
          for (const codes of [filter, undefined, other]) {
            expect(chunk.retrieve(request, codes)).toEqual(parsed.retrieve(request, codes))
          }
        }
      }
    }),
    { numRuns: budgeted(300) }
  )
})
