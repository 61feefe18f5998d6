import { engineMessages as m } from '#messages/engine.ts'
import { countBits, countCommon, type Bitset } from '../../base/kernels/bitset.ts'
import { cohenKappa, type Kappa } from './kappa.ts'

/** Two definitions side by side, over the same people. */
export interface Agreement {
  readonly both: number
  readonly onlyLeft: number
  readonly onlyRight: number
  readonly neither: number
  /** People of whom either definition cannot be told; they are in no cell. */
  readonly unknown: number
  readonly kappa: Kappa
  /** `2a / (2a + b + c)`; undefined where neither finds anybody. */
  readonly positive: number | undefined
  /** `2d / (2d + b + c)`; undefined where both find everybody. */
  readonly negative: number | undefined
}

/** Source of positive and negative agreement. */
export const agreementSource = {
  title: m.highAgreementButLowKappaII,
  publisher: m.cicchettiDVFeinsteinARJClin,
  year: 1990
} as const

/** A definition evaluated for the comparison. */
interface ComparedSet {
  readonly people: Bitset
  readonly unknown: Bitset
}

/** How far two definitions agree on some people. */
export function agreementOf(among: Bitset, left: ComparedSet, right: ComparedSet): Agreement {
  const open = left.unknown.map((word, index) => word | right.unknown[index]!)
  const decided = among.map((word, index) => word & ~open[index]!)
  const both = countBits(decided.map((word, index) => word & left.people[index]! & right.people[index]!))
  const onlyLeft = countCommon(decided, left.people) - both
  const onlyRight = countCommon(decided, right.people) - both
  const neither = countBits(decided) - both - onlyLeft - onlyRight
  const share = (count: number): number | undefined =>
    count + onlyLeft + onlyRight === 0 ? undefined : (2 * count) / (2 * count + onlyLeft + onlyRight)
  return {
    both,
    onlyLeft,
    onlyRight,
    neither,
    unknown: countCommon(among, open),
    kappa: cohenKappa([
      [both, onlyLeft],
      [onlyRight, neither]
    ]),
    positive: share(both),
    negative: share(neither)
  }
}
