import { defined } from '#shared/language/defined.ts'
import { controlColumn, dimensionColumns, flagColumn } from '../tables/features/feature-columns.ts'
import type { Filter } from '../base/figures/filter.ts'

/** A choice among the values of a dimension. */
export interface ChosenValues {
  /** Id of the dimension. */
  readonly dimension: string
  readonly label: string
  /** Everything that can be chosen, in order; '' where the dimension does not apply. */
  readonly values: readonly string[]
  readonly chosen: readonly string[]
}

/** Conditions over `person_feature`, and the labels of choices that it has no column for. */
export interface WhereText {
  readonly conditions: readonly string[]
  readonly left: readonly string[]
}

const columns: ReadonlyMap<string, string> = new Map(
  dimensionColumns.map(({ dimension, column }) => [dimension, column])
)

/** Who belongs to no registry that the data can tell has none, as in the charts. */
const countedConditions = 'coalesce(conditions, 0)'

/** Choices as SQL conditions on the table `person_feature`: exactly those people pass. */
export function whereText(choices: readonly ChosenValues[]): WhereText {
  const conditions: string[] = []
  const left: string[] = []
  for (const choice of choices) {
    const condition = conditionOf(choice)
    if (condition === undefined) left.push(choice.label)
    else conditions.push(condition)
  }
  return { conditions, left }
}

/** A filter as a choice. @param values of its dimension */
export function chosenByFilter(filter: Filter, label: string, values: readonly string[]): ChosenValues {
  const { dimension, exclude = false } = filter
  const all = values.includes('') ? values : [...values, '']
  const chosen = all.filter((value) => filter.values.includes(value) !== exclude)
  return { dimension, label, values: all, chosen }
}

/**
 * What `person_feature` has of a dimension, as an expression of SQL that gives a text.
 * @returns undefined for dimensions that the table has no column for
 */
export function dimensionExpression(dimension: string): string | undefined {
  const [kind = '', rest = ''] = dimension.split(/:(.*)/s)
  if (dimension === 'age' || dimension === 'age5') return "printf('%02d–%02d', age / 10 * 10, age / 10 * 10 + 9)"
  if (dimension === 'conditions') return `${countedConditions} || ''`
  if (kind === 'registry') return `CASE ${flagColumn(rest)} WHEN 1 THEN 'yes' ELSE 'no' END`
  if (kind === 'control') {
    const [registry = '', control = ''] = rest.split('/')
    return controlColumn(registry, control)
  }
  return columns.get(dimension)
}

function conditionOf(choice: ChosenValues): string | undefined {
  const { dimension, chosen, values } = choice
  const [kind = '', rest = ''] = dimension.split(/:(.*)/s)
  if (dimension === 'age' || dimension === 'age5') return ranges('age', choice, ageRange)
  if (dimension === 'conditions') return ranges(countedConditions, choice, countRange)
  if (kind === 'measure') return ranges(rest, choice, (value, index) => measureRange(values, index, value))
  if (kind === 'registry') {
    const column = flagColumn(rest)
    if (chosen.length === 1) return chosen[0] === 'yes' ? `${column} = 1` : `${column} IS NOT 1`
    return `coalesce(${column}, 0) IN (0, 1)`
  }
  if (kind === 'cohort') {
    const inside = `patient_id IN (SELECT patient_id FROM cohort_member WHERE cohort = ${quoted(rest)})`
    const ways = chosen.flatMap((value) => (value === 'yes' ? [inside] : value === 'no' ? [`NOT ${inside}`] : []))
    return either(ways)
  }
  if (kind === 'control') {
    const [registry = '', control = ''] = rest.split('/')
    return oneOf(controlColumn(registry, control), chosen)
  }
  const column = columns.get(dimension)
  return column === undefined ? undefined : oneOf(column, chosen)
}

function oneOf(column: string, chosen: readonly string[]): string {
  const named = chosen.filter((value) => value !== '')
  const list =
    named.length === 1 ? `${column} = ${quoted(named[0]!)}` : `${column} IN (${named.map(quoted).join(', ')})`
  return either([...(named.length > 0 ? [list] : []), ...(chosen.includes('') ? [`${column} IS NULL`] : [])])
}

/** From, and below what; open where undefined. */
type Range = readonly [from: string | undefined, below: string | undefined]

/** Neighboring ranges become one. */
function ranges(
  column: string,
  { values, chosen }: ChosenValues,
  rangeOf: (value: string, position: number) => Range | undefined
): string {
  const ways: string[] = []
  let open: { from: string | undefined; below: string | undefined } | undefined
  const close = (): void => {
    if (open === undefined) return
    const { from, below } = open
    if (from === undefined && below === undefined) ways.push(`${column} IS NOT NULL`)
    else if (below === undefined) ways.push(`${column} >= ${defined(from)}`)
    else if (from === undefined) ways.push(`${column} < ${below}`)
    else ways.push(`${column} >= ${from} AND ${column} < ${below}`)
    open = undefined
  }
  let unknown = false
  values.forEach((value, index) => {
    const range = rangeOf(value, index)
    if (!chosen.includes(value)) {
      if (range !== undefined) close()
      return
    }
    if (range === undefined) unknown = true
    else if (open === undefined) open = { from: range[0], below: range[1] }
    else open = { from: open.from, below: range[1] }
  })
  close()
  return either([...ways, ...(unknown ? [`${column} IS NULL`] : [])])
}

/** `65-74` and `85+`; undefined for people without an age. */
function ageRange(value: string): Range | undefined {
  const [, from, , to] = /^(\d+)(\+|-(\d+))$/.exec(value) ?? []
  if (from === undefined) return undefined
  return [from, to === undefined ? undefined : String(Number(to) + 1)]
}

/** `2` and `4+`. */
function countRange(value: string): Range | undefined {
  const [, from, more] = /^(\d+)(\+?)$/.exec(value) ?? []
  if (from === undefined) return undefined
  return [from, more === '+' ? undefined : String(Number(from) + 1)]
}

/** The first and the last step of a measure are open; `none` is no result. */
function measureRange(values: readonly string[], position: number, value: string): Range | undefined {
  if (value === 'none' || value === '') return undefined
  const next = values[position + 1]
  const isLast = next === undefined || next === 'none' || next === ''
  return [position === 0 ? undefined : value, isLast ? undefined : next]
}

function either(ways: readonly string[]): string {
  if (ways.length === 0) return 'FALSE'
  if (ways.length === 1) return ways[0]!
  return `(${ways.map((way) => (way.includes(' AND ') ? `(${way})` : way)).join(' OR ')})`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
