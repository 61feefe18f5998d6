import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { NONE } from '../../store/model/column.ts'
import { checkColumn, verdictColumn } from '../checks/check-list.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { coveragePlans } from '../claims/coverage-plans.ts'
import { emergencyOutcomes, emergencyVisits } from '../stays/emergency-visits.ts'
import { matchedVisits } from '../reconcile/match-visits.ts'
import { rowCodes } from '../reconcile/row-codes.ts'
import { chartOutcomes, claimOutcomes } from '../reconcile/outcomes.ts'
import { turnaroundDays } from '../reconcile/prior-authorization.ts'
import { hospitalStays, inpatientStays } from '../stays/inpatient-stays.ts'
import { readmissions, readmissionScopes, stayOutcomes } from '../stays/readmissions.ts'
import { codedDiagnoses } from '../claims/claim-diagnoses.ts'
import { claimTables } from '../claims/claim-tables.ts'
import { claimActions } from '../claims/claim-actions.ts'
import { inOtherCurrency } from '../claims/claim-currency.ts'
import { costBases } from '../claims/claim-amounts.ts'
import { memberRows, memberRowsOf, ownMemberRows } from '../claims/member-rows.ts'
import { paidClaims } from '../claims/paid-claims.ts'
import { stayHospitals } from './stay-hospitals.ts'
import { payerRows } from '../claims/payer-rows.ts'
import { serviceTypes } from '../claims/service-types.ts'

/** A column that is worked out from a row and what it refers to. */
export interface DerivedColumn {
  /** Index into `values` per row, -1 where there is none. */
  readonly codes: ArrayLike<number>
  readonly values: readonly string[]
}

/** Every stay, whatever became of it. */
export const anyStay = { column: '@stay', in: ['yes'] } as const

/** The last day of a stay, see {@link derivedNumbers}. */
export const stayEnd = '@stay-end'
/** The last day of an inpatient stay whose night counts, see {@link derivedNumbers}. */
export const lastNight = '@last-night'

const resolution = '@resolved:'
const membership = /^@member(?::(payer|plan):([^]*))?$/

/**
 * Columns that stand in no table, which figures select rows by. In `explanation_of_benefit`: `@service` (a value of
 * `serviceTypes`), `@action` (a value of `claimActions`), `@unknown:<basis>` (whether the amount is not known), `@currency` (`other` where it is not in US dollars), `@payer`,
 * `@plan` and `@own-payer` (whether the person was a member of that payer then); in `encounter`, or in claims where the data
 * hold no encounters: `@stay` (`yes` for inpatient stays), `@hospital` (key of the organization that a stay was in), the columns of `readmissionScopes` (one of `stayOutcomes`, '' for
 * anything but an acute stay), `@emergency` (one of `emergencyOutcomes`, '' for anything but an emergency visit), and
 * see {@link derivedNumbers}. In tables about people with a day: `@member`, whether the person was a member in the month of
 * the row (`yes` or `no`, '' where the person is not in the data), also of one payer or plan: `@member:payer:<name>`.
 * What reconciliation finds: `@chart` of `explanation_of_benefit` (one of `chartOutcomes`) and `@claim` of `encounter` (one of
 * `claimOutcomes`), '' for rows that are not reconciled, and `@code` of both, what the row was for as `system|code`.
 * In the diagnoses of claims: `@coded`, whether they say what they are (`yes` or `no`). In every table: `@profile`, the first
 * profile that the row's resource names, `@resolved:<column>`, whether the reference in a column leads to a resource (`yes` or
 * `no`, '' without a reference), and `@check:<id>`, what a data check found about the row (`passed` or `failed`, '' where it
 * was not checked).
 * @returns undefined when there is no such column
 */
export function derivedColumn(store: Store, table: Table, name: string): DerivedColumn | undefined {
  if (name === '@profile') return profileColumn(store, table)
  if (name.startsWith(resolution)) return resolvedColumn(table, name.slice(resolution.length))
  if (name.startsWith(checkColumn)) return verdictColumn(store, table, name.slice(checkColumn.length))
  if (name === '@coded') return codedColumn(store, table)
  if (
    (name === '@chart' && table.name === 'explanation_of_benefit') ||
    (name === '@claim' && table.name === 'encounter')
  )
    return reconciledColumn(store, name)
  if (name === '@code') return rowCodes(store, table)
  const [isMembership, by, named] = membership.exec(name) ?? []
  if (isMembership !== undefined) return memberColumn(store, table, by as 'payer' | 'plan' | undefined, named)
  const claims = table.name === 'explanation_of_benefit' ? paidClaims(store) : undefined
  if (claims !== undefined) {
    switch (name) {
      case '@service':
        return { codes: claims.services, values: serviceTypes.map(({ value }) => value) }
      case '@action':
        return { codes: claims.actions, values: claimActions.map(({ value }) => value) }
      case '@unknown:paid':
      case '@unknown:allowed':
      case '@unknown:member': {
        const amounts = defined(derivedNumbers(store, table, name.replace('unknown', 'amount')))
        return { codes: Uint8Array.from(amounts, (each) => Number(Number.isNaN(each))), values: ['no', 'yes'] }
      }
      case '@currency': {
        const isOther = inOtherCurrency(table)
        return { codes: Int8Array.from({ length: table.rows }, (_, row) => (isOther(row) ? 0 : -1)), values: ['other'] }
      }
      case '@own-payer':
        return { codes: ownMemberRows(store, table, 'payer', claims.payers), values: ['no', 'yes'] }
      case '@payer':
        return { codes: claims.payers, values: payerRows(store).names }
      case '@plan':
        return { codes: claims.plans, values: coveragePlans(store).names }
    }
  }
  return useColumn(store, table, name)
}

