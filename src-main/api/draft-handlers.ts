import type { DraftStore } from '../services/drafts/draft-store.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'

/** The handlers for unfinished work and for boards, which are stored alike. */
export function createDraftHandlers(drafts: DraftStore): Pick<ServiceHandlers, 'drafts' | 'boards'> {
  return {
    drafts: {
      async list() {
        const found = await drafts.list()
        return { open: found !== undefined, drafts: found ?? [] }
      },
      async save({ name, text, replaces }) {
        return drafts.save(name, text, replaces)
      },
      async remove({ name, replaces }) {
        await drafts.remove(name, replaces)
      }
    },
    boards: {
      async save({ name, text, replaces }) {
        return drafts.save(name, text, replaces)
      },
      async remove({ name, replaces }) {
        await drafts.remove(name, replaces)
      }
    }
  }
}
