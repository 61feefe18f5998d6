import { describe, expect, it } from 'vitest'
import { NEVER } from '#engine/population/registries/condition-state.ts'
import type { SourceMembership } from '#engine/population/registries/membership.ts'
import {
  addMembers,
  entryByPatient,
  membersAsOf,
  membershipDays,
  placeInMembership
} from '#engine/population/registries/membership-days.ts'
import { fc } from '../../support/property.ts'

/** Some people: nobody's days, or the stretches of days of a member. */
const stretch = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 10 }))
const everybody = fc.array(fc.option(fc.array(stretch, { minLength: 1, maxLength: 3 }), { nil: undefined }), {
  maxLength: 70
})

type Stretches = readonly (readonly [start: number, length: number])[]

/** The membership that lists the people who have stretches. */
function listed(all: readonly (Stretches | undefined)[], resolves: boolean): SourceMembership {
  const members = all.flatMap((stretches, patient) => (stretches === undefined ? [] : [{ patient, stretches }]))
  const spans = members.flatMap(({ stretches }) => stretches)
  const offsets = [0]
  for (const { stretches } of members) offsets.push(offsets.at(-1)! + stretches.length)
  return {
    patients: all.length,
    people: Int32Array.from(members, ({ patient }) => patient),
    entry: Int32Array.from(members, ({ stretches }) => Math.min(...stretches.map(([start]) => start))),
    spans: resolves
      ? {
          offsets: Int32Array.from(offsets),
          starts: Int32Array.from(spans, ([start]) => start),
          ends: Int32Array.from(spans, ([start, length]) => start + length)
        }
      : undefined
  }
}

/** The same, told by the stretches themselves. */
function isMember(stretches: Stretches | undefined, day: number, resolves: boolean): boolean {
  return stretches?.some(([start, length]) => start <= day && (!resolves || day < start + length)) === true
}

describe('who is a member on a date', () => {
  it('is told of the listed people as of everybody one by one', () => {
    const days = fc.uniqueArray(fc.integer({ min: -2, max: 45 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(everybody, days, fc.boolean(), (all, unsorted, resolves) => {
        const membership = listed(all, resolves)
        const sorted = unsorted.toSorted((left, right) => left - right)
        const bits = membershipDays(membership, sorted)
        const counts = new Uint16Array(all.length)
        for (const [place, day] of sorted.entries()) {
          const expected = all.map((stretches) => (isMember(stretches, day, resolves) ? 1 : 0))
          expect([...membersAsOf(membership, day)]).toEqual(expected)
          expect(all.map((_, patient) => (bits(patient) >> place) & 1)).toEqual(expected)
          addMembers(membership, day, counts)
        }
        expect([...counts]).toEqual(
          all.map((stretches) => sorted.filter((day) => isMember(stretches, day, resolves)).length)
        )
        const entry = entryByPatient(membership)
        all.forEach((stretches, patient) => {
          const place = placeInMembership(membership, patient)
          expect(place >= 0).toBe(stretches !== undefined)
          expect(membership.people[place]).toBe(stretches && patient)
          expect(entry[patient]).toBe(stretches === undefined ? NEVER : membership.entry[place])
        })
      })
    )
  })
})
