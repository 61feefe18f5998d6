import type { Cohort, SavedCohort } from '#engine/explore/cohorts.ts'
import type { StoreApi } from '../../workers/store/protocol.ts'
import type { Drafts } from './drafts.svelte.ts'
import type { Loaded } from '../session/loaded.ts'
import type { Session } from '../session/session.svelte.ts'
import { sourceId } from '../session/source-id.ts'

/** Characters of ids in one part: a part fits into one sealed file. */
const PART_CHARACTERS = 200_000
const FORMAT = 1

interface Part extends SavedCohort {
  readonly part: number
  readonly parts: number
}

/** Dependencies of {@link SavedCohorts}. */
export interface SavedCohortsDependencies {
  readonly drafts: Drafts
  readonly store: Pick<StoreApi, 'cohorts' | 'cohortKeys' | 'cohortRestore'>
  readonly session: Pick<Session, 'loaded' | 'refreshSummary'>
}

/**
 * The cohorts of each source, sealed on disk beside the drafts, so that they are there again after the next load of the
 * source. They are sets of people by the ids of their Patient resources.
 */
export class SavedCohorts {
  readonly #dependencies: SavedCohortsDependencies

  constructor(dependencies: SavedCohortsDependencies) {
    this.#dependencies = dependencies
    dependencies.drafts.onLoaded(() => void this.restore())
  }

  /** Saves a cohort of the loaded source, or what became of it. */
  async save({ id, title }: Cohort): Promise<void> {
    const { drafts, store, session } = this.#dependencies
    if (session.loaded === undefined) return
    const prefix = prefixOf(session.loaded)
    const slices = slicesOf(await store.cohortKeys(id))
    const named = (part: number): string => `${prefix}${nameOf(id)}-${part}`
    slices.forEach((keys, part) => {
      drafts.writeValue<Part>(named(part), FORMAT, { id, title, keys, part, parts: slices.length })
    })
    const written = new Set(slices.map((_, part) => named(part)))
    for (const name of drafts.names(`${prefix}${nameOf(id)}-`)) if (!written.has(name)) drafts.remove(name)
  }

  /** Forgets a cohort that was deleted. */
  remove(id: string): void {
    const { drafts, session } = this.#dependencies
    if (session.loaded === undefined) return
    for (const name of drafts.names(`${prefixOf(session.loaded)}${nameOf(id)}-`)) drafts.remove(name)
  }

  /** Brings the cohorts of the loaded source back that are not there yet. */
  async restore(): Promise<void> {
    const { drafts, store, session } = this.#dependencies
    const { loaded } = session
    if (loaded === undefined) return
    const found = drafts.names(prefixOf(loaded)).flatMap((name) => drafts.readValue<Part>(name, FORMAT) ?? [])
    const present = new Set((await store.cohorts()).map(({ id }) => id))
    const saved = joined(found).filter(({ id }) => !present.has(id))
    // Other data may have been loaded meanwhile.
    if (saved.length === 0 || session.loaded?.report !== loaded.report) return
    await store.cohortRestore(saved)
    await session.refreshSummary()
  }
}

function prefixOf(loaded: Loaded): string {
  return `cohort-${sourceId(loaded)}-`
}

/** An id as the name of a draft may hold it. */
function nameOf(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function slicesOf(keys: readonly string[]): readonly (readonly string[])[] {
  const slices: string[][] = [[]]
  let characters = 0
  for (const key of keys) {
    // With its quotation marks and comma.
    characters += key.length + 3
    if (characters > PART_CHARACTERS) {
      slices.push([])
      characters = key.length + 3
    }
    slices.at(-1)!.push(key)
  }
  return slices
}

/** Cohorts of which every part is there. */
function joined(parts: readonly Part[]): readonly SavedCohort[] {
  const ids = [...new Set(parts.map(({ id }) => id))]
  return ids.flatMap((id) => {
    const own = parts.filter((part) => part.id === id).sort((item, other) => item.part - other.part)
    const [first] = own
    if (first === undefined || own.length !== first.parts) return []
    return [{ id, title: first.title, keys: own.flatMap(({ keys }) => keys) }]
  })
}
