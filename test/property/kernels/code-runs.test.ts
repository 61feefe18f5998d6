import { describe, expect, it } from 'vitest'
import { emptyBitset, setBit, type Bitset } from '#engine/base/kernels/bitset.ts'
import { codeInBin, codeRuns, countRuns, pairRuns, runsInBins, type CodeRuns } from '#engine/base/kernels/code-runs.ts'
import { daysByPeriod, timeRuns } from '#engine/population/panels/base/time-runs.ts'
import { fc } from '../../support/property.ts'

const PEOPLE = 70
const VALUES = 3

/** Codes by bin and person, -1 for none: many stay as they are from one bin to the next, as those of people do. */
const codesByBin = fc.integer({ min: 0, max: 6 }).chain((bins) =>
  fc
    .tuple(
      fc.array(fc.integer({ min: -1, max: VALUES - 1 }), { minLength: PEOPLE, maxLength: PEOPLE }),
      fc.array(fc.array(fc.tuple(fc.nat(PEOPLE - 1), fc.integer({ min: -1, max: VALUES - 1 })), { maxLength: 12 }), {
        minLength: bins,
        maxLength: bins
      })
    )
    .map(([first, changes]) => {
      let now = first
      return changes.map((changed) => {
        now = now.map((code, person) => changed.find(([who]) => who === person)?.[1] ?? code)
        return now
      })
    })
)

const chosenByBin = (bins: number): fc.Arbitrary<readonly (readonly number[])[]> =>
  fc.array(fc.uniqueArray(fc.nat(PEOPLE - 1), { maxLength: PEOPLE }), { minLength: bins, maxLength: bins })

function bitsOf(people: readonly number[]): Bitset {
  const bits = emptyBitset(PEOPLE)
  for (const person of people) setBit(bits, person)
  return bits
}

function runsOf(byBin: readonly (readonly number[])[]): CodeRuns {
  return codeRuns({ people: PEOPLE, bins: byBin.length, values: VALUES }, (bin) => byBin[bin]!)
}

const place = (code: number): number => (code < 0 ? VALUES : code)

describe('codes by bin as runs', () => {
  it('are the codes that they were made of', () => {
    fc.assert(
      fc.property(codesByBin, (byBin) => {
        const runs = runsOf(byBin)
        byBin.forEach((codes, bin) => {
          expect(codes.map((_, person) => codeInBin(runs, person, bin))).toEqual(codes.map(place))
        })
      })
    )
  })

  it('of some bins are those of these bins alone', () => {
    fc.assert(
      fc.property(
        codesByBin.chain((byBin) => fc.tuple(fc.constant(byBin), fc.subarray([...byBin.keys()]))),
        ([byBin, bins]) => {
          expect(runsInBins(runsOf(byBin), bins)).toEqual(runsOf(bins.map((bin) => byBin[bin]!)))
        }
      )
    )
  })

  it('are counted as going through all bins and people does', () => {
    fc.assert(
      fc.property(
        codesByBin.chain((byBin) => fc.tuple(fc.constant(byBin), chosenByBin(byBin.length))),
        ([byBin, chosen]) => {
          const counts = countRuns(runsOf(byBin), chosen.map(bitsOf))
          const expected = byBin.flatMap((codes, bin) =>
            Array.from(
              { length: VALUES + 1 },
              (_, code) => chosen[bin]!.filter((person) => place(codes[person]!) === code).length
            )
          )
          expect([...counts]).toEqual(expected)
        }
      )
    )
  })

  it('pair with other codes', () => {
    fc.assert(
      fc.property(
        codesByBin.chain((codes) => fc.tuple(fc.constant(codes), fc.constant([...codes].reverse()))),
        ([first, other]) => {
          const pairs = pairRuns(runsOf(first), runsOf(other))
          expect(pairs.places).toBe((VALUES + 1) ** 2)
          first.forEach((codes, bin) => {
            expect(codes.map((_, person) => codeInBin(pairs, person, bin))).toEqual(
              codes.map((code, person) => place(code) * (VALUES + 1) + place(other[bin]![person]!))
            )
          })
        }
      )
    )
  })
})

describe('days of windows by period and code', () => {
  it('are those that each person adds', () => {
    const window = fc.record({ from: fc.integer({ min: -5, max: 70 }), until: fc.integer({ min: -5, max: 70 }) })
    fc.assert(
      fc.property(
        codesByBin.chain((byBin) =>
          fc.tuple(
            fc.constant(byBin),
            chosenByBin(byBin.length),
            fc.array(window, { minLength: PEOPLE, maxLength: PEOPLE }),
            fc.array(fc.integer({ min: 1, max: 12 }), { minLength: byBin.length, maxLength: byBin.length })
          )
        ),
        ([byBin, chosen, windows, lengths]) => {
          let start = 0
          const periods = lengths.map((length) => {
            start += length
            return { start: start - length, end: start - 1 }
          })
          const runs = timeRuns(
            runsOf(byBin),
            {
              from: Int32Array.from(windows, ({ from }) => from),
              until: Int32Array.from(windows, ({ until }) => until)
            },
            periods
          )
          const expected = periods.flatMap((period, bin) =>
            Array.from({ length: VALUES + 1 }, (_, code) => {
              let days = 0
              for (const person of chosen[bin]!) {
                if (place(byBin[bin]![person]!) !== code) continue
                const { from, until } = windows[person]!
                for (let day = period.start; day <= period.end; day++) if (day >= from && day < until) days++
              }
              return days
            })
          )
          expect([...daysByPeriod(runs, chosen.map(bitsOf))]).toEqual(expected)
        }
      )
    )
  })
})
