import { isSourceName, type PopulationSource } from '#engine/store/model/source-keys.ts'
import type { OpenedSnapshot } from '#shared/contract/snapshots.ts'
import type { LoadSource } from '../../workers/ingest/load-source.ts'
import { planListing, type LoadPlan } from './load-plan.ts'

/** A snapshot that is one of several sources. */
export interface SnapshotOfSource {
  readonly opened: OpenedSnapshot
  /** Base URL of the server that it came from, where that is known. */
  readonly base: string | undefined
}

/** A load of several snapshots as one population, each a source by the name of its data. */
export function planTogether(snapshots: readonly SnapshotOfSource[]): LoadPlan {
  const names = sourceNames(snapshots.map(({ opened }) => opened.facts.label))
  const plans = snapshots.map(({ opened: { listing, facts }, base }, index) => {
    const exportedAt = Date.parse(facts.dataAt ?? '')
    const from: PopulationSource = {
      name: names[index]!,
      ...(base === undefined ? {} : { base }),
      ...(Number.isNaN(exportedAt) ? {} : { exportedAt })
    }
    const plan = planListing(listing, facts.source)
    return { ...plan, sources: plan.sources.map((source) => ofSource(source, from)) }
  })
  return {
    label: names.join(', '),
    kind: 'files',
    sources: plans.flatMap(({ sources }) => sources),
    skipped: plans.flatMap(({ skipped }) => skipped),
    importId: undefined,
    imports: plans.flatMap(({ importId }) => importId ?? [])
  }
}

/** The folders right below what was opened, when all of its files lie in two or more of them. */
export function foldersOf({ sources }: Pick<LoadPlan, 'sources'>): readonly string[] {
  const folders = new Set(sources.map(({ name }) => folderOf(name)))
  return folders.size < 2 || folders.has(undefined) ? [] : [...folders].flatMap((folder) => folder ?? [])
}

/** The same load, with each folder a source. */
export function planByFolder(plan: LoadPlan): LoadPlan {
  const folders = foldersOf(plan)
  const names = sourceNames(folders)
  const { snapshot: _, ...rest } = plan
  return {
    ...rest,
    sources: plan.sources.map((source) => {
      const index = folders.indexOf(folderOf(source.name) ?? '')
      return index < 0 ? source : ofSource(source, { name: names[index]! }, source.name)
    })
  }
}

/** What is picked as a folder has its name in front; the folders below it are what counts. */
function folderOf(name: string): string | undefined {
  const parts = name.split('/')
  return parts.length < 2 ? undefined : parts.at(-2)
}

function ofSource(source: LoadSource, from: PopulationSource, name = `${from.name}/${source.name}`): LoadSource {
  return { ...source, name, from }
}

/** Names that sources can have, each different. */
function sourceNames(labels: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return labels.map((label) => {
    const plain = label
      .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
      .replace(/^[ ._-]+|[ ._-]+$/g, '')
      .slice(0, 34)
      .replace(/[ ._-]+$/, '')
    const base = isSourceName(plain) ? plain : 'source'
    let name = base
    for (let next = 2; taken.has(name); next++) name = `${base} ${next}`
    taken.add(name)
    return name
  })
}
