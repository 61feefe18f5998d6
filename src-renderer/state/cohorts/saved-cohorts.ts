import { stateMessages as m } from '#messages/state.ts'
import { COHORT_FORMAT } from '#engine/cohorts/definition/cohort-definition.ts'
import { parseDefinition } from '#engine/cohorts/definition/read-definition.ts'
import { listsPeople, type SavedCohort } from '#engine/cohorts/definition/walk-definition.ts'
import { toWireError } from '#shared/app-error.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import { completeParts, saveInParts, type DraftPart } from '../drafts/draft-parts.ts'
import type { Drafts } from '../drafts/drafts.svelte.ts'
import type { Loaded } from '../session/loaded.ts'
import type { Session } from '../session/session.svelte.ts'
import { sourceId } from '../session/source-id.ts'

const FORMAT = 2
/** Before there were definitions, a cohort was a list of people. */
const LIST_FORMAT = 1
/** In place of a source: definitions that name nobody are those of the profile and apply to all data. */
const EVERY_SOURCE = 'all'

interface ListPart {
  readonly id: string
  readonly title: string
  readonly keys: readonly string[]
  readonly part: number
  readonly parts: number
}

/** Dependencies of {@link SavedCohorts}. */
export interface SavedCohortsDependencies {
  readonly drafts: Drafts
  readonly store: Pick<StoreApi, 'cohorts' | 'setCohorts'>
  readonly session: Pick<Session, 'loaded'>
  /** Called when cohorts came back. */
  readonly onRestored: () => void
  /** Called with a sentence about a cohort that cannot be read. */
  readonly onUnreadable: (message: string) => void
}

/**
 * Cohorts sealed on disk next to the drafts: definitions for all data, and lists of people for the source that they are of.
 * They are there again after every load.
 */
export class SavedCohorts {
  readonly #dependencies: SavedCohortsDependencies

  constructor(dependencies: SavedCohortsDependencies) {
    this.#dependencies = dependencies
    dependencies.drafts.onLoaded(() => void this.restore())
  }

  /** Saves a cohort, or what became of it. */
  save({ id, definition }: SavedCohort): void {
    const { drafts, session } = this.#dependencies
    if (session.loaded === undefined) return
    const prefix = prefixOf(listsPeople(definition) ? sourceId(session.loaded) : EVERY_SOURCE)
    const cohortPrefix = `${prefix}${nameOf(id)}-`
    saveInParts(drafts, cohortPrefix, FORMAT, id, JSON.stringify(definition))
    for (const name of this.#names(id)) if (!name.startsWith(cohortPrefix)) drafts.remove(name)
  }

  /** Forgets a cohort that was deleted. */
  remove(id: string): void {
    for (const name of this.#names(id)) this.#dependencies.drafts.remove(name)
  }

  /** Brings the cohorts of the loaded data back that are not there yet. */
  async restore(): Promise<void> {
    const { store, session, onRestored, onUnreadable } = this.#dependencies
    const { loaded } = session
    if (loaded === undefined) return
    const present = new Set((await store.cohorts(0)).map(({ id }) => id))
    const saved = this.#read(loaded).filter(({ id }) => !present.has(id))
    // Other data may have been loaded meanwhile.
    if (saved.length === 0 || session.loaded?.report !== loaded.report) return
    for (const problem of await store.setCohorts(saved)) onUnreadable(m.aSavedCohortCannotBeUsed(problem))
    onRestored()
  }

  #read(loaded: Loaded): readonly SavedCohort[] {
    const { drafts, onUnreadable } = this.#dependencies
    const names = [EVERY_SOURCE, sourceId(loaded)].flatMap((source) => drafts.names(prefixOf(source)))
    const parts = names.flatMap((name) => drafts.readValue<DraftPart>(name, FORMAT) ?? [])
    const lists = names.flatMap((name) => drafts.readValue<ListPart>(name, LIST_FORMAT) ?? [])
    const definitions = completeParts(parts).flatMap((cohortParts): SavedCohort[] => {
      try {
        return [{ id: cohortParts[0]!.id, definition: parseDefinition(cohortParts.map(({ text }) => text).join('')) }]
      } catch (error) {
        onUnreadable(m.aSavedCohortCannotBeUsed(toWireError(error).message))
        return []
      }
    })
    const frozen = completeParts(lists).map((listParts): SavedCohort => {
      const ids = listParts.flatMap(({ keys }) => keys)
      const { id, title } = listParts[0]!
      return { id, definition: { format: COHORT_FORMAT, title, people: 'all', steps: [{ type: 'people', ids }] } }
    })
    return [...definitions, ...frozen]
  }

  #names(id: string): readonly string[] {
    const { drafts, session } = this.#dependencies
    const sources = session.loaded === undefined ? [EVERY_SOURCE] : [EVERY_SOURCE, sourceId(session.loaded)]
    return sources.flatMap((source) => drafts.names(`${prefixOf(source)}${nameOf(id)}-`))
  }
}

function prefixOf(source: string): string {
  return `cohort-${source}-`
}

/** An id as the name of a draft may have it. */
function nameOf(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]/g, '')
}
