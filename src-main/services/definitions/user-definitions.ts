import { servicesDefinitionsMessages as m } from '#messages/services/definitions.ts'
import { boardIdOf, savedCohortId, type Draft } from '#shared/contract/drafts.ts'
import type { FoundDefinition } from '#shared/governance/definition.ts'
import type { Settings } from '#shared/settings-schema.ts'
import { contentDigest, textDigest } from './content-digest.ts'

/** Views and cut points of the user's own, which lie among the settings. */
export function settingDefinitions({
  savedViews,
  starTables
}: Pick<Settings, 'savedViews' | 'starTables'>): FoundDefinition[] {
  const views = savedViews.flatMap((text): FoundDefinition[] => {
    const json = parsed(text)
    const { name, title, version } = json as Record<'name' | 'title' | 'version', unknown>
    if (typeof name !== 'string' || name === '') return []
    return [
      {
        kind: 'view',
        id: `own/${name}`.slice(0, longest),
        hash: contentDigest(json),
        name: (typeof title === 'string' && title !== '' ? title : name).slice(0, longest),
        ...(typeof version === 'string' ? { version: version.slice(0, longest) } : {}),
        source: 'editor',
        origin: 'Views'
      }
    ]
  })
  const tables = starTables.map(({ name, text }): FoundDefinition => ({
    kind: 'cut-points',
    id: `own/${name}`,
    hash: contentDigest(text),
    name,
    source: 'import',
    origin: name
  }))
  return [...views, ...tables]
}

interface Part {
  readonly id: string
  readonly part: number
  readonly parts: number
  readonly text: string
}

type DraftKind = Extract<FoundDefinition['kind'], 'cohort' | 'board' | 'model'>

const modelName = /^model-[0-9a-f]{16}-\d+$/
const origins: Readonly<Record<DraftKind, string>> = { cohort: 'Cohorts', board: 'Boards', model: 'Models' }
const longest = 500

/** Saved cohorts, boards and models, which are sealed in parts among the drafts. Only names and hashes leave this function. */
export function draftDefinitions(drafts: readonly Draft[]): FoundDefinition[] {
  const parts = drafts.flatMap(({ name, text, savedAt, by }) => {
    const kind = kindOf(name)
    const { value } = parsed(text) as { readonly value?: Partial<Part> }
    if (kind === undefined || typeof value?.id !== 'string' || typeof value.text !== 'string') return []
    return [{ ...(value as Part), kind, savedAt, by, group: `${kind} ${name.slice(0, name.lastIndexOf('-'))}` }]
  })
  return [...Map.groupBy(parts, ({ group }) => group).values()].flatMap((own): FoundDefinition[] => {
    const [first] = own
    if (first === undefined || own.length !== first.parts) return []
    const last = own.reduce((latest, each) => (each.savedAt > latest.savedAt ? each : latest))
    const json = parsed(
      own
        .toSorted((one, other) => one.part - other.part)
        .map(({ text }) => text)
        .join('')
    )
    const { title, document } = json as {
      readonly title?: unknown
      readonly document?: { readonly title?: unknown; readonly outcome?: { readonly id?: unknown } }
    }
    const isModel = first.kind === 'model'
    const outcome = document?.outcome?.id
    return [
      {
        kind: first.kind,
        // Models of one outcome are versions of one definition.
        id: (isModel && typeof outcome === 'string' ? outcome : first.id).slice(0, longest),
        hash: isModel ? textDigest(JSON.stringify(document)) : contentDigest(json),
        name: nameOf(first.kind, isModel ? document?.title : title),
        ...(last.by === undefined ? {} : { owner: last.by, by: last.by }),
        source: 'editor',
        origin: origins[first.kind],
        at: new Date(last.savedAt).toISOString()
      }
    ]
  })
}

function kindOf(name: string): DraftKind | undefined {
  if (savedCohortId(name) !== undefined) return 'cohort'
  if (boardIdOf(name) !== undefined) return 'board'
  return modelName.test(name) ? 'model' : undefined
}

function nameOf(kind: DraftKind, title: unknown): string {
  return typeof title === 'string' && title !== '' ? title.slice(0, longest) : m.aWithoutATitle(kind)
}

/** An object, also for a text that is none. */
function parsed(text: string): object {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? json : {}
  } catch {
    return {}
  }
}
