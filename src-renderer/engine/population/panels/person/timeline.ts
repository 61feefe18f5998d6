import { activeLocale } from '#shared/messages/locale.ts'
import type { ColumnKind, ColumnOf } from '../../../store/model/column.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { addedCurrency } from '../../claims/claim-currency.ts'
import { referredProduct } from '../../claims/product-codings.ts'
import type { Store, Table } from '../../../store/model/store.ts'
import { cellText, conceptText } from './cell-text.ts'
import { classLabel } from '../base/encounter-classes.ts'
import { isIdentifying, masked } from './mask.ts'
import type { TimelineEvent } from '../results/patient-result.ts'

/** How the rows of a table become events. */
interface Lane {
  readonly table: string
  readonly lane: TimelineEvent['lane']
  /** Columns tried in order for the label. */
  readonly label: readonly string[]
  /** Columns joined for the detail. */
  readonly detail: readonly string[]
  readonly end?: string
}

const lanes: readonly Lane[] = [
  {
    table: 'encounter',
    lane: 'encounters',
    label: ['type', 'class'],
    detail: ['class', 'reason', 'status'],
    end: 'period_end'
  },
  {
    table: 'condition',
    lane: 'conditions',
    label: ['code'],
    detail: ['clinical_status', 'verification_status'],
    end: 'abatement'
  },
  { table: 'appointment', lane: 'encounters', label: ['service'], detail: ['status'], end: 'end' },
  { table: 'observation', lane: 'observations', label: ['code'], detail: ['value', 'unit', 'value_text'] },
  { table: 'medication_request', lane: 'medications', label: ['code', 'medication_id'], detail: ['status', 'intent'] },
  {
    table: 'medication_dispense',
    lane: 'medications',
    label: ['code', 'medication_id'],
    detail: ['status', 'days_supply']
  },
  { table: 'procedure', lane: 'procedures', label: ['code'], detail: ['status'], end: 'performed_end' },
  { table: 'immunization', lane: 'immunizations', label: ['code'], detail: ['status'] },
  {
    table: 'explanation_of_benefit',
    lane: 'claims',
    label: ['type', 'use'],
    detail: ['insurer_name', 'payment_amount'],
    end: 'billable_end'
  },
  { table: 'allergy_intolerance', lane: 'other', label: ['code'], detail: ['clinical_status', 'criticality'] },
  { table: 'diagnostic_report', lane: 'other', label: ['code'], detail: ['status'] },
  { table: 'care_plan', lane: 'other', label: ['category'], detail: ['status'], end: 'period_end' },
  { table: 'document_reference', lane: 'other', label: ['type'], detail: ['status'] }
]

function optional<K extends ColumnKind>(table: Table, name: string, kind: K): ColumnOf<K> | undefined {
  return table.columns.has(name) ? table.column(name, kind) : undefined
}

/** Tells the amount of each row in its currency, with cents: sources also write what their computing left behind these. */
function amountTexts(table: Table): (values: ArrayLike<number>, row: number) => string {
  const currency = optional(table, 'currency', 'dictionary')
  return (values, row) => {
    if (Number.isNaN(values[row]!)) return ''
    const written = currency?.values[currency.codes[row]!] ?? addedCurrency
    // A format takes three letters for a currency, and fails for anything else.
    const isCode = /^[a-z]{3}$/i.test(written)
    const amount = values[row]!.toLocaleString(
      activeLocale,
      isCode ? { style: 'currency', currency: written } : { minimumFractionDigits: 2, maximumFractionDigits: 2 }
    )
    return isCode ? amount : `${amount} ${written}`
  }
}

/** A result: its number with the unit, else the words or the code it was given as. */
function observationDetail(store: Store, table: Table, row: number, revealed: boolean): string {
  const value = cellText(table.column('value', 'number'), row, store.concepts)
  const unit = cellText(table.column('unit', 'dictionary'), row, store.concepts)
  if (value !== '') return unit === '%' ? `${value}%` : `${value} ${unit}`.trim()
  const coded = optional(table, 'coded_value', 'concept')
  const words = coded === undefined ? '' : conceptText(store.concepts, coded.ids[row]!)
  if (words !== '') return words
  const text = optional(table, 'value_text', 'dictionary')
  const free = text === undefined ? '' : cellText(text, row, store.concepts)
  return free === '' || revealed ? free : masked
}

/** Everything dated about one person, oldest first. */
export function timeline(store: Store, patient: number, revealed: boolean): TimelineEvent[] {
  const events: TimelineEvent[] = []
  for (const lane of lanes) {
    const table = store.tables.get(lane.table)
    if (table?.patientOffsets === undefined || table.day === undefined) continue
    const end = lane.end === undefined ? undefined : optional(table, lane.end, 'dateTime')
    const referred = referredProduct(store, table)
    const amountText = amountTexts(table)
    const text = (name: string, row: number): string => {
      const product = name === 'medication_id' ? (referred?.(row) ?? -1) : -1
      if (product >= 0) return conceptText(store.concepts, product)
      const column = table.columns.get(name)
      if (column === undefined) return ''
      if (name === 'payment_amount' && column.kind === 'number') return amountText(column.values, row)
      const isClass = lane.table === 'encounter' && name === 'class' && column.kind === 'concept'
      const cell = isClass ? classLabel(store, column.ids[row]!) : cellText(column, row, store.concepts)
      return cell !== '' && !revealed && isIdentifying(table.name, name) ? masked : cell
    }
    for (let row = table.patientOffsets[patient]!; row < table.patientOffsets[patient + 1]!; row++) {
      const day = table.day[row]!
      if (day === NO_DAY) continue
      const label = lane.label.map((name) => text(name, row)).find((each) => each !== '') ?? ''
      const detail =
        lane.table === 'observation'
          ? observationDetail(store, table, row, revealed)
          : lane.detail
              .map((name) => text(name, row))
              .filter((each) => each !== '' && each !== label)
              .join(', ')
      const endDay = end?.days[row] ?? NO_DAY
      events.push({
        lane: lane.lane,
        day,
        endDay: endDay === NO_DAY ? undefined : endDay,
        label,
        detail,
        source: { resourceType: table.resourceType, index: table.resource[row]! }
      })
    }
  }
  return events.sort((left, right) => left.day - right.day)
}
