import { defined } from '#shared/language/defined.ts'
import type { StarPosition } from '../results/stars-result.ts'
import type { StarTable } from '../star-tables/star-table.ts'
import { peopleToScore, starsOf, type StarCounts } from './star-score.ts'
import { isRated, scoreOf, type Scored, type StarScope } from './star-scores.ts'
import type { StarSource } from './star-source.ts'

/** The next star and the people it takes; undefined with 5 stars, or when those who can still change would not do. */
export function nextStar({ measure, counts, score, closable, ...scored }: Scored): StarPosition['next'] {
  const rated = isRated({ measure, counts, score, closable, ...scored })
  const stars = rated ? starsOf(defined(score), measure) : undefined
  if (stars === undefined || stars === 5 || counts === undefined) return undefined
  const cut = measure.cutPoints[stars - 1]!
  const people = peopleToScore(counts, measure, cut, closable.length)
  return people === undefined ? undefined : { score: cut, people }
}

/** Where a rate stands against the cut points; undefined where it has no score. */
export function starPosition(scope: StarScope, source: StarSource): StarPosition | undefined {
  if (source.rate.cannotCompute !== undefined) return undefined
  const scored = scoreOf(scope, source)
  return positionOf(scope.table, source, scored)
}

function positionOf(table: StarTable, { measure, link }: StarSource, scored: Scored): StarPosition {
  const { score, interval, projection, unrated, estimate } = scored
  const counts: StarCounts | undefined = scored.soFar
  return {
    table: table.id,
    code: measure.code,
    weight: measure.weight,
    score,
    interval,
    cases: counts?.denominator ?? 0,
    ages: link.ages,
    stars: isRated(scored) ? starsOf(defined(score), measure) : undefined,
    unrated,
    estimate,
    projection,
    cutPoints: measure.cutPoints,
    better: measure.better,
    next: nextStar(scored)
  }
}
