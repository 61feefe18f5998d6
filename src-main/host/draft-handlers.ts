import type { Draft, DraftSaved } from '#shared/contract/drafts.ts'
import type { Handlers } from '#shared/contract/contract.ts'

/** What the calls need of the stored drafts. */
export interface DraftStore {
  /** @returns `undefined` while no key is open */
  list(): Promise<Draft[] | undefined>
  /** Seals a draft and writes it to disk. @param replaces when the version that the caller knows was saved */
  save(name: string, text: string, replaces: number | undefined): Promise<DraftSaved>
  /** Deletes a draft. A version that the caller does not know stays. */
  remove(name: string, replaces: number | undefined): Promise<void>
}

type DraftMethod = Extract<keyof Handlers, `drafts.${string}`>

/** The handlers for unfinished work. */
export function createDraftHandlers(drafts: DraftStore): Pick<Handlers, DraftMethod> {
  return {
    async 'drafts.list'() {
      const found = await drafts.list()
      return { open: found !== undefined, drafts: found ?? [] }
    },
    async 'drafts.save'({ name, text, replaces }) {
      return drafts.save(name, text, replaces)
    },
    async 'drafts.remove'({ name, replaces }) {
      await drafts.remove(name, replaces)
    }
  }
}
