import type { CqlModel } from '../../cql/translate/cql-models.ts'
import { cqlLibraryName } from '../../cql/translate/library-name.ts'
import type { CqlTranslation } from '../../cql/translate/translate-cql.ts'
import { textOf } from '../../cql/elm/fhir/fhir-json.ts'
import { cqlOf, elmOf } from '../../cql/translate/library-text.ts'
import type { TranslatedLibrary } from './assemble-content.ts'
import type { ContentFile } from './content-file.ts'

/** What a translation may draw on besides its text. */
export interface TranslationContext {
  /** Texts of libraries by name. */
  readonly libraries: ReadonlyMap<string, string>
  readonly models: readonly CqlModel[]
}

/** The libraries that came as CQL text, and what is wrong with them by file or library. */
export interface FileTranslations {
  readonly translated: readonly TranslatedLibrary[]
  readonly problems: readonly { readonly name: string; readonly problems: CqlTranslation['problems'] }[]
}

/** Translates the CQL text among the files of a pack, and in libraries that have no ELM; what has ELM is left as it is. */
export async function translateFiles(
  files: readonly ContentFile[],
  translate: (cql: string, cqlContext: TranslationContext) => Promise<CqlTranslation>
): Promise<FileTranslations> {
  const resources = files.flatMap((item) => item.resources).filter((item) => item['resourceType'] === 'Library')
  const inFiles = files.flatMap(({ name, cql }) => (cql === undefined ? [] : [{ name, cql }]))
  const inLibraries = resources.flatMap((item) => {
    const cql = cqlOf(item)
    return cql === undefined ? [] : [{ name: textOf(item['name']) ?? '', cql, elm: elmOf(item) !== undefined }]
  })
  const libraries = new Map([...inLibraries, ...inFiles].map(({ cql }) => [cqlLibraryName(cql)?.name ?? '', cql]))
  const models = files.flatMap((item) => item.models)
  const withElm = new Set(resources.filter((item) => elmOf(item) !== undefined).map((item) => textOf(item['name'])))
  const todo = [...inFiles, ...inLibraries.filter(({ elm }) => !elm)].filter(
    ({ cql }) => !withElm.has(cqlLibraryName(cql)?.name)
  )
  const translated: TranslatedLibrary[] = []
  const found: { name: string; problems: CqlTranslation['problems'] }[] = []
  for (const item of todo) {
    const { name, version, elm, problems } = await translate(item.cql, { libraries, models })
    translated.push({ name, version, cql: item.cql, elm })
    if (problems.length > 0) found.push({ name: item.name, problems })
  }
  return { translated, problems: found }
}
