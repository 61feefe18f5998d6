import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { actionCode, claimActions, type ClaimAction } from './claim-actions.ts'
import type { ClaimRecords } from './claim-tables.ts'
import { paidClaims } from './paid-claims.ts'
import { notForCare } from './final-action.ts'
import { rowsInForce } from './payer-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** Values of a column, by what became of a claim. */
const faultOf = {
  replaced: 'replaced',
  reversed: 'reversed',
  duplicate: 'duplicate',
  denied: 'denied',
  inactive: 'canceled or draft',
  request: 'preauthorization'
} as const satisfies Record<Exclude<ClaimAction, 'final'>, string>

/** Why a claim is no evidence of a diagnosis, whatever it is for: what became of it, or that it has no day. */
export type ClaimFault = (typeof faultOf)[keyof typeof faultOf] | 'no day of service'

const ofAction = claimActions.map(({ value }) => (value === 'final' ? undefined : faultOf[value]))

/**
 * Tells the fault of each claim, if any. Adjudicated claims count when they are the final action of a claim that was not denied, see
 * `finalActionRule`; submitted claims when they are in force and for care that was given.
 */
export function claimFaults(
  store: Store,
  { claims }: Pick<ClaimRecords, 'claims'>
): (claim: number) => ClaimFault | undefined {
  const actions =
    claims.name === 'explanation_of_benefit' ? defined(paidClaims(store)).actions : submittedActions(claims)
  return (claim) => {
    return ofAction[actions[claim]!] ?? (defined(claims.day)[claim] === NO_DAY ? 'no day of service' : undefined)
  }
}

function submittedActions(claims: Table): Uint8Array {
  const inForce = rowsInForce(claims)
  const { codes, values } = claims.column('use', 'dictionary')
  return inForce.map((good, row) => {
    if (good === 0) return actionCode.inactive
    return notForCare.includes(values[codes[row]!] ?? '') ? actionCode.request : actionCode.final
  })
}
