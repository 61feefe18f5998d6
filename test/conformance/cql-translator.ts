import { NamespaceManager } from '@cqframework/cql/cql'
import {
  CqlCompilerOptions,
  CqlTranslator,
  createModelInfoProvider,
  createUcumService,
  LibraryBuilder,
  LibraryManager,
  ModelManager,
  stringAsSource
} from '@cqframework/cql/cql-to-elm'
import { ucumProblem } from '#engine/elm/units/ucum.ts'
import { systemModelInfo } from './system-model.ts'

/** ELM of a CQL text, or the translator's errors. */
export interface Translation {
  readonly elm: unknown
  readonly errors: readonly string[]
}

function unused(): never {
  throw new Error('The translator asked for arithmetic on units.')
}

/** Makes a function that translates CQL over the System model, with result types and signatures. */
export function systemTranslator(): (cql: string) => Translation {
  const ucum: unknown = createUcumService(unused, (unit) => ucumProblem(unit) ?? null, unused, unused)
  const models = new ModelManager(new NamespaceManager())
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((id) => (id === 'System' ? (stringAsSource(systemModelInfo()) as object) : null))
  )
  const options = new CqlCompilerOptions()
  const { EnableResultTypes, EnableLocators } = CqlCompilerOptions.Options
  options.setOptions([EnableResultTypes, EnableLocators])
  options.signatureLevel = LibraryBuilder.SignatureLevel.Overloads
  return (cql) => {
    const translator = CqlTranslator.fromText(cql, new LibraryManager(models, options, undefined, ucum))
    const errors = [...translator.errors.asJsReadonlyArrayView()].map((error) => error.message ?? 'unknown error')
    return { elm: errors.length > 0 ? undefined : (JSON.parse(translator.toJson()) as unknown), errors }
  }
}
