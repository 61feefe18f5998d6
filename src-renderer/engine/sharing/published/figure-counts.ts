import { publishedKey, type CountCondition, type PublishedCount } from '#shared/governance/published-count.ts'
import type { Figure } from '../../base/figures/figure.ts'
import type { ColumnTest } from '../../base/figures/filter.ts'
import { conditionsOf } from './count-conditions.ts'

/** Longest name of what is counted, and of a label. */
const LONGEST_NAME = 300

/**
 * The counts of people that a figure tells: its value, its numerator and denominator, or the people behind it. Figures of
 * different screens that count the same people have the same counts.
 * @param dataOf names the data of a snapshot by what is in them, so that the same data loaded twice are the same
 */
export function figureCounts(figure: Figure, dataOf: (snapshot: string) => string): readonly PublishedCount[] {
  const { value, numerator, denominator, unit, people, rows, opens, route, provenance } = figure
  const { definition, snapshot } = provenance
  const asOf = rows?.asOf ?? provenance.asOf
  const where = conditionsOf([...(rows?.filters ?? provenance.filters), ...(rows?.where ?? []).map(testCondition)])
  const name = `${definition.id}@${definition.version}${definition.calculated === undefined ? '' : `#${shortDigest(definition.calculated)}`}`
  const base = {
    asOf,
    current: asOf === provenance.asOf,
    data: dataOf(snapshot.id),
    label: labelOf(definition.title, where)
  }
  const count = (of: string, number: number | undefined, within?: PublishedCount): PublishedCount | undefined =>
    number === undefined || !Number.isInteger(number) || number < 0
      ? undefined
      : {
          ...base,
          of: of.slice(0, LONGEST_NAME),
          where,
          count: number,
          ...(within === undefined ? {} : { within: publishedKey(within) })
        }
  const opened = rows?.table === 'patient' ? 'people' : undefined
  const known = (list: readonly (PublishedCount | undefined)[]): readonly PublishedCount[] =>
    list.filter((each) => each !== undefined)
  if (people !== undefined) return known([count(`of/${name}`, people)])
  // Parts of one whole that open lists, as the statuses of a rate do: each by its list, and by a name that all have, under which they leave
  // together or not at all, for others may tell what such a part has.
  if (unit === 'people' && rows === undefined && route !== undefined)
    return known([count(`of/${name}/`, value), count(`of/${name}/${route}`, value)])
  if (unit === 'people') return known([count(opened ?? `of/${name}/${rows?.table ?? ''}`, value)])
  if (numerator === undefined && denominator === undefined) return []
  // The rows of a share are those of its part, unless it says that it opens another number of them.
  const opensPart = opens === undefined || opens === numerator
  const total = count(opensPart || opened === undefined ? `whole/${name}` : opened, denominator)
  const part = count(
    opensPart && opened !== undefined ? opened : `part/${name}/${rows?.table ?? ''}`,
    numerator,
    unit === 'proportion' && numerator !== undefined && numerator <= (denominator ?? 0) ? total : undefined
  )
  return known([part, total])
}

/** A test of a column as a condition on whom it is about; a range is one value. */
function testCondition(test: ColumnTest): CountCondition {
  if (!('in' in test)) return { dimension: `column:${test.column}`, values: [`${test.from ?? ''}..${test.to ?? ''}`] }
  const condition = { dimension: `column:${test.column}`, values: [...test.in] }
  return test.exclude === true ? { ...condition, exclude: true } : condition
}

function labelOf(title: string, where: readonly CountCondition[]): string {
  const words = where
    .filter(({ dimension }) => dimension !== 'living')
    .map(({ dimension, values, exclude }) => `${dimension} ${exclude === true ? '≠' : '='} ${values.join('/')}`)
  return [title, ...words].join(', ').slice(0, LONGEST_NAME)
}

/** FNV-1a, 32 bits: eight hexadecimal digits. */
export function shortDigest(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
