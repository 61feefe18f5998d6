import { describe, expect, it } from 'vitest'
import { planCapacity, type CapacityAssumptions } from '../../../src-renderer/engine/forecast/capacity.ts'
import { fc } from '../../support/property.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'

const assumptions: CapacityAssumptions = {
  needed: 100,
  closable: 300,
  weeks: 10,
  contactMinutes: 15,
  closing: [0.4, 0.4],
  attempts: 3,
  productiveHours: 30,
  visits: undefined,
  visitMinutes: 20
}

describe('a capacity plan', () => {
  it('takes gaps ÷ share contacts, and the minutes of these', () => {
    const plan = planCapacity(assumptions)
    expect(plan.contacts.value).toBe(250)
    expect(plan.slots.value).toBe(25)
    expect(plan.contactHours.value).toBeCloseTo(6.25, 10)
    expect(plan.staff.value).toBeCloseTo(6.25 / 30, 10)
    // 300 × (1 - 0.6³)
    expect(plan.reachable).toBe(235)
  })

  it('adds the visits that come anyway, from their interval', () => {
    const plan = planCapacity({ ...assumptions, visits: { low: 900, value: 1000, high: 1200 } })
    expect(plan.visitHours).toEqual({ low: 30, value: 1000 / 30, high: 40 })
    expect(plan.staff.high).toBeCloseTo((plan.contactHours.high + 40) / 30, 10)
  })

  it('has an interval that nearly always holds the contacts it took', () => {
    const next = seededNumbers(3)
    const { contacts } = planCapacity(assumptions)
    let inside = 0
    const runs = 2000
    for (let run = 0; run < runs; run++) {
      let [closed, tried] = [0, 0]
      for (; closed < assumptions.needed; tried++) if (next() < 0.4) closed++
      if (tried >= contacts.low && tried <= contacts.high) inside++
    }
    expect(inside / runs).toBeGreaterThan(0.93)
    expect(inside / runs).toBeLessThan(0.98)
  })

  it('takes nothing for nothing', () => {
    const plan = planCapacity({ ...assumptions, needed: 0 })
    expect([plan.contacts, plan.staff]).toEqual([
      { low: 0, value: 0, high: 0 },
      { low: 0, value: 0, high: 0 }
    ])
  })

  it('never has an end on the wrong side', () => {
    fc.assert(
      fc.property(
        fc.nat(5000),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (needed, first, other) => {
          const closing = [Math.min(first, other), Math.max(first, other)] as const
          const { contacts, staff } = planCapacity({ ...assumptions, needed, closing })
          expect(contacts.low).toBeLessThanOrEqual(contacts.value)
          expect(contacts.value).toBeLessThanOrEqual(contacts.high)
          expect(contacts.low).toBeGreaterThanOrEqual(needed)
          expect(staff.low).toBeLessThanOrEqual(staff.high)
        }
      )
    )
  })
})
