import type { DraftStore } from '../services/drafts/draft-store.ts'
import type { Handlers } from '#shared/contract/contract.ts'

type DraftMethod = Extract<keyof Handlers, `drafts.${string}` | `boards.${string}`>

/** The handlers for unfinished work and for boards, which are stored alike. */
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
    },
    async 'boards.save'({ name, text, replaces }) {
      return drafts.save(name, text, replaces)
    },
    async 'boards.remove'({ name, replaces }) {
      await drafts.remove(name, replaces)
    }
  }
}
