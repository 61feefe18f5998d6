import { hiddenParts } from '#engine/base/privacy/small-cells.ts'
import { isSmallCount } from '#engine/base/privacy/small-count.ts'
import type { RunOutTriangle } from '#engine/population/panels/results/cost-result.ts'

/** One month of service in a table, while its lags are gone through. */
interface FollowedMonth {
  readonly triangle: RunOutTriangle
  readonly month: RunOutTriangle['rows'][number]
  /** People of what was added since the last lag that is shown: the most of one lag, for some of them may be the same. */
  added: number
  readonly shown: boolean[]
}

/** What the tables of one month would tell of claims that have no table. */
interface Untabled {
  /** People of payers without a table by part, added since it could be worked out. */
  readonly people: Map<string, number>
  /** What all claims differ from those of the only part that has a table, as far as it is shown. */
  amount: number
}

/**
 * At which lags what is known of a month may be shown, in all run-out tables that belong together: where what was added since the
 * last lag that is shown is of nobody or of more than few people, and where no other table tells it. A payer that is withheld could be
 * worked out from all payers less the others, so that others go with it, and all claims go where medical or pharmacy claims of all
 * payers do.
 * @param limit groups of 1 to so many people are withheld
 * @returns of each triangle by its id, by row and lag
 */
export function runOutShown(
  triangles: readonly RunOutTriangle[],
  limit: number
): ReadonlyMap<string, readonly (readonly boolean[])[]> {
  // Tables end with the same month, and begin with the first that has claims.
  const ages = Math.max(0, ...triangles.map(({ rows }) => rows.length))
  const months = Array.from({ length: ages }, (_, age) =>
    triangles.flatMap((triangle): FollowedMonth[] => {
      const month = triangle.rows[triangle.rows.length - 1 - age]
      return month === undefined ? [] : [{ triangle, month, added: 0, shown: [] }]
    })
  )
  for (const tables of months) {
    const untabled: Untabled = { people: new Map(), amount: 0 }
    const lags = Math.max(...tables.map(({ month }) => month.known.length))
    for (let lag = 0; lag < lags; lag++) showLag(tables, lag, limit, untabled)
  }
  return new Map(
    triangles.map((triangle) => [
      triangle.id,
      months
        .flatMap((tables) => tables.filter((table) => table.triangle === triangle).map(({ shown }) => shown))
        .toReversed()
    ])
  )
}

function showLag(tables: readonly FollowedMonth[], lag: number, limit: number, untabled: Untabled): void {
  const peopleOf = ({ month }: FollowedMonth): number => month.people[lag] ?? 0
  for (const table of tables) table.added = Math.max(table.added, peopleOf(table))
  const hidden = new Set(tables.filter(({ added }) => isSmallCount(added, limit)))
  const parts = tables.filter(({ triangle: { payer, part } }) => payer === undefined && part !== 'all')
  for (const all of parts) {
    const { part } = all.triangle
    const payers = tables.filter(({ triangle }) => triangle.payer !== undefined && triangle.part === part)
    const others = Math.max(0, peopleOf(all) - payers.reduce((sum, payer) => sum + peopleOf(payer), 0))
    const left = Math.max(untabled.people.get(part) ?? 0, others)
    const withheld = hiddenParts([...payers.map(({ added }) => added), left], limit)
    untabled.people.set(part, withheld.size === 0 ? 0 : left)
    payers.forEach((payer, place) => {
      if (withheld.has(place)) hidden.add(payer)
    })
  }
  const allClaims = tables.find(({ triangle }) => triangle.part === 'all')
  if (allClaims !== undefined) {
    // The other part has too few claims for a table.
    const [only] = parts
    const amount =
      parts.length === 1 && only !== undefined ? (allClaims.month.known[lag] ?? 0) - (only.month.known[lag] ?? 0) : 0
    const isTold = Math.abs(amount - untabled.amount) >= 0.005
    if (limit > 0 && (isTold || parts.some((all) => hidden.has(all)))) hidden.add(allClaims)
    else untabled.amount = amount
  }
  for (const table of tables) {
    const isShown = !hidden.has(table)
    if (isShown) table.added = 0
    table.shown.push(isShown)
  }
}
