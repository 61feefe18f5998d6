import { cliTerminalMessages as m } from '#messages/cli/terminal.ts'
import { AppError } from '#shared/app-error.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { settingBounds } from '#shared/policy/settings-under-policy.ts'
import type { PolicyPort } from '../../ports/host.ts'
import { DEFAULT_SMALL_CELLS } from '#shared/small-cell-rule.ts'

/** How small counts are treated, and what the audit log says about it. */
export interface SmallCellChoice {
  readonly limit: number
  readonly facts: { readonly smallCells: number; readonly reason?: string }
}

/**
 * @param leaves whether the counts go to a file; standard output shows what there is, as the screens do
 * @param policies may ask for a larger number, on standard output too, which may be a file
 * @throws PolicyRefusal, AppError `invalid-input` for a number below the default in a file without a reason
 */
export function smallCellsOf(
  values: { readonly 'small-cells'?: number | undefined; readonly reason?: string | undefined },
  leaves: boolean,
  policies: Pick<PolicyPort, 'current'>
): SmallCellChoice {
  const minimum = settingBounds(policies.current()).smallCellLimit?.minimum ?? 0
  const limit = values['small-cells'] ?? Math.max(minimum, leaves ? DEFAULT_SMALL_CELLS : 0)
  const reason = values.reason?.trim() ?? ''
  if (limit < minimum) throw new PolicyRefusal('MinCellSize', m.aNumberBelowForSmallCells(minimum))
  if (leaves && limit < DEFAULT_SMALL_CELLS && reason === '')
    throw new AppError('invalid-input', m.countsOfFewerThanPeopleAre(DEFAULT_SMALL_CELLS + 1))
  return { limit, facts: { smallCells: limit, ...(reason === '' ? {} : { reason: reason.slice(0, 300) }) } }
}
