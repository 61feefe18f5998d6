import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readContentFile } from '#engine/measures/content/content-file.ts'
import { translateFiles } from '#engine/measures/content/translate-files.ts'
import { findModel, modelOf, readCqlModel, usedModels } from '#engine/cql/translate/cql-models.ts'
import type { FhirModel } from '#engine/cql/translate/fhir-model-info.ts'
import { createCqlTranslator } from '#engine/cql/translate/translate-cql.ts'

const models = resolve(import.meta.dirname, '../../../resources/models')
const fhir = JSON.parse(readFileSync(resolve(models, 'fhir-4.0.1.json'), 'utf8')) as FhirModel

/** A model of two classes. */
const xml = `<?xml version="1.0" encoding="UTF-8"?>
<modelInfo xmlns="urn:hl7-org:elm-modelinfo:r1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="Small"
  version="1.0.0" url="http://example.org/small" targetQualifier="small" patientClassName="Small.Patient">
  <requiredModelInfo name="System" version="1.0.0"/>
  <typeInfo xsi:type="ClassInfo" namespace="Small" name="Patient" identifier="small-patient" label="Patient" retrievable="true" baseType="System.Any"><element name="sex" elementType="System.String"/></typeInfo>
  <contextInfo name="Patient" keyElement="id"><contextType namespace="Small" name="Patient"/></contextInfo>
</modelInfo>`
const cql = "library Sexes version '1'\nusing Small version '1.0.0'\ncontext Patient\ndefine \"Sex\": Patient.sex\n"
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('models of CQL', () => {
  it('are found in a text, where they stand', () => {
    const text =
      "/* using A\n version '1' */\nlibrary L // using B\n  using QICore version '6.0.0'\nusing \"Other Model\"\n"
    expect(usedModels(text)).toEqual([
      { name: 'QICore', version: '6.0.0', line: 4, column: 3 },
      { name: 'Other Model', version: undefined, line: 5, column: 1 }
    ])
  })

  it('are read from model info documents, and from libraries that carry one', () => {
    expect(readCqlModel(xml)).toEqual({ name: 'Small', version: '1.0.0', xml })
    expect(readCqlModel('<Bundle xmlns="http://hl7.org/fhir"/>')).toBeUndefined()
    const content = [{ contentType: 'application/xml', data: Buffer.from(xml).toString('base64') }]
    expect(modelOf({ resourceType: 'Library', content })).toMatchObject({ name: 'Small' })
    expect(modelOf({ resourceType: 'Library', content: [{ contentType: 'text/cql', data: 'eA==' }] })).toBeUndefined()
    const small = [{ name: 'Small', version: '1.0.0', xml }]
    expect(findModel(small, 'Small', undefined)).toBe(xml)
    expect(findModel(small, 'Small', '2.0.0')).toBeUndefined()
  })

  it('that lie next to a text translate it; without one the text says what to do', async () => {
    let around: Parameters<Parameters<typeof translateFiles>[1]>[1] | undefined
    const translator = createCqlTranslator({
      fhir,
      library: (name) => around?.libraries.get(name),
      model: (name, version) => findModel(around?.models ?? [], name, version)
    })
    const translate = async (text: string, cqlContext: NonNullable<typeof around>) => {
      around = cqlContext
      return translator(text)
    }
    const text = await readContentFile('Sexes.cql', bytes(cql))
    const model = await readContentFile('small-modelinfo-1.0.0.xml', bytes(xml))
    const alone = await translateFiles([text], translate)
    expect(alone.translated[0]!.elm).toBeUndefined()
    expect(alone.problems).toMatchObject([{ name: 'Sexes.cql', problems: [{ from: { line: 2, column: 1 } }] }])
    expect(alone.problems[0]!.problems[0]!.message).toContain(
      'add the description of the model (small-modelinfo-1.0.0.xml)'
    )
    const both = await translateFiles([text, model], translate)
    expect(both.problems).toEqual([])
    expect(both.translated).toMatchObject([{ name: 'Sexes', version: '1', elm: { library: {} } }])
  })

  it('leave other XML out, with a sentence', async () => {
    await expect(readContentFile('bundle.xml', bytes('<Bundle/>'))).rejects.toThrow(/Import FHIR as JSON/)
  })
})

describe('libraries of a pack', () => {
  it('that have ELM are not translated again; another version of an included one is taken', async () => {
    const translator = createCqlTranslator({ fhir, library: (name) => texts.get(name) })
    const texts = new Map([['Shared', "library Shared version '2'\nusing FHIR version '4.0.1'\ndefine \"One\": 1\n"]])
    const main = `library Main version '1'
using FHIR version '4.0.1'
include Shared version '1' called S
define "Two": S."One" + 1
`
    expect(translator(main).problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const elm = Buffer.from('{"library":{"identifier":{"id":"Main"}}}').toString('base64')
    const library = {
      resourceType: 'Library',
      name: 'Main',
      content: [{ contentType: 'application/elm+json', data: elm }]
    }
    const files = [
      await readContentFile('Main.cql', bytes(main)),
      await readContentFile('Main.json', bytes(JSON.stringify(library)))
    ]
    const asked: string[] = []
    const none = async (text: string) => {
      asked.push(text)
      return translator(text)
    }
    expect((await translateFiles(files, none)).translated).toEqual([])
    expect(asked).toEqual([])
  })
})
