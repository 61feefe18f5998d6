import type { Random } from '../base/random.ts'
import { denialReasons, type DenialReason } from '../codes/denials.ts'
import type { Plan } from '../reference/payers.ts'
import type { ClaimFate, ClaimKind } from '../writers/claim-row.ts'

/** What becomes of a claim. `wait` counts the days from the first decision to the second event, where there is one. */
export type ClaimStory = { readonly wait: number } & (
  | { readonly kind: 'paid' | 'capitated' | 'reversed' | 'duplicate' | 'resent' }
  | { readonly kind: 'denied' | 'resubmitted'; readonly reason: DenialReason }
  | { readonly kind: 'adjusted'; readonly correction: number }
)

/** Shares of claims by what becomes of them; the rest is paid at once. */
const shares: Readonly<Record<'pharmacy' | 'medical', readonly (readonly [ClaimFate, number])[]>> = {
  pharmacy: [
    ['denied', 0.022],
    ['reversed', 0.036],
    ['adjusted', 0.006],
    ['resent', 0.003]
  ],
  medical: [
    ['denied', 0.042],
    ['resubmitted', 0.045],
    ['adjusted', 0.034],
    ['duplicate', 0.009],
    ['reversed', 0.006],
    ['resent', 0.004]
  ]
}

const medicalReasons = [denialReasons.authorization, denialReasons.information, denialReasons.excluded]

/** Draws what becomes of a claim; a plan that pays its practices by the head pays nothing more for their visits. */
export function drawStory(
  random: Random,
  bill: { readonly kind: ClaimKind; readonly primaryCare?: boolean },
  plan: Plan | undefined
): ClaimStory {
  const lot = random.unit()
  const days = random.unit()
  const reason = random.unit()
  const correction = random.between(0.65, 1.2)
  const list = bill.kind === 'pharmacy' ? shares.pharmacy : shares.medical
  let sum = 0
  const kind = list.find(([, share]) => lot < (sum += share))?.[0] ?? 'paid'
  switch (kind) {
    case 'denied':
    case 'resubmitted': {
      const because =
        bill.kind === 'pharmacy'
          ? denialReasons.tooSoon
          : (medicalReasons[Math.floor(reason * medicalReasons.length)] ?? denialReasons.information)
      return { kind, wait: 18 + Math.floor(days * 60), reason: because }
    }
    case 'adjusted':
      return { kind, wait: 20 + Math.floor(days * 100), correction }
    case 'paid':
      return { kind: plan?.capitated === true && bill.primaryCare === true ? 'capitated' : 'paid', wait: 0 }
    default:
      return { kind, wait: 2 + Math.floor(days * 14) }
  }
}
