import type { Bitset } from '../../base/kernels/bitset.ts'
import { wilsonInterval } from '../../base/stats/wilson.ts'
import type { StarPosition } from '../results/stars-result.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import type { Rate } from '../rates/rate.ts'
import { tallyRate, type RateTally } from '../rates/rate-tally.ts'
import { minRated } from '../gaps/rated-people.ts'
import { peopleToScore, scoreOfCounts, starsOf, type StarCounts } from './star-score.ts'
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

/**
 * Where a rate of some people stands against the cut points; undefined without eligible cases.
 * @param closable cases that can still be changed for the better
 */
export function starPosition(
  table: StarTable,
  source: StarSource,
  people: Bitset | undefined,
  closable: number
): StarPosition | undefined {
  const { measure, rate } = source
  const counts = starCounts(source, tallyRate(rate.group, rate.definition, people))
  if (counts.denominator === 0 || rate.cannotCompute !== undefined) return undefined
  const score = scoreOfCounts(counts, measure)
  const stars = starsOf(score, measure)
  const isRated = counts.denominator >= minRated
  const next = stars === 5 || !isRated ? undefined : measure.cutPoints[stars - 1]!
  const needed = next === undefined ? undefined : peopleToScore(counts, measure, next, closable)
  const { low, high } = wilsonInterval(counts.numerator, counts.denominator)
  return {
    table: table.id,
    code: measure.code,
    weight: measure.weight,
    score,
    interval: [low * 100, high * 100],
    cases: counts.denominator,
    stars: isRated ? stars : undefined,
    cutPoints: measure.cutPoints,
    better: measure.better,
    next: next === undefined || needed === undefined ? undefined : { score: next, people: needed }
  }
}
