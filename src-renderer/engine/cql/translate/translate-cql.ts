import { engineCqlTranslateMessages as m } from '#messages/engine/cql/translate.ts'
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
import { defined } from '#shared/language/defined.ts'
import { isElmObject, objects, text as textOf } from '../elm/library/elm-node.ts'
import { nestingOf } from '../elm/library/nesting.ts'
import { ucumProblem } from '../elm/units/ucum.ts'
import { fhirModelInfo, type FhirModel } from './fhir-model-info.ts'
import { usedModels, type UsedModel } from './cql-models.ts'
import { cqlLibraryName } from './library-name.ts'
import { withPooledRandom } from './pooled-random.ts'
import { systemModelInfo } from './system-model-info.ts'

/** Something that the translator says about a text. Lines and columns count from 1. */
export interface CqlProblem {
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Undefined for what is wrong with the library as a whole. */
  readonly from: { readonly line: number; readonly column: number } | undefined
  readonly to: { readonly line: number; readonly column: number } | undefined
  /** The library it is in, where that is an included one. */
  readonly library: string | undefined
}

/** ELM of a text, and what is wrong with it. */
export interface CqlTranslation {
  readonly name: string
  readonly version: string | undefined
  /** Undefined when there are errors. */
  readonly elm: unknown
  readonly problems: readonly CqlProblem[]
}

/** Characters of a CQL text, and levels of brackets in it: the translator takes far longer than in proportion to them. */
const maxTextLength = 1_000_000
const maxTextDepth = 150

/** A sentence for a text that the translator might never be done with. */
function excessOf(text: string): string | undefined {
  if (text.length > maxTextLength) return m.thisTextIsLongerThanA
  if (nestingOf(text, `'"`, maxTextDepth) <= maxTextDepth) return undefined
  return m.bracketsAreNestedMoreThanLevels(maxTextDepth)
}

function fits(fhir: FhirModel, version: string | undefined): boolean {
  return version === undefined || version === fhir.version
}

function unused(): never {
  throw new Error('The translator asked for arithmetic on units.')
}

/** A position as far as the annotation has one. */
function place(annotation: Readonly<Record<string, unknown>>, edge: 'start' | 'end'): CqlProblem['from'] {
  const line = annotation[`${edge}Line`]
  const column = annotation[`${edge}Char`]
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : undefined
}

/** What the translator is given besides a text. */
export interface CqlTranslatorDependencies {
  readonly fhir: FhirModel
  /** Text of a library that another includes; undefined when there is none. */
  readonly library: (name: string) => string | undefined
  /** Model info, as XML, of a model other than System and FHIR; undefined when there is none. */
  readonly model?: (name: string, version: string | undefined) => string | undefined
}

/** A text that is written for a model that is not there: the translator would say no more than that it cannot load it. */
function modelProblem({ name, version, line, column }: UsedModel, fhir: FhirModel): CqlProblem {
  const asked = version === undefined ? name : `${name} ${version}`
  const file = `${name.toLowerCase()}-modelinfo${version === undefined ? '' : `-${version}`}.xml`
  const message =
    name === 'FHIR' ? m.thisTextIsWrittenForCQL(asked, fhir.version) : m.thisTextIsWrittenForThe(asked, file)
  const to = { line, column: column + 'using'.length - 1 }
  return { severity: 'error', message, from: { line, column }, to, library: undefined }
}

