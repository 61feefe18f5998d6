import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { payerLabel, payerRows } from '../../claims/payer-rows.ts'
import { notRecorded } from '../../selection/dimension.ts'
import type { RunOutTriangle } from '../results/cost-result.ts'
import { monthLabelOf } from '../base/periods.ts'
import type { ClaimsView } from './claims-view.ts'
import type { CompletedMonth } from './completed-months.ts'
import { completedInterval, relativeVariance } from './lag-spread.ts'
import { MAX_LAG, MIN_CLAIMS, TRIANGLE_MONTHS, type LagTriangle } from './lag-triangles.ts'

/** Months of service that a table shows. */
const shown = 24

/** Why nothing tells what is still to come; undefined when something does. */
export function missingRunOut({ triangles }: ClaimsView): string | undefined {
  if (triangles.through === undefined) return m.noClaimTellsWhenItWas
  if (triangles.triangles !== undefined) return undefined
  return m.thereAreFewerThanClaimsOr(MIN_CLAIMS)
}

/** The lag triangles as tables: of all payers together, then of each payer that can be read by itself. */
export function runOutTriangles({ view, triangles, completed: months }: ClaimsView): RunOutTriangle[] {
  const { names } = payerRows(view.store)
  const parts = { all: m.allClaims, medical: 'medical', pharmacy: 'pharmacy' }
  return (triangles.triangles ?? [])
    .toSorted(
      (left, right) => rank(left) - rank(right) || right.claims - left.claims || (left.payer ?? 0) - (right.payer ?? 0)
    )
    .map((triangle): RunOutTriangle => {
      const { payer, part, claims, members, amounts, people } = triangle
      const name = payer === undefined ? m.allPayers : payer < 0 ? notRecorded.label : payerLabel(names[payer]!)
      const rows = amounts.slice(-shown).map((row, place) => {
        const age = shown - 1 - place
        const month = triangles.valuation - age
        let sum = 0
        const known = Array.from(row.subarray(0, Math.min(age, MAX_LAG) + 1), (amount) => (sum += amount))
        // Of all payers together a month comes to what it does payer by payer, as everywhere.
        const { share, relativeVariance: relative } =
          payer === undefined ? months(part, month) : ofTriangle(triangle, age, sum)
        const completed = share === undefined || share === 0 ? undefined : sum / share
        return {
          label: monthLabelOf(month),
          known,
          people: Array.from(people[TRIANGLE_MONTHS - 1 - age]!.subarray(0, known.length)),
          completed,
          interval:
            completed === undefined || relative === undefined ? undefined : completedInterval(completed, relative)
        }
      })
      // At each lag there is one month now, whose completion is told elsewhere, too.
      const completion = triangle.completion.map((share, lag) =>
        payer === undefined ? months(part, triangles.valuation - lag).share || share : share
      )
      const first = Math.max(
        0,
        rows.findIndex(({ known }) => known.at(-1) !== 0)
      )
      return {
        id: `${payer ?? 'all'}:${part}`,
        payer,
        part,
        label: `${name}, ${parts[part]}`,
        claims,
        members,
        completion,
        rows: rows.slice(first)
      }
    })
}

function ofTriangle(triangle: LagTriangle, age: number, known: number): CompletedMonth {
  return {
    share: triangle.completion[Math.min(age, MAX_LAG)],
    relativeVariance: age >= MAX_LAG ? 0 : relativeVariance(triangle, age, known)
  }
}

function rank({ payer, part }: LagTriangle): number {
  return payer !== undefined ? 2 : part === 'all' ? 0 : 1
}

/** The rule in words, for definitions. */
export const runOutRule = m.lagTrianglesOfEachPayerMedical(TRIANGLE_MONTHS, MAX_LAG, MIN_CLAIMS)

/** Where the rule comes from, for definitions. */
export const runOutSources = [
  {
    title: m.estimatingUnpaidClaimsUsingBasicTechniques,
    publisher: m.friedlandCasualtyActuarialSociety,
    year: 2010
  },
  {
    title: m.distributionFreeCalculationOfTheStandard,
    publisher: m.mackASTINBulletin23213225,
    year: 1993
  },
  {
    title: m.incurredButNotReportedCompletionFactors,
    publisher: m.societyOfActuariesHealthPracticeClaim
  }
]
