import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findModel } from '#engine/cql/translate/cql-models.ts'
import type { FhirModel } from '#engine/cql/translate/fhir-model-info.ts'
import type { CqlTranslation } from '#engine/cql/translate/translate-cql.ts'
import { once } from '#shared/language/once.ts'
import type { TranslationContext } from '#engine/measures/content/translate-files.ts'

/** Translates a text of CQL with what it may draw on. */
export type TranslateCql = (cql: string, around: TranslationContext) => Promise<CqlTranslation>

/**
 * A translator that is started with the first text: it and its model are large, and few need them.
 * @param resources absolute path of the folder of resources
 */
export function createLazyTranslator(resources: string): TranslateCql {
  let cqlContext: TranslationContext = { libraries: new Map(), models: [] }
  const start = once(async (): Promise<(cql: string) => CqlTranslation> => {
    const { createCqlTranslator } = await import('#engine/cql/translate/translate-cql.ts')
    const fhir = JSON.parse(await readFile(join(resources, 'models/fhir-4.0.1.json'), 'utf8')) as FhirModel
    return createCqlTranslator({
      fhir,
      library: (name) => cqlContext.libraries.get(name),
      model: (name, version) => findModel(cqlContext.models, name, version)
    })
  })
  return async (cql, around) => {
    const translate = await start()
    cqlContext = around
    return quietly(() => translate(cql))
  }
}

/** Does work that greets on standard output, where results go. */
function quietly<T>(work: () => T): T {
  const { stdout } = process
  const write = stdout.write.bind(stdout)
  stdout.write = () => true
  try {
    return work()
  } finally {
    stdout.write = write
  }
}