/** A text whose library line has the version that an include asks for, where it has another one. */
function inVersion(text: string, asked: string | undefined): string {
  const version = cqlLibraryName(text)?.version
  if (asked === undefined || version === undefined || version === asked) return text
  return text.replace(/(\blibrary\s[^']*\sversion\s+)'[^']*'/, (_, head: string) => `${head}'${asked}'`)
}

/**
 * Makes a function that translates CQL text over FHIR to ELM with annotations, locators, result types and signatures.
 * A library that is there in another version than an include asks for is taken.
 * Never throws: whatever goes wrong is a problem of the text. The model is read once, with the first text (seconds).
 */
export function createCqlTranslator({
  fhir,
  library,
  model = () => undefined
}: CqlTranslatorDependencies): (text: string) => CqlTranslation {
  const models = new ModelManager(new NamespaceManager())
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((id, _, version) => {
      if (id === 'System') return stringAsSource(systemModelInfo()) as object
      if (id === 'FHIR' && fits(fhir, version ?? undefined)) return stringAsSource(fhirModelInfo(fhir)) as object
      const xml = model(id, version ?? undefined)
      return xml === undefined ? null : (stringAsSource(xml) as object)
    })
  )
  const options = new CqlCompilerOptions()
  const { EnableAnnotations, EnableLocators, EnableResultTypes } = CqlCompilerOptions.Options
  options.setOptions([EnableAnnotations, EnableLocators, EnableResultTypes])
  options.signatureLevel = LibraryBuilder.SignatureLevel.Overloads
  const ucum: unknown = createUcumService(unused, (unit) => ucumProblem(unit) ?? null, unused, unused)
  return (text) => {
    const named = cqlLibraryName(text)
    const identity = { name: named?.name ?? '', version: named?.version }
    const excess = excessOf(text)
    if (excess !== undefined) {
      const problem = {
        severity: 'error',
        message: excess,
        from: undefined,
        to: undefined,
        library: undefined
      } as const
      return { ...identity, elm: undefined, problems: [problem] }
    }
    const missing = usedModels(text).filter(
      ({ name, version }) => !(name === 'FHIR' && fits(fhir, version)) && model(name, version) === undefined
    )
    if (missing.length > 0) {
      return { ...identity, elm: undefined, problems: missing.map((item) => modelProblem(item, fhir)) }
    }
    try {
      // A manager keeps what it has read; the included texts may be others the next time.
      const libraries = new LibraryManager(models, options, undefined, ucum)
      libraries.librarySourceLoader.registerProvider(
        createLibrarySourceProvider((id, _, version) => {
          const found = library(id)
          return found === undefined ? null : (stringAsSource(inVersion(found, version ?? undefined)) as object)
        })
      )
      const translator = withPooledRandom(() => CqlTranslator.fromText(text, libraries))
      const elm = JSON.parse(translator.toJson()) as unknown
      const problems = problemsOf(elm, identity.name)
      return { ...identity, elm: problems.some(({ severity }) => severity === 'error') ? undefined : elm, problems }
    } catch (error) {
      const end = endOf(text)
      const problem = {
        severity: 'error',
        message: failureSentence(error),
        from: end,
        to: end,
        library: undefined
      } as const
      return { ...identity, elm: undefined, problems: [problem] }
    }
  }
}

/** Where a text ends; the translator gives up there when it has not found what it looked for. */
function endOf(text: string): CqlProblem['from'] {
  const lines = text.split('\n')
  return { line: lines.length, column: defined(lines.at(-1)).length + 1 }
}

/** A sentence for what the translator throws; its own mistakes and a stack that ran over have none. */
function failureSentence(error: unknown): string {
  if (error instanceof RangeError) return m.thisTextIsNestedTooDeeply
  const message: unknown = error instanceof Error && !(error instanceof TypeError) ? error.message : undefined
  return typeof message === 'string' && message !== '' ? message : m.thisTextCannotBeReadAs
}

function problemsOf(elm: unknown, libraryName: string): readonly CqlProblem[] {
  const library = isElmObject(elm) && isElmObject(elm['library']) ? elm['library'] : {}
  return objects(library['annotation']).flatMap((item): CqlProblem[] => {
    const severity = textOf(item, 'errorSeverity')
    if (severity !== 'error' && severity !== 'warning') return []
    const within = textOf(item, 'libraryId')
    return [
      {
        severity,
        message: textOf(item, 'message') ?? m.itCannotBeTranslated,
        from: place(item, 'start'),
        to: place(item, 'end'),
        library: within === libraryName ? undefined : within
      }
    ]
  })
}
