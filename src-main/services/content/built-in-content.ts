import { servicesMessages as m } from '#messages/services.ts'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import * as v from 'valibot'
import { libraryResource } from '#engine/measures/content/assemble-content.ts'
import type { ContentDocument, MeasureCases } from '#engine/measures/content/document/content-document.ts'
import { packFacts } from '#engine/measures/content/pack-facts.ts'
import { readCases } from '#engine/measures/content/read-cases.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { PackFacts, type PackEntry } from '#shared/contract/measures.ts'

/** Id of the pack that comes with the program. */
export const builtInId = 'built-in'

/** The pack that comes with the program. */
export interface BuiltInContent {
  readonly entry: PackEntry
  /** Its JSON, gzipped. */
  readonly bytes: Uint8Array
}

const zip = promisify(gzip)

/** Names of the files that the build writes beside the program: the pack, and what is said about it. */
export const packedFiles = { pack: 'built-in-content.json.gz', facts: 'built-in-content.facts.json' } as const

/** What was read, by program: what comes with it does not change while it runs. */
const contents = new Map<string, Promise<BuiltInContent>>()

/**
 * The measures that come with the program: as its build packed them, or from their folder where it runs from its source.
 * They are read once.
 * @param resources absolute path of the folder that holds `measures/core`
 * @param threads absolute path next to which the build wrote its files
 */
export function readBuiltInContent({
  resources,
  threads
}: Readonly<Record<'resources' | 'threads', string>>): Promise<BuiltInContent> {
  const known = contents.get(threads)
  if (known !== undefined) return known
  const built = dirname(threads)
  const content = existsSync(join(built, packedFiles.pack))
    ? readPacked(built)
    : packBuiltInContent(join(resources, 'measures', 'core'))
  contents.set(threads, content)
  // What failed may succeed later; whoever asked hears of the failure.
  content.catch(() => contents.delete(threads))
  return content
}

async function readPacked(folder: string): Promise<BuiltInContent> {
  const bytes = await readFile(join(folder, packedFiles.pack))
  const facts = v.parse(PackFacts, JSON.parse(await readFile(join(folder, packedFiles.facts), 'utf8')))
  return { bytes, entry: entryOf(bytes, { ...facts, title: m.builtInMeasures }) }
}

function entryOf(bytes: Uint8Array, facts: PackEntry['facts']): PackEntry {
  return { id: builtInId, installedAt: 0, keptBytes: bytes.length, facts }
}

/**
 * Packs the measures of a folder: measures, their logic as CQL and ELM, value sets and cases.
 * @param folder absolute path of `measures/core`
 */
export async function packBuiltInContent(folder: string): Promise<BuiltInContent> {
  const names = (await readdir(folder, { recursive: true })).map((name) => name.replaceAll('\\', '/')).sort()
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')
  const json = async (name: string): Promise<FhirObject> => JSON.parse(await read(name)) as FhirObject
  const of = (test: (name: string) => boolean): string[] => names.filter(test)

  const measures = new Map<string, FhirObject>()
  for (const name of of((path) => basename(path) === 'measure.json')) measures.set(dirname(name), await json(name))
  const libraries: FhirObject[] = []
  for (const name of of((path) => path.endsWith('.cql'))) {
    const elm = await json(name.replace(/\.cql$/, '.elm.json'))
    const identifier = (elm['library'] as FhirObject)['identifier'] as {
      readonly id: string
      readonly version?: string
    }
    const { id, version } = identifier
    libraries.push(libraryResource({ name: id, version, cql: await read(name), elm }))
  }
  const valueSets: FhirObject[] = []
  for (const name of of((path) => /(^|\/)value-sets\/[^/]+\.json$/.test(path))) valueSets.push(await json(name))
  const cases: MeasureCases[] = []
  for (const name of of((path) => basename(path) === 'cases.json')) {
    const measure = measures.get(dirname(name))?.['url']
    const found = readCases(await json(name))
    if (typeof measure === 'string' && found !== undefined) cases.push({ measure, ...found })
  }

  const title = m.builtInMeasures
  const document: ContentDocument = {
    format: 'populus-content-1',
    title,
    resources: [...measures.values(), ...libraries, ...valueSets],
    cases
  }
  const text = Buffer.from(JSON.stringify(document))
  const bytes = await zip(text)
  const hash = createHash('sha256').update(text).digest('hex')
  return { bytes, entry: entryOf(bytes, packFacts(document, { hash, textBytes: text.length, source: 'built-in' })) }
}
