import type { MeasureInput } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import type { RateTally } from '../rates/rate-tally.ts'
import type { StarCounts } from './star-score.ts'
import type { StarLink, StarMeasure, StarTable } from '../star-tables/star-table.ts'

/** The measure of a Stars table that a rate stands for. */
export interface StarSource {
  readonly measure: StarMeasure
  readonly rate: Rate
  readonly link: StarLink
}

/** Finds the measure of a table for a rate: by the site's setting, else by the table's links. */
export function starSource(input: MeasureInput, table: StarTable, rate: Rate): StarSource | undefined {
  const set = input.settings.starLinks[rate.key]
  if (set === '') return undefined
  const id = rate.run.key.measure.slice(rate.run.key.measure.lastIndexOf('/') + 1).toLowerCase()
  const links = table.links.filter(
    (link) =>
      link.measure.toLowerCase() === id &&
      (link.group === undefined ? rate.at === 0 : link.group === rate.definition.id)
  )
  const link = set === undefined ? links[0] : (links.find(({ code }) => code === set) ?? { code: set, measure: id })
  const measure = table.measures.find(({ code }) => code === link?.code)
  return link === undefined || measure === undefined || rate.definition.scoring !== 'proportion'
    ? undefined
    : { measure, rate, link }
}

/** A tally as the table counts it. */
export function starCounts({ link }: StarSource, { numerator, eligible }: RateTally): StarCounts {
  return { numerator: link.reversed === true ? eligible - numerator : numerator, denominator: eligible }
}
