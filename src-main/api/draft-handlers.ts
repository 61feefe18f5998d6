import { servicesDefinitionsMessages as m } from '#messages/services/definitions.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import { boardIdOf } from '#shared/contract/drafts.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { completedRiskTable, riskTablePrefix } from '../services/definitions/risk-table-parts.ts'
import type { PresetBoards } from '../services/definitions/preset-boards.ts'
import type { VerifiedFiles } from '../services/publishers/verified-files.ts'
import type { DraftStore } from '../services/drafts/draft-store.ts'
import type { ServiceHandlers } from '#shared/contract/contract.ts'

/** The handlers for unfinished work and for boards, which are stored alike. */
export function createDraftHandlers(
  drafts: DraftStore,
  presetBoards: PresetBoards,
  verified: VerifiedFiles
): Pick<ServiceHandlers, 'drafts' | 'boards'> {
  /** @throws PolicyRefusal for a board that the organization presets */
  function refusePreset(name: string): void {
    if (presetBoards.list().some(({ id }) => id === boardIdOf(name)))
      throw new PolicyRefusal('Boards', m.changingTheBoard)
  }

  /** Parts of a table come together: each is compared with those that were saved before it. */
  const inTurn = oneAtATime()

  /** @throws PolicyRefusal for a table of risk of which no file was verified, where the policies ask for that */
  async function refuseUnverified(name: string, text: string): Promise<void> {
    const stored = (await drafts.list()) ?? []
    if (stored.some((each) => each.name === name && each.text === text)) return
    const table = completedRiskTable({ name, text }, stored)
    if (table !== undefined) verified.requireVerified('risk-tables', table.text, m.theTableOfRisk(table.name))
  }

  return {
    drafts: {
      async list() {
        const found = await drafts.list()
        return { open: found !== undefined, drafts: found ?? [] }
      },
      async save({ name, text, replaces }) {
        if (riskTablePrefix(name) === undefined) return drafts.save(name, text, replaces)
        return inTurn(async () => {
          await refuseUnverified(name, text)
          return drafts.save(name, text, replaces)
        })
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
