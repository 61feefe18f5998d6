import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DefinitionKind, FoundDefinition } from '#shared/governance/definition.ts'
import { contentDigest } from './content-digest.ts'

/** What the definitions of the installation say of themselves, as far as they say it. */
interface Described {
  readonly id?: string
  readonly name?: string
  readonly title?: string
  readonly version?: string
  readonly year?: number
  readonly source?: { readonly title?: string; readonly publisher?: string }
  readonly sources?: readonly { readonly publisher?: string }[]
}

/** Folders of the installation with definitions: a JSON file each. Measures are read as the pack that they are. */
const folders: readonly (readonly [DefinitionKind, string])[] = [
  ['registry', 'registries'],
  ['view', 'views/r4'],
  ['view', 'views/r5'],
  ['cut-points', 'stars'],
  ['risk-tables', 'risk'],
  ['risk-tables', 'readmission']
]

/** A longest text of a list. */
const longest = 500

/**
 * The definitions that came with the program, next to its measures.
 * @param resources the folder that holds `registries/`, `views/` …
 */
export async function resourceDefinitions(resources: string, version: string): Promise<FoundDefinition[]> {
  const found: FoundDefinition[] = []
  for (const [kind, folder] of folders) {
    const names = (await readdir(join(resources, folder))).filter((name) => name.endsWith('.json')).sort()
    for (const name of names) {
      const json = JSON.parse(await readFile(join(resources, folder, name), 'utf8')) as Described
      // Which measure counts for which table of stars is a setting, and no definition.
      if (kind === 'cut-points' && json.year === undefined) continue
      const baseName = name.slice(0, -'.json'.length)
      const publishers = [json.source?.publisher, ...(json.sources ?? []).map(({ publisher }) => publisher)]
      const owner = publishers.find((each) => each !== undefined)
      found.push({
        kind,
        id: kind === 'view' ? `${folder.slice(-2)}/${baseName}` : baseName,
        hash: contentDigest(json),
        name: nameOf(json, baseName, kind === 'view' ? folder.slice(-2).toUpperCase() : undefined),
        ...(json.version === undefined ? {} : { version: json.version }),
        owner: kind === 'view' || owner === undefined ? 'Populus' : owner.slice(0, longest),
        source: 'built-in',
        origin: `Populus ${version}`
      })
    }
  }
  return found
}

/** What a definition is called in lists. @param release of FHIR, where there is one definition for each */
function nameOf({ title, source, name }: Described, file: string, release: string | undefined): string {
  const text = (title ?? source?.title ?? name ?? file).slice(0, longest)
  return release === undefined ? text : `${text} (${release})`
}
