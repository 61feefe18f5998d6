import type { Day } from '../../base/figures/filter.ts'
import type { TimeOffset, Window } from '../definition/criteria.ts'

/** A text as CQL writes it. */
export function cqlText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** A name in quotation marks. */
export function cqlName(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** A day as CQL writes it. */
export function cqlDay(day: Day): string {
  return `@${new Date(day * 86_400_000).toISOString().slice(0, 10)}`
}

/** Stands for the day of a record that has none. */
export const NO_CQL_DAY = '@0001-01-01'

function offsetDay(anchor: string, { amount, unit }: TimeOffset, end: 'from' | 'to'): string {
  const size = `${Math.abs(amount)} ${unit}`
  if (amount === 0) return anchor
  if (amount > 0) return `(${anchor} + ${size})`
  if (unit === 'days') return `(${anchor} - ${size})`
  return end === 'from' ? `(${anchor} + 1 day - ${size})` : `(${anchor} + 1 day - ${size} - 1 day)`
}

/** The test that a day lies in a window and is not after the as-of date. @param day an expression */
export function windowTest(window: Window | undefined, day: string): string {
  const asOf = '"As Of"'
  const tests = [`${day} on or before ${asOf}`]
  if (window?.type === 'dates') {
    if (window.from !== undefined) tests.push(`${day} on or after @${window.from}`)
    if (window.to !== undefined) tests.push(`${day} on or before @${window.to}`)
  } else if (window !== undefined) {
    const anchor = window.anchor === 'index' ? '"Index Date"' : asOf
    if (window.from !== undefined) tests.push(`${day} on or after ${offsetDay(anchor, window.from, 'from')}`)
    if (window.to !== undefined) tests.push(`${day} on or before ${offsetDay(anchor, window.to, 'to')}`)
    else if (window.anchor === 'index') tests.push(`${day} on or before ${anchor}`)
  }
  return tests.join(' and ')
}
