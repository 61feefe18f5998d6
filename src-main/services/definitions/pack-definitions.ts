import { commonMessages as common } from '#messages/common.ts'
import { servicesDefinitionsMessages as m } from '#messages/services/definitions.ts'
import { gunzipSync } from 'node:zlib'
import { textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { isContentDocument, type ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { codesAddedBy, openMeasures, openPack, type OpenedPack } from '#engine/measures/packs/open-packs.ts'
import { AppError } from '#shared/app-error.ts'
import type { PackEntry } from '#shared/contract/measures.ts'
import { defined } from '#shared/language/defined.ts'
import type { FoundDefinition } from '#shared/governance/definition.ts'
import { contentDigest } from './content-digest.ts'

/** A pack of measure content, to be read when it is needed. */
export interface InstalledPack {
  readonly entry: PackEntry
  /** Its JSON, gzipped. */
  read(): Promise<Uint8Array>
}

type Opened = OpenedPack<{ readonly hash: string; readonly entry: PackEntry }>

const longest = 500
const longestLicense = 4000

/**
 * The measures, value sets and added codes of the installed packs. The hash of a measure covers its logic and its lists as they
 * count here, with codes that other packs add: the one that its results have.
 * @param packs the built-in one first
 * @param shipped hashes of the built-in measures as they came with the program; not needed for the built-in pack alone
 * @throws AppError `unreadable-file` for a pack that is damaged
 */
export async function packDefinitions(
  packs: readonly InstalledPack[],
  version: string,
  shipped?: ReadonlySet<string>
): Promise<readonly FoundDefinition[]> {
  const opened: Opened[] = []
  for (const pack of packs) {
    const { entry } = pack
    const document: unknown = JSON.parse(gunzipSync(await pack.read()).toString('utf8'))
    if (!isContentDocument(document)) throw new AppError('unreadable-file', m.thePackIsDamagedSoIts(entry.facts.title))
    opened.push(openPack({ hash: entry.facts.hash, entry }, document))
  }
  const entries = new Map(opened.map(({ request }) => [request.hash, request.entry]))
  const all = await openMeasures(opened, codesAddedBy(opened))
  const measures = all.map(({ hash, pack, resource, definition }): FoundDefinition => {
    const description = describe(resource, defined(entries.get(pack)), version)
    // A measure that came with the program is its measure as long as nobody adds codes to its lists.
    const isChanged = description.source === 'built-in' && shipped?.has(hash) === false
    return { kind: 'measure', id: definition.url, hash, ...description, ...(isChanged ? added(opened) : {}) }
  })
  return [...measures, ...opened.flatMap((pack) => listsOf(pack, version))]
}

/** Where a built-in measure is from whose lists were added to. */
function added(packs: readonly Opened[]): Pick<FoundDefinition, 'source' | 'origin' | 'at' | 'by'> {
  const adding = packs
    .filter(({ document: { codes = [], crosswalks = [] } }) => codes.length + crosswalks.length > 0)
    .map(({ request }) => request.entry)
    .toSorted((left, right) => right.installedAt - left.installedAt)
  const names = adding.map(({ facts }) => facts.title).join(', ')
  return {
    source: 'import',
    origin: m.populusWithCodesOf(names).slice(0, longest),
    ...(adding[0] === undefined ? {} : installed(adding[0]))
  }
}

/** Value sets and added codes of one pack. */
function listsOf({ request: { entry }, document }: Opened, version: string): FoundDefinition[] {
  const valueSets = document.resources
    .filter(({ resourceType }) => resourceType === 'ValueSet')
    .map((resource): FoundDefinition => {
      const id = (textOf(resource['url']) ?? textOf(resource['id']) ?? common.valueSet).split('|')[0]!
      return {
        kind: 'value-set',
        id: id.slice(0, longest),
        hash: contentDigest(resource),
        ...describe(resource, entry, version)
      }
    })
  return [...valueSets, ...additionsOf(document, entry)]
}

function additionsOf({ codes = [], crosswalks = [] }: ContentDocument, entry: PackEntry): FoundDefinition[] {
  const packFacts = {
    name: entry.facts.title,
    ...(entry.by === undefined ? {} : { owner: entry.by }),
    source: entry.facts.source,
    origin: entry.facts.title,
    ...installed(entry)
  }
  return [
    ...(codes.length === 0
      ? []
      : [{ kind: 'code-list' as const, id: entry.facts.title, hash: contentDigest(codes), ...packFacts }]),
    ...(crosswalks.length === 0
      ? []
      : [{ kind: 'crosswalk' as const, id: entry.facts.title, hash: contentDigest(crosswalks), ...packFacts }])
  ]
}

function describe(
  resource: FhirObject,
  entry: PackEntry,
  version: string
): Omit<FoundDefinition, 'kind' | 'id' | 'hash'> {
  const { facts, by } = entry
  const isBuiltIn = facts.source === 'built-in'
  const resourceVersion = textOf(resource['version'])
  const license = textOf(resource['copyright'])
  const owner = textOf(resource['publisher']) ?? (isBuiltIn ? 'Populus' : by)
  const name = textOf(resource['title']) ?? textOf(resource['name']) ?? textOf(resource['id']) ?? facts.title
  return {
    name: name.slice(0, longest),
    ...(resourceVersion === undefined ? {} : { version: resourceVersion.slice(0, longest) }),
    ...(owner === undefined ? {} : { owner: owner.slice(0, longest) }),
    source: facts.source,
    origin: isBuiltIn ? `Populus ${version}` : facts.title,
    ...(license === undefined ? {} : { license: license.slice(0, longestLicense) }),
    ...installed(entry)
  }
}

/** When a pack was installed, and by whom. */
function installed({ installedAt, by }: PackEntry): Pick<FoundDefinition, 'at' | 'by'> {
  return {
    ...(installedAt === 0 ? {} : { at: new Date(installedAt).toISOString() }),
    ...(by === undefined ? {} : { by })
  }
}
