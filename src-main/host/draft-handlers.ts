import type { Draft } from '#shared/contract-drafts.ts'
import type { Handlers } from '#shared/contract.ts'

/** What the calls need of the stored drafts. */
export interface DraftStore {
  /** @returns `undefined` while no key is open */
  list(): Promise<Draft[] | undefined>
  /** @returns whether it is on disk, sealed; `false` while no key is open */
  save(name: string, text: string): Promise<boolean>
  remove(name: string): Promise<void>
}

type DraftMethod = Extract<keyof Handlers, `drafts.${string}`>

/** The handlers for unfinished work. */
export function createDraftHandlers(drafts: DraftStore): Pick<Handlers, DraftMethod> {
  return {
    async 'drafts.list'() {
      const found = await drafts.list()
      return { open: found !== undefined, drafts: found ?? [] }
    },
    async 'drafts.save'({ name, text }) {
      return { saved: await drafts.save(name, text) }
    },
    async 'drafts.remove'({ name }) {
      await drafts.remove(name)
    }
  }
}
