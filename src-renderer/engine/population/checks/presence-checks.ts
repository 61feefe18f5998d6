import { enginePopulationChecksMessages as m } from '#messages/engine/population/checks.ts'
import { defined } from '#shared/language/defined.ts'
import { inOtherCurrency, otherCurrencies } from '../claims/claim-currency.ts'
import { paidClaims } from '../claims/paid-claims.ts'
import { NO_INTEGER, type Column } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { DataCheck } from './data-check.ts'
import { rowNames, rowVerdicts } from './verdicts.ts'

interface Wanted {
  readonly table: string
  readonly column: string
  readonly title: string
  readonly limit: number
  /** Only rows with a number in this column are asked for the other. */
  readonly where?: string
}

const wanted: readonly Wanted[] = [
  { table: 'patient', column: 'birth_date', title: m.birthDateIsRecorded, limit: 0.01 },
  { table: 'patient', column: 'gender', title: m.sexIsRecorded, limit: 0.01 },
  { table: 'encounter', column: 'period_start', title: m.encountersHaveAStart, limit: 0.01 },
  { table: 'encounter', column: 'class', title: m.encountersHaveAClass, limit: 0.05 },
  { table: 'condition', column: 'code', title: m.diagnosesHaveACode, limit: 0.05 },
  { table: 'observation', column: 'code', title: m.resultsHaveACode, limit: 0.05 },
  { table: 'observation', column: 'effective', title: m.resultsHaveATime, limit: 0.01 },
  { table: 'observation', column: 'unit', title: m.numericResultsHaveAUnit, limit: 0.01, where: 'value' },
  { table: 'procedure', column: 'code', title: m.proceduresHaveACode, limit: 0.05 },
  { table: 'immunization', column: 'occurrence', title: m.immunizationsHaveADay, limit: 0.01 }
]

/** Checks that what every calculation needs is there, and that people have records at all. */
export function presenceChecks(store: Store): DataCheck[] {
  const present = wanted.filter(({ table }) => rowsInPopulation(store, table) > 0)
  const claims = paidClaims(store) === undefined ? [] : [amountIsKnown]
  if (otherCurrencies(store).length > 0) claims.push(amountIsInDollars)
  return [...present.map(isRecorded), ...claims, anyRecord]
}

function isRecorded({ table: name, column, title, limit, where }: Wanted): DataCheck {
  return {
    id: `present/${name}.${column}`,
    kind: 'completeness',
    aspect: 'presence',
    title,
    text: m.allARowFailsWhenIs(where === undefined, rowNames(name), column),
    table: name,
    column,
    limit,
    verdicts(store) {
      const table = store.table(name)
      const isEmpty = emptyRows(table.columns.get(column))
      const numbers = where === undefined ? undefined : table.column(where, 'number').values
      return rowVerdicts(table, (row) => numbers === undefined || !Number.isNaN(numbers[row]), isEmpty)
    }
  }
}

function emptyRows(column: Column | undefined): (row: number) => boolean {
  switch (column?.kind) {
    case 'dictionary': {
      const { codes, values } = column
      return (row) => codes[row]! < 0 || values[codes[row]!] === ''
    }
    case 'concept':
      return (row) => column.ids[row]! < 0
    case 'date':
    case 'dateTime':
      return (row) => column.days[row] === NO_DAY
    case 'number':
      return (row) => Number.isNaN(column.values[row])
    case 'integer':
      return (row) => column.values[row] === NO_INTEGER
    case 'boolean':
      return (row) => column.values[row] === 2
    case 'reference':
      return (row) => column.codes[row]! < 0
    default:
      return () => true
  }
}

/** The amount may stand in totals or in the lines alone, as in claims for drugs, so that no single column tells. */
const amountIsKnown: DataCheck = {
  id: 'present/explanation_of_benefit.payment_amount',
  kind: 'completeness',
  aspect: 'presence',
  title: m.paidClaimsHaveAnAmount,
  text: m.allClaimsInFinalAction,
  table: 'explanation_of_benefit',
  column: 'payment_amount',
  limit: 0.05,
  verdicts(store) {
    const claims = defined(paidClaims(store))
    const { table, counts } = claims
    const paid = claims.amounts('paid')
    const isOther = inOtherCurrency(table)
    return rowVerdicts(
      table,
      (row) => counts[row] === 1 && !isOther(row),
      (row) => Number.isNaN(paid[row])
    )
  }
}

/** Amounts in other currencies are not added up. */
const amountIsInDollars: DataCheck = {
  id: 'value/explanation_of_benefit.currency',
  kind: 'conformance',
  aspect: 'value',
  title: m.claimsAreInUsDollars,
  text: m.claimsThatNameACurrency,
  table: 'explanation_of_benefit',
  column: 'currency',
  limit: 0,
  verdicts(store) {
    const { table, counts } = defined(paidClaims(store))
    const { codes } = table.column('currency', 'dictionary')
    return rowVerdicts(table, (row) => counts[row] === 1 && codes[row]! >= 0, inOtherCurrency(table))
  }
}

const anyRecord: DataCheck = {
  id: 'present/any-record',
  kind: 'completeness',
  aspect: 'presence',
  title: m.peopleHaveRecords,
  text: m.allPeopleAPersonFailsWhen,
  table: 'patient',
  limit: 0.02,
  verdicts(store) {
    const others = [...store.tables.values()].filter(
      (table): table is Table & { readonly patientOffsets: Int32Array } =>
        table.name !== 'patient' && table.patientOffsets !== undefined
    )
    return rowVerdicts(
      store.table('patient'),
      () => true,
      (person) => others.every(({ patientOffsets }) => patientOffsets[person] === patientOffsets[person + 1])
    )
  }
}
