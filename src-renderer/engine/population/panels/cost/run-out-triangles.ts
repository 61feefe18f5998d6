import { payerLabel, payerRows } from '../../claims/payer-rows.ts'
import { notRecorded } from '../../selection/dimension.ts'
import type { RunOutTriangle } from '../results/cost-result.ts'
import { monthLabelOf } from '../base/periods.ts'
import type { ClaimsView } from './claims-view.ts'
import { completedInterval, relativeVariance } from './lag-spread.ts'
import { MAX_LAG, MIN_CLAIMS, TRIANGLE_MONTHS, type LagTriangle } from './lag-triangles.ts'

/** Months of service that a table shows. */
const shown = 24

/** Why nothing tells what is still to come; undefined when something does. */
export function missingRunOut({ triangles }: ClaimsView): string | undefined {
  if (triangles.through === undefined) return 'no claim tells when it was made or paid'
  if (triangles.triangles !== undefined) return undefined
  return `there are fewer than ${MIN_CLAIMS} claims, or all of them were made on the day of service`
}

/** The lag triangles as tables: of all payers together, then of each payer that can be read by itself. */
export function runOutTriangles({ view, triangles }: ClaimsView): RunOutTriangle[] {
  const { names } = payerRows(view.store)
  const parts = { all: 'all claims', medical: 'medical', pharmacy: 'pharmacy' }
  return (triangles.triangles ?? [])
    .toSorted(
      (left, right) => rank(left) - rank(right) || right.claims - left.claims || (left.payer ?? 0) - (right.payer ?? 0)
    )
    .map((triangle): RunOutTriangle => {
      const { payer, part, claims, amounts, completion } = triangle
      const name = payer === undefined ? 'All payers' : payer < 0 ? notRecorded.label : payerLabel(names[payer]!)
      const rows = amounts.slice(-shown).map((row, place) => {
        const age = shown - 1 - place
        const month = triangles.valuation - age
        let sum = 0
        const known = Array.from(row.subarray(0, Math.min(age, MAX_LAG) + 1), (amount) => (sum += amount))
        const share = completion[Math.min(age, MAX_LAG)]
        const completed = share === undefined ? undefined : sum / share
        const relative = age >= MAX_LAG ? 0 : relativeVariance(triangle, age, sum)
        return {
          label: monthLabelOf(month),
          known,
          completed,
          interval:
            completed === undefined || relative === undefined ? undefined : completedInterval(completed, relative)
        }
      })
      const first = Math.max(
        0,
        rows.findIndex(({ known }) => known.at(-1) !== 0)
      )
      return {
        id: `${payer ?? 'all'}:${part}`,
        label: `${name}, ${parts[part]}`,
        claims,
        completion,
        rows: rows.slice(first)
      }
    })
}

function rank({ payer, part }: LagTriangle): number {
  return payer !== undefined ? 2 : part === 'all' ? 0 : 1
}

/** The rule in words, for definitions. */
export const runOutRule =
  `Lag triangles of each payer, medical and pharmacy apart: amounts of final claims by month of service and by months until the ` +
  `payment (its date, else the day on which the claim was made), over ${TRIANGLE_MONTHS} months of service. Chain ladder: the factor from one lag to the ` +
  'next is the sum known at the next ÷ the sum known at this one, over the months of service that have reached it; a month is ' +
  `complete ${MAX_LAG} months later, or at the age of the oldest month. Completion is the product of the later factors, inverted; a month ` +
  `will come to what is known ÷ its completion. Payers with fewer than ${MIN_CLAIMS} claims are read with all payers together. Read at the end ` +
  'of the last month whose last 7 days have payments. Versions of claims that were replaced are not in it. Intervals of 95% by the ' +
  'variance of Mack, log-normal, of payers and of medical and pharmacy claims as if they were independent.'

/** Where the rule comes from, for definitions. */
export const runOutSources = [
  {
    title: 'Estimating Unpaid Claims Using Basic Techniques: development technique (chain ladder)',
    publisher: 'Friedland, Casualty Actuarial Society',
    year: 2010
  },
  {
    title: 'Distribution-free calculation of the standard error of chain ladder reserve estimates',
    publisher: 'Mack, ASTIN Bulletin 23: 213-225',
    year: 1993
  },
  {
    title: 'Incurred but not reported: completion factors by lag month',
    publisher: 'Society of Actuaries, Health practice: claim reserves'
  }
]
