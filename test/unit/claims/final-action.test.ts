import { describe, expect, it } from 'vitest'
import { claimActions, type ClaimAction } from '#engine/population/claims/claim-actions.ts'
import { paidClaims } from '#engine/population/claims/paid-claims.ts'
import { plainStore } from '../selection/plain-store.ts'

/** A payment for one day of service: claim number, amount, day of payment, and the number of the claim that it replaces. */
type Payment = readonly [number: string, amount: number, paidOn: string, prior?: string]

const [march, april, may, june] = ['2025-03-10', '2025-04-10', '2025-05-10', '2025-06-10'] as const

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((others) => [item, ...others]))
}

/** What becomes of payments, and what they come to: for each order in which they may stand in the data. */
function decided(payments: readonly Payment[]): readonly { readonly actions: string; readonly net: number }[] {
  const ids = permutations(payments.map((_, index) => index))
  return ids.map((order) => {
    const claims = paidClaims(
      plainStore({
        patient: [{ id: 'p' }],
        explanation_of_benefit: order.map((index) => {
          const [identifier, amount, paidOn, prior] = payments[index]!
          return {
            id: `e${index}`,
            patient_id: 'p',
            status: 'active',
            use: 'claim',
            outcome: 'complete',
            type: 'http://terminology.hl7.org/CodeSystem/claim-type|institutional',
            insurer_name: 'Acme',
            identifier,
            billable_start: '2025-03-01',
            billable_end: '2025-03-01',
            payment_amount: amount,
            payment_date: paidOn,
            prior_identifier: prior
          }
        })
      })
    )!
    const paid = claims.amounts('paid')
    const actions: ClaimAction[] = []
    let net = 0
    order.forEach((index, row) => {
      actions[index] = claimActions[claims.actions[row]!]!.value
      if (claims.counts[row] === 1) net += paid[row]!
    })
    return { actions: actions.join(' '), net }
  })
}

describe('two fills of one drug on one day, for the same amount', () => {
  it('are two where each has a number of its own, and one claim twice under one number', () => {
    expect(
      decided([
        ['R1', 12, march],
        ['R2', 12, march]
      ]).map(({ actions, net }) => [actions, net])
    ).toEqual([
      ['final final', 24],
      ['final final', 24]
    ])
    for (const { net } of decided([
      ['R1', 12, march],
      ['R1', 12, march]
    ]))
      expect(net).toBe(12)
  })
})

describe.each<{ title: string; payments: readonly Payment[]; actions: string; net: number }>([
  {
    title: 'a replacement that is reversed leaves the claim replaced that it names',
    payments: [
      ['N1', 100, march],
      ['N2', 80, april, 'N1'],
      ['N3', -80, may, 'N2']
    ],
    actions: 'replaced reversed reversed',
    net: 0
  },
  {
    title: 'a later version that is reversed leaves the earlier one replaced',
    payments: [
      ['N1', 100, march],
      ['N1', 80, april],
      ['N1', -80, may]
    ],
    actions: 'replaced reversed reversed',
    net: 0
  },
  {
    title: 'a version that follows the reversal of the one before counts',
    payments: [
      ['N1', 100, march],
      ['N1', -100, april],
      ['N1', 80, may]
    ],
    actions: 'reversed reversed final',
    net: 80
  },
  {
    title: 'the first version may be reversed after the second was paid',
    payments: [
      ['N1', 100, march],
      ['N1', 80, april],
      ['N1', -100, may]
    ],
    actions: 'reversed final reversed',
    net: 80
  },
  {
    title: 'the same amount may be paid again after a reversal, which is that of the payment before it',
    payments: [
      ['N1', 100, march],
      ['N1', -100, april],
      ['N1', 100, may]
    ],
    actions: 'reversed reversed final',
    net: 100
  },
  {
    title: 'and be reversed again',
    payments: [
      ['N1', 100, march],
      ['N1', -100, april],
      ['N1', 100, may],
      ['N1', -100, june]
    ],
    actions: 'reversed reversed reversed reversed',
    net: 0
  },
  {
    title: 'a reversal that is there twice counts once',
    payments: [
      ['N1', 100, march],
      ['N1', -100, april],
      ['N1', -100, may]
    ],
    actions: 'reversed reversed duplicate',
    net: 0
  },
  {
    title: 'a claim that is there twice is reversed once',
    payments: [
      ['N1', 100, march],
      ['N1', 100, april],
      ['N1', -100, may]
    ],
    actions: 'duplicate reversed reversed',
    net: 0
  },
  {
    title: 'installments of a recovery are all added',
    payments: [
      ['N1', 100, march],
      ['N1', -20, april],
      ['N1', -20, may]
    ],
    actions: 'final final final',
    net: 60
  }
])('$title', ({ payments, actions, net }) => {
  it('in any order of the rows', () => {
    expect(new Set(decided(payments).map((outcome) => JSON.stringify(outcome)))).toEqual(
      new Set([JSON.stringify({ actions, net })])
    )
  })
})
