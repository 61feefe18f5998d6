import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import { defined } from '#shared/language/defined.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import type { Figure } from '../../../base/figures/figure.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { authorizationRows, turnaroundDays, turnaroundRule } from '../../reconcile/prior-authorization.ts'
import { shareFigure } from '../base/figures.ts'
import { sumShards, type View } from '../base/view.ts'
import type { ReconciliationPanel } from '../results/reconciliation-result.ts'
import { addReconciledCounts, countKey, medianOf, type ReconciledCounts } from './reconciled-counts.ts'

/** Calendar days within which standard requests are decided, by CMS-0057-F. */
const STANDARD_DAYS = 7

/** How long decisions about prior authorizations took, by payer; decisions of a stretch of days. */
export function authorizationTimes(view: View, from: number, to: number): ReconciliationPanel['authorizations'] {
  const provenance = view.provenance({
    id: 'reconciliation/prior-authorization',
    version: '1.0.0',
    title: m.turnaroundOfPriorAuthorizations,
    text: m.decisionsOfThe12MonthsUp(turnaroundRule, STANDARD_DAYS),
    sources: [
      {
        title: m.interoperabilityAndPriorAuthorizationFinalRule,
        publisher: m.centersForMedicareMedicaidServices,
        year: 2024
      },
      { title: m.intervalOfAProportionWilsonScore, publisher: m.jAmStatAssoc22209, year: 1927 }
    ]
  })
  const counts = sumShards(view, (shard) => countShard(shard, from, to), addReconciledCounts)
  const payers = [...new Set([...counts.keys()].map((key) => key.split('\n')[0]!))].sort()
  const rows = payers.map((payer) => {
    const start = countKey(payer, '')
    const payerCounts = [...counts].filter(([key]) => key.startsWith(start))
    const days = payerCounts
      .flatMap(([key, count]) =>
        key === countKey(payer, '?') ? [] : [{ days: Number(key.slice(start.length)), count }]
      )
      .sort((left, right) => left.days - right.days)
    const timed = days.reduce((sum, { count }) => sum + count, 0)
    const within = days.reduce((sum, each) => sum + (each.days <= STANDARD_DAYS ? each.count : 0), 0)
    const rowsOf = (...more: readonly ColumnTest[]): NonNullable<Figure['rows']> => ({
      table: 'explanation_of_benefit',
      asOf: view.asOf,
      filters: view.filters,
      where: [
        { column: 'use', in: ['preauthorization'] },
        { column: 'created', from, to },
        { column: '@payer', in: [payer] },
        ...more
      ]
    })
    const known = { column: '@turnaround', from: 0 } as const
    const median: Figure = {
      value: timed === 0 ? undefined : medianOf(days, timed),
      ...(timed === 0 ? { missing: m.noDecisionRefersToARequest } : {}),
      unit: 'days',
      denominator: timed,
      opens: timed,
      rows: rowsOf(known),
      provenance
    }
    return {
      id: payer,
      label: payer === '' ? m.payerNotKnown : payer,
      decisions: timed + (counts.get(countKey(payer, '?')) ?? 0),
      median,
      within: shareFigure(within, timed, rowsOf({ ...known, to: STANDARD_DAYS }), provenance)
    }
  })
  return { rows, provenance }
}

/** Decisions by payer and days; `?` where the days are not known. */
function countShard({ store, population, asOf, filters }: View, from: number, to: number): ReconciledCounts {
  const counts = new Map<string, number>()
  const rows = authorizationRows(store) ?? []
  if (rows.length === 0) return counts
  const table = store.table('explanation_of_benefit')
  const days = defined(turnaroundDays(store))
  const decided = table.column('created', 'dateTime').days
  const { claims: payers, names } = payerRows(store)
  const people = filters.length === 0 ? undefined : population.select(asOf, filters)
  for (const row of rows) {
    const person = table.patient?.[row] ?? -1
    if (decided[row]! < from || decided[row]! > to || person < 0) continue
    if (people !== undefined && !hasBit(people, person)) continue
    const payer = payers?.[row] ?? -1
    const key = countKey(payer < 0 ? '' : names[payer]!, Number.isNaN(days[row]) ? '?' : days[row]!)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
