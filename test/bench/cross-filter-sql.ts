import type { Questions } from './query-peers.ts'

/** Dimensions whose counts by combination may be prepared, as the kernels prepare them of what they pack. */
const packedNames: readonly string[] = ['sex', 'band', 'state', 'status']

/**
 * Ways to ask for the counts of a cross-filter.
 * @param dimensions columns of the table `o`
 * @param chosen codes by the name of a column that is among `packedNames`
 */
export function crossFilterSql(
  dimensions: readonly { readonly name: string }[],
  chosen: Readonly<Record<string, readonly number[]>>
): Pick<Questions, 'crossFilter' | 'crossFilterPrepared'> {
  /** The condition that a row passes every choice but that of one dimension. */
  const passesOthers = (name: string): string =>
    Object.entries(chosen)
      .filter(([other]) => other !== name)
      .map(([other, codes]) => `${other} in (${codes.join(', ')})`)
      .join(' and ')
  const placed = dimensions.map(({ name }, index) => ({ name, at: index, isPacked: packedNames.includes(name) }))
  const scan = ({ name, at }: { readonly name: string; readonly at: number }): string =>
    `select ${at} as d, ${name} as v, count(*) as n from o where ${passesOthers(name)} group by ${name}`

  // One reading of the table, with what each row passes worked out once.
  const flags = Object.entries(chosen).map(([name, codes]) => `${name} in (${codes.join(', ')}) as in_${name}`)
  const flagged = `f as (select ${placed.map(({ name }) => name).join(', ')}, ${flags.join(', ')} from o)`
  const counted = placed.map(({ name, at }) => {
    const others = Object.keys(chosen).filter((other) => other !== name)
    return { at, name, filter: others.map((other) => `in_${other}`).join(' and ') }
  })
  const groupingSets = `with ${flagged}
  select d, v, n from (
    select case ${counted.map(({ at, name }) => `when grouping(${name}) = 0 then ${at}`).join(' ')} end as d,
      coalesce(${counted.map(({ name }) => name).join(', ')}) as v,
      case ${counted.map(({ name, filter }) => `when grouping(${name}) = 0 then count(*) filter (where ${filter})`).join(' ')} end as n
    from f group by grouping sets (${counted.map(({ name }) => `(${name})`).join(', ')})
  ) where n > 0`

  // One reading of the table into counts of all combinations, which are few, and the dimensions from those.
  const combined = `with ${flagged}, g as materialized (
    select ${[...placed.map(({ name }) => name), ...Object.keys(chosen).map((name) => `in_${name}`)].join(', ')}, count(*) as n
    from f group by all)
  ${counted.map(({ at, name, filter }) => `select ${at} as d, ${name} as v, sum(n)::integer as n from g where ${filter} group by ${name}`).join(' union all ')}`

  // Counts of packed dimensions from the table that is prepared, and of the others over the rows that pass: with one reading each, or one for all.
  const fromPacked = placed
    .filter(({ isPacked }) => isPacked)
    .map(
      ({ name, at }) =>
        `select ${at} as d, ${name} as v, sum(n)::integer as n from packed where ${passesOthers(name)} group by ${name}`
    )
  const others = placed.filter(({ isPacked }) => !isPacked)
  const passing = `r as materialized (
    select ${others.map(({ name }) => name).join(', ')}, count(*)::integer as n from o where ${passesOthers('')} group by all)`
  const fromPassing = others.map(
    ({ name, at }) => `select ${at} as d, ${name} as v, sum(n)::integer as n from r group by ${name}`
  )
  return {
    crossFilter: [placed.map(scan).join(' union all '), groupingSets, combined],
    crossFilterPrepared: {
      table: `select ${packedNames.join(', ')}, count(*) as n from o group by all`,
      statements: [
        [...fromPacked, ...others.map(scan)].join(' union all '),
        `with ${passing} ${[...fromPacked, ...fromPassing].join(' union all ')}`
      ]
    }
  }
}
