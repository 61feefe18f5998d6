import { commonMessages as common } from '#messages/common.ts'
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
        origin: common.views
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

type DraftKind = Extract<FoundDefinition['kind'], 'cohort' | 'board' | 'model' | 'risk-tables'>

const modelName = /^model-[0-9a-f]{16}-\d+$/
const riskTableName = /^risk-table-[0-9a-f]{16}-\d+$/
const longest = 500

/** Saved cohorts, boards, models and risk tables, which are sealed in parts among the drafts. Only names and hashes leave this function. */
export function draftDefinitions(drafts: readonly Draft[]): FoundDefinition[] {
  const parts = drafts.flatMap(({ name, text, savedAt, by }) => {
    const kind = kindOf(name)
    const { value } = parsed(text) as { readonly value?: Partial<Part> }
    if (kind === undefined || typeof value?.id !== 'string' || typeof value.text !== 'string') return []
    return [{ ...(value as Part), kind, savedAt, by, group: `${kind} ${name.slice(0, name.lastIndexOf('-'))}` }]
  })
  return [...Map.groupBy(parts, ({ group }) => group).values()].flatMap((groupParts): FoundDefinition[] => {
    const [first] = groupParts
    if (first === undefined || groupParts.length !== first.parts) return []
    const last = groupParts.reduce((latest, each) => (each.savedAt > latest.savedAt ? each : latest))
    const json = parsed(
      groupParts
        .toSorted((left, right) => left.part - right.part)
        .map(({ text }) => text)
        .join('')
    )
    return [
      {
        kind: first.kind,
        ...describers[first.kind](json, first.id),
        ...(last.by === undefined ? {} : { owner: last.by, by: last.by }),
        at: new Date(last.savedAt).toISOString()
      }
    ]
  })
}

type Description = Pick<FoundDefinition, 'id' | 'hash' | 'name' | 'source' | 'origin'>

/** What each kind of saved definition says of itself. */
const describers: Readonly<Record<DraftKind, (json: object, id: string) => Description>> = {
  cohort: (json, id) => titled('cohort', common.cohorts, json, id),
  board: (json, id) => titled('board', common.boards, json, id),
  model(json, id) {
    const { document } = json as {
      readonly document?: { readonly title?: unknown; readonly outcome?: { readonly id?: unknown } }
    }
    const outcome = document?.outcome?.id
    return {
      // Models of one outcome are versions of one definition.
      id: (typeof outcome === 'string' ? outcome : id).slice(0, longest),
      hash: textDigest(JSON.stringify(document)),
      name: nameOf('model', document?.title),
      source: 'editor',
      origin: m.models
    }
  },
  'risk-tables'(json, id) {
    const { name, text } = json as { readonly name?: unknown; readonly text?: unknown }
    const file = nameOf('risk-tables', name)
    return {
      // Tables of one file name are versions of one definition.
      id: (typeof name === 'string' ? `own/${name}` : id).slice(0, longest),
      hash: textDigest(typeof text === 'string' ? text : ''),
      name: file,
      source: 'import',
      origin: file
    }
  }
}

function titled(kind: 'cohort' | 'board', origin: string, json: object, id: string): Description {
  const { title } = json as { readonly title?: unknown }
  return { id: id.slice(0, longest), hash: contentDigest(json), name: nameOf(kind, title), source: 'editor', origin }
}

function kindOf(name: string): DraftKind | undefined {
  if (savedCohortId(name) !== undefined) return 'cohort'
  if (boardIdOf(name) !== undefined) return 'board'
  if (riskTableName.test(name)) return 'risk-tables'
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