/** Columns about emergency visits and stays, in the table that these are read from. */
function useColumn(store: Store, table: Table, name: string): DerivedColumn | undefined {
  const mark = (
    found: { readonly table: Table; readonly rows: Int32Array } | undefined,
    codeOf: (index: number) => number,
    values: readonly string[]
  ): DerivedColumn | undefined => {
    if (table.name !== 'encounter' && found?.table !== table) return undefined
    const codes = new Int8Array(table.rows).fill(-1)
    if (found?.table === table)
      found.rows.forEach((row, index) => {
        codes[row] = codeOf(index)
      })
    return { codes, values }
  }
  if (name === '@emergency') {
    const visits = emergencyVisits(store)
    return mark(visits, (index) => defined(visits).outcome[index]!, emergencyOutcomes)
  }
  if (name === '@hospital') {
    const hospitals = stayHospitals(store)
    return hospitals?.table === table ? hospitals : mark(undefined, () => NONE, [])
  }
  if (name === '@stay') return mark(inpatientStays(store), () => 0, ['yes'])
  const scope = readmissionScopes.find(({ column }) => column === name)
  if (scope === undefined) return undefined
  const stays = readmissions(store, scope)
  return mark(stays, (index) => defined(stays).outcome[index]!, stayOutcomes)
}

function reconciledColumn(store: Store, name: '@chart' | '@claim'): DerivedColumn | undefined {
  const found = matchedVisits(store)
  if (found === undefined) return undefined
  return name === '@chart'
    ? { codes: found.chart, values: chartOutcomes.map(({ value }) => value) }
    : { codes: found.claim, values: claimOutcomes.map(({ value }) => value) }
}

function memberColumn(
  store: Store,
  table: Table,
  by: 'payer' | 'plan' | undefined,
  name: string | undefined
): DerivedColumn {
  const values = ['no', 'yes']
  if (by === undefined) return { codes: memberRows(store, table), values }
  const index = (by === 'payer' ? payerRows(store) : coveragePlans(store)).names.indexOf(name ?? '')
  return { codes: memberRowsOf(store, table, by, index), values }
}

function codedColumn(store: Store, table: Table): DerivedColumn | undefined {
  const claims = claimTables(store)
  return claims?.diagnoses === table ? { codes: codedDiagnoses(claims), values: ['no', 'yes'] } : undefined
}

function profileColumn({ resources, profiles }: Store, { resource, resourceType }: Table): DerivedColumn {
  const index = resources.get(resourceType)
  return { codes: resource.map((position) => (position < 0 ? -1 : (index?.profile[position] ?? -1))), values: profiles }
}

function resolvedColumn(table: Table, name: string): DerivedColumn {
  const { codes, targets } = table.column(name, 'reference')
  return {
    codes: Int8Array.from(codes, (code) => (code < 0 ? -1 : Number(targets[code]! !== NONE))),
    values: ['no', 'yes']
  }
}

/**
 * Numbers that stand in no table: the days of an inpatient stay as `@days`, the last of its days that are counted as `@last-night`, and
 * the last day of any stay as `@stay-end`, in the table that stays are read from, NaN for anything else; the amount of a claim by a basis of `costBases` as
 * `@amount:<basis>` of `explanation_of_benefit`, NaN where it is not known; there also `@turnaround`, the days from the request of a
 * prior authorization to its decision.
 * @returns undefined for other columns
 */
export function derivedNumbers(store: Store, table: Table, name: string): Float64Array | undefined {
  if (table.name === 'explanation_of_benefit' && name.startsWith('@amount:')) {
    const basis = costBases.find(({ value }) => `@amount:${value}` === name)
    return basis && paidClaims(store)?.amounts(basis.value)
  }
  if (table.name === 'explanation_of_benefit' && name === '@turnaround') return turnaroundDays(store)
  return stayNumbers(store, table, name)
}

function stayNumbers(store: Store, table: Table, name: string): Float64Array | undefined {
  if (name !== '@days' && name !== lastNight && name !== stayEnd) return undefined
  const stays = name === stayEnd ? hospitalStays(store) : inpatientStays(store)
  if (table.name !== 'encounter' && stays?.table !== table) return undefined
  const numbers = new Float64Array(table.rows).fill(Number.NaN)
  if (stays === undefined || stays.table !== table) return numbers
  const values = 'days' in stays ? stays.days : stays.last
  stays.rows.forEach((row, index) => {
    const value = values[index]!
    if (value !== NO_DAY) numbers[row] = name === lastNight ? stays.first[index]! + value - 1 : value
  })
  return numbers
}
