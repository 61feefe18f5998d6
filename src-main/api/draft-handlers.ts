import { servicesDefinitionsMessages as m } from '#messages/services/definitions.ts'
import { boardIdOf } from '#shared/contract/drafts.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { PresetBoards } from '../services/definitions/preset-boards.ts'
import type { DraftStore } from '../services/drafts/draft-store.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'

/** The handlers for unfinished work and for boards, which are stored alike. */
export function createDraftHandlers(
  drafts: DraftStore,
  presetBoards: PresetBoards
): Pick<ServiceHandlers, 'drafts' | 'boards'> {
  /** @throws PolicyRefusal for a board that the organization presets */
  function refusePreset(name: string): void {
    if (presetBoards.list().some(({ id }) => id === boardIdOf(name)))
      throw new PolicyRefusal('Boards', m.changingTheBoard)
  }

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
      async presets() {
        return [...presetBoards.list()]
      },
      async save({ name, text, replaces }) {
        refusePreset(name)
        return drafts.save(name, text, replaces)
      },
      async remove({ name, replaces }) {
        refusePreset(name)
        await drafts.remove(name, replaces)
      }
    }
  }
}
