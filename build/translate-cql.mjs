/** The CQL translator over the FHIR 4.0.1 model, with libraries from files. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
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
import { ucumProblem } from '#engine/elm/units/ucum.ts'
import { systemModelInfo } from '#engine/cql/system-model-info.ts'

const peers = resolve(import.meta.dirname, '../test/peers/package.json')

/** Path of the FHIR 4.0.1 model info, or undefined while the peers are not installed. */
export function modelInfoPath() {
  try {
    const path = createRequire(peers).resolve('cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml')
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

function unused() {
  throw new Error('The translator asked for arithmetic on units.')
}

/**
 * Makes a function that translates CQL text to ELM with annotations, result types and signatures.
 * @param files the CQL files that a library may include, each named for its library
 * @returns a function from CQL to `{ elm, errors }`; `elm` is undefined when there are errors
 * @throws Error when the model info is not installed
 */
export function createTranslator(files) {
  const modelInfo = modelInfoPath()
  if (modelInfo === undefined) throw new Error('Run "npm ci" in test/peers first: it brings the FHIR model info.')
  const models = new ModelManager(new NamespaceManager())
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((id) =>
      id === 'System'
        ? stringAsSource(systemModelInfo())
        : id === 'FHIR'
          ? stringAsSource(readFileSync(modelInfo, 'utf8'))
          : null
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
      const file = files.find((one) => basename(one, '.cql') === id)
      return file === undefined ? null : stringAsSource(readFileSync(file, 'utf8'))
    })
  )
  return (cql) => {
    const translator = CqlTranslator.fromText(cql, libraries)
    const errors = [...translator.errors.asJsReadonlyArrayView()].map((error) => error.message ?? 'unknown error')
    return { elm: errors.length > 0 ? undefined : JSON.parse(translator.toJson()), errors }
  }
}
