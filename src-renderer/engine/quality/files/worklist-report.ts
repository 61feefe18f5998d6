import type { ExportTable } from '../../interchange/export-table.ts'
import type { View } from '../../panels/view.ts'
import { statusLabels } from '../gap-status.ts'
import { isoOfDay } from '../iso-day.ts'
import type { QualityParams } from '../panels.ts'
import type { QualityInput } from '../quality-input.ts'
import { worklistPanel } from '../worklist.ts'
import type { WorklistQuery } from '../worklist-result.ts'
import { reportTable } from './report-table.ts'

/** Everything open and closed, a row per person and rate; as many rows as the query finds. */
export function worklistTable(
  view: View,
  input: QualityInput,
  query: WorklistQuery,
  revealed: boolean,
  entries: readonly number[] | undefined
): ExportTable {
  const params: QualityParams<'worklist'> = {
    query,
    sort: { column: 'actBy', descending: false },
    offset: 0,
    limit: Number.MAX_SAFE_INTEGER,
    revealed
  }
  const chosen = entries === undefined ? undefined : new Set(entries)
  const rows = worklistPanel(view, input, params).rows.filter(({ entry }) => chosen === undefined || chosen.has(entry))
  const day = (value: number | undefined): string | null => (value === undefined ? null : isoOfDay(value))
  return reportTable(
    view,
    'Worklist',
    revealed ? 'People and what they need.' : 'People and what they need; names are hidden.',
    [
      ['Patient', 'Id of the Patient.'],
      ['Name', 'Given and family name.'],
      ['Age', 'Completed years.'],
      ['Sex', 'As recorded.'],
      ['Measure', 'Title of the measure and rate.'],
      ['Status', 'Open, due soon, no data, closed, set aside, excluded or not applicable.'],
      ['Why', 'What there is, and what is missing.'],
      ['What closes it', 'By the measure.'],
      ['Act by', 'Last day on which that counts; for days covered, the last on which a fill can still bring 80%.'],
      ['First fill', 'For days covered: first fill of the class in the period.'],
      ['Days', 'Days from the first fill to the last that counts, without days in hospital.'],
      ['Days covered', 'Of these, days with supply.'],
      ['Days so far', 'Days from the first fill to the as-of date.'],
      ['Days covered so far', 'Of these, days with supply.'],
      ['Days missing', 'Days still missing to 80%.'],
      ['Next visit', 'First planned encounter.'],
      ['Last visit', 'Last encounter that took place.'],
      ['Provider', 'Whom the person is assigned to.'],
      ['Practice', 'Where the person belongs.'],
      ['Payer', 'Who pays.'],
      ['Owner', 'Who takes care of it.'],
      ['Outreach', 'How often somebody was contacted.'],
      ['Last outreach', 'When last.']
    ],
    rows.map((row) => [
      row.id,
      row.name,
      row.age ?? null,
      row.sex,
      row.title,
      statusLabels[row.status],
      row.why,
      row.closes,
      day(row.actBy),
      day(row.adherence?.firstFill),
      row.adherence?.days ?? null,
      row.adherence?.covered ?? null,
      row.adherence?.daysSoFar ?? null,
      row.adherence?.coveredSoFar ?? null,
      row.adherence?.missing ?? null,
      day(row.nextVisit),
      day(row.lastVisit),
      row.provider,
      row.practice,
      row.payer,
      row.owner ?? null,
      row.outreach.count,
      row.outreach.last ?? null
    ])
  )
}
