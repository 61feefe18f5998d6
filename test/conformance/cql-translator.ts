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
import { ucumProblem } from '#engine/cql/elm/units/ucum.ts'
import { withPooledRandom } from '#engine/cql/translate/pooled-random.ts'
import { systemModelInfo } from '#engine/cql/translate/system-model-info.ts'

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
    const text = cql.includes('Slice(') ? cql + sliceFunctions : cql
    const translator = withPooledRandom(() =>
      CqlTranslator.fromText(text, new LibraryManager(models, options, undefined, ucum))
    )
    const errors = [...translator.errors.asJsReadonlyArrayView()].map((error) => error.message ?? 'unknown error')
    return { elm: errors.length > 0 ? undefined : asSlices(JSON.parse(translator.toJson()) as unknown), errors }
  }
}

/** The translator has no name for ELM's `Slice`: calls of these stand for it. */
const sliceFunctions = `
define function Slice(source List<Any>): source
define function Slice(source List<Any>, startIndex Integer): source
define function Slice(source List<Any>, startIndex Integer, endIndex Integer): source
`

/** Puts ELM's `Slice` in the place of the calls that stand for it. */
function asSlices(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSlices)
  if (typeof value !== 'object' || value === null) return value
  const node = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, asSlices(child)]))
  if (node['type'] !== 'FunctionRef' || node['name'] !== 'Slice') return node
  const [source, startIndex, endIndex] = node['operand'] as readonly unknown[]
  return { type: 'Slice', source, startIndex, endIndex }
}
