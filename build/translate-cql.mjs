/** The CQL translator over the FHIR 4.0.1 model, with libraries from files. */
import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { NamespaceManager } from '@cqframework/cql/cql'
import {
  CqlCompilerOptions,
  CqlTranslator,
  createLibrarySourceProvider,
  createModelInfoProvider,
  createUcumService,
  LibraryBuilder,
  LibraryManager,
  ModelManager,
  stringAsSource
} from '@cqframework/cql/cql-to-elm'
import { ucumProblem } from '#engine/cql/elm/units/ucum.ts'
import { fhirModelInfo } from '#engine/cql/translate/fhir-model-info.ts'
import { withPooledRandom } from '#engine/cql/translate/pooled-random.ts'
import { systemModelInfo } from '#engine/cql/translate/system-model-info.ts'

const model = resolve(import.meta.dirname, '../resources/models/fhir-4.0.1.json')

function unused() {
  throw new Error('The translator asked for arithmetic on units.')
}

/**
 * Makes a function that translates CQL text to ELM with annotations, result types and signatures.
 * @param files the CQL files that a library may include, each named for its library
 * @returns a function from CQL to `{ elm, errors }`; `elm` is undefined when there are errors
 */
export function createTranslator(files) {
  const modelInfo = fhirModelInfo(JSON.parse(readFileSync(model, 'utf8')))
  const models = new ModelManager(new NamespaceManager())
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((id) =>
      id === 'System' ? stringAsSource(systemModelInfo()) : id === 'FHIR' ? stringAsSource(modelInfo) : null
    )
  )
  const options = new CqlCompilerOptions()
  const { EnableAnnotations, EnableResultTypes } = CqlCompilerOptions.Options
  options.setOptions([EnableAnnotations, EnableResultTypes])
  options.signatureLevel = LibraryBuilder.SignatureLevel.Overloads
  const ucum = createUcumService(unused, (unit) => ucumProblem(unit) ?? null, unused, unused)
  const libraries = new LibraryManager(models, options, undefined, ucum)
  libraries.librarySourceLoader.registerProvider(
    createLibrarySourceProvider((id) => {
      const file = files.find((file) => basename(file, '.cql') === id)
      return file === undefined ? null : stringAsSource(readFileSync(file, 'utf8'))
    })
  )
  return (cql) => {
    const translator = withPooledRandom(() => CqlTranslator.fromText(cql, libraries))
    const errors = [...translator.errors.asJsReadonlyArrayView()].map((error) => error.message ?? 'unknown error')
    return { elm: errors.length > 0 ? undefined : JSON.parse(translator.toJson()), errors }
  }
}
