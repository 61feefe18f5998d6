import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import { defined } from '#shared/language/defined.ts'
import type { Filter } from '../../base/figures/filter.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import { countBits } from '../../base/kernels/bitset.ts'
import { countFigure, filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { withFilters } from '../../population/panels/base/view.ts'
import { peopleByValue } from '../attribution/people-by-value.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import type { StarPath, StarRow, StarsPanel } from '../results/stars-result.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { dayOfIso } from '../rates/iso-day.ts'
import { periodProgress } from '../rates/period-progress.ts'
import { ratesOfRun } from '../rates/rate.ts'
import { viewOfRun } from '../rates/run-view.ts'
import { rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { tallySoFar } from '../projection/so-far.ts'
import { starKeyFigures } from './star-key-figures.ts'
import {
  minimumPeopleTold,
  isRated,
  scoresOf,
  starSources,
  starsByCode,
  tried,
  type StarScope,
  type Scored
} from './star-scores.ts'
import type { StarSource } from './star-source.ts'
import { guardrailBand } from './guardrail.ts'
import { improvementReason } from './improvement-reason.ts'
import { periodOf, ratedFilters, ratedMembers, type RatedMembers } from './rated-members.ts'
import { mainRatingName } from './rated-measures.ts'
import { nextStar } from './star-position.ts'
import { cheapestPath, type PathQuestion } from './star-path.ts'
import { rate as ratingOf, summarize, type RatingTerms } from './star-rating.ts'
import { roundScore, starsOf } from './star-score.ts'
import { starTableInfo } from './star-table-info.ts'
import { otherYear, starTable } from './table-choice.ts'
import { yearReason } from './star-minimums.ts'
import type { StarTable } from '../star-tables/star-table.ts'
import { unitDimension } from '../attribution/unit-dimensions.ts'

type Params = MeasurePanelParams<'stars'>

function rowOf(scope: StarScope, [before, after]: readonly [Scored, Scored], params: Params): StarRow {
  const { measure, source, counts, soFar, score, entered, projection, estimate } = before
  const stars = isRated(before) ? starsOf(defined(score), measure) : undefined
  const available = before.closable.length
  return {
    code: measure.code,
    title: measure.title,
    domain: measure.domain,
    part: measure.part,
    weight: measure.weight,
    unit: measure.unit,
    decimals: measure.decimals,
    better: measure.better,
    cutPoints: measure.cutPoints,
    dataPeriod: measure.dataPeriod,
    source: entered ? 'entered' : soFar === undefined ? 'none' : 'measure',
    rate: source?.rate.key,
    rateTitle: source?.rate.title,
    figure: source && figureOf(scope, source),
    score,
    stars,
    unrated: before.unrated ?? (entered ? undefined : improvementReason(scope, measure)),
    estimate: stars === undefined ? undefined : estimate,
    projection,
    closures: counts === undefined ? 0 : Math.min(available, params.closures[measure.code] ?? 0),
    available,
    triedScore: after.score,
    triedStars: isRated(after) ? starsOf(defined(after.score), measure) : undefined,
    next: nextStar(before),
    note: source?.link.note
  }
}

/** The rate of those whom the measure of the table rates. */
function figureOf({ view, members }: StarScope, { rate, link }: StarSource): Figure {
  const then = viewOfRun(view, rate.run)
  const rated = withFilters(then, [...view.filters, ...ratedFilters(view, members, link, rate.end)])
  const people = view.population.select(rated.asOf, rated.filters)
  return scoreFigure(rated, rate, tallySoFar(view, rate, people), view.provenance(rateDefinition(rate)))
}

function provenanceOf(view: PeopleView, table: StarTable): Provenance {
  return view.provenance({
    id: `quality/stars/${table.id}`,
    version: String(table.year),
    title: table.title,
    text: m.scoresAreRoundedHalfUpThen,
    sources: [
      table.source,
      { title: m.theReliabilityOfProviderProfilingA, publisher: m.randCorporation, year: 2009 },
      { title: m.bayesianDataAnalysis3rdEditionSection, publisher: m.chapmanAndHall, year: 2013 }
    ]
  })
}

/** Stars of the people in view by one year's cut points, with what may be tried out. */
export function starsPanel(view: PeopleView, input: MeasureInput, params: Params): StarsPanel {
  const table = starTable(input, params.table)
  const members = ratedMembers(view, input, params.everybody)
  const scope = { view, input, table, members }
  const sources = starSources(input, table)
  const scored = scoresOf(scope, sources, params)
  const after = tried(scored, params)
  const terms = termsOf(view, input, members, scored, params)
  const stars = starsByCode(scored)
  const now = summarize(table, stars, terms)
  const counts = new Map(
    scored.flatMap((item) => (item.counts === undefined || !isRated(item) ? [] : [[item.measure.code, item.counts]]))
  )
  const closable = new Map(scored.map((item) => [item.measure.code, item.closable]))
  const question = { table, stars, closable, counts, terms, rateOf: (code: string) => sources.get(code)?.rate.key }
  const [path, ...alternatives] = pathsOf(question)
  const scores = new Map(scored.flatMap((item) => (isRated(item) ? [[item.measure.code, defined(item.score)]] : [])))
  const provenance = provenanceOf(view, table)
  const period = periodOf(input)
  return {
    tables: input.stars.map(starTableInfo),
    table: starTableInfo(table),
    rows: scored.map((item, index) => rowOf(scope, [item, after[index]!], params)),
    now,
    tells: minimumPeopleTold(scored),
    members: members.everybody ? 'everybody' : 'medicare',
    unknown: members.unknown,
    enrolled: members.enrolled,
    nobody: members.reason,
    isRunning: period !== undefined && periodProgress(period, view.span.last) !== undefined,
    isOver: period !== undefined && dayOfIso(period.end) < view.asOf,
    otherYear: otherYear(input, table),
    range: rangeOf(table, scored, terms),
    computed: computedOf(input),
    tried: summarize(table, starsByCode(after), terms),
    path,
    alternatives,
    guardrail: guardrailBand(table, scores, terms),
    units: params.by === undefined ? [] : unitsOf(scope, sources, params, provenance),
    keyFigures: starKeyFigures(table, now, path, scored, provenance),
    provenance
  }
}

/** What a rating of these people depends on besides the stars. */
function termsOf(
  view: PeopleView,
  input: MeasureInput,
  { everybody }: RatedMembers,
  scored: readonly Scored[],
  { categories = {} }: Params
): RatingTerms {
  const period = periodOf(input)
  const isRunning = period !== undefined && periodProgress(period, view.span.last) !== undefined
  return {
    categories,
    estimates: new Set(scored.flatMap(({ measure, estimate }) => (estimate === undefined ? [] : [measure.code]))),
    because: everybody ? m.everybodyIsCountedAndCMSRates : isRunning ? m.thePeriodIsNotOver : yearReason(period)
  }
}

/** The rating with every projected score at the low end of its interval, and at the high end: the worst and best case. */
function rangeOf(table: StarTable, scored: readonly Scored[], terms: RatingTerms): StarsPanel['range'] {
  if (scored.every(({ projection }) => projection === undefined)) return undefined
  const ends = ([0, 1] as const).map((end) => {
    const stars = new Map(
      scored.flatMap((item) => {
        if (!isRated(item)) return []
        const { measure, projection, score } = item
        return [
          [
            measure.code,
            projection?.stars[end] ?? starsOf(roundScore(defined(score), measure.decimals), measure)
          ] as const
        ]
      })
    )
    return ratingOf(table, mainRatingName(table), stars, terms)?.rating
  })
  const [low, high] = ends
  return low === undefined || high === undefined ? undefined : { low, high }
}

/** The cheapest way and up to two others, each without the step of the one before that most people are needed for. */
function pathsOf(question: PathQuestion): readonly StarPath[] {
  const paths: StarPath[] = []
  const counts = new Map(question.counts)
  while (paths.length < 3) {
    const path = cheapestPath({ ...question, counts })
    if (path === undefined || path.steps.length === 0) break
    paths.push(path)
    counts.delete(path.steps.reduce((best, step) => (step.people > best.people ? step : best)).code)
  }
  return paths
}

/** How many of the rates that were run the data can tell. */
function computedOf(input: MeasureInput): StarsPanel['computed'] {
  const rates = ratesOfRun(input)
  return { measures: rates.filter(({ cannotCompute }) => cannotCompute === undefined).length, of: rates.length }
}

function unitsOf(
  scope: StarScope,
  sources: ReadonlyMap<string, StarSource>,
  params: Params,
  provenance: Provenance
): StarsPanel['units'] {
  const { view, input, table, members } = scope
  const id = unitDimension(input, defined(params.by))
  const { values } = view.population.dimension(id)
  const period = periodOf(input)
  const asOf = period === undefined ? view.asOf : Math.min(dayOfIso(period.end), view.asOf)
  return peopleByValue({ ...view, asOf }, id)
    .map((all, code) => {
      const people = countBits(all.map((word, index) => word & members.people[index]!))
      const { value, label } = values[code]!
      const filter = filterOn(id, value)
      const rows = peopleRows(asOf, [...view.filters, ...members.filters, filter])
      const figure = countFigure(people, 'people', rows, provenance)
      return { value, label, filter, people: figure, ...(people === 0 ? noRating : ratingOfUnit(filter)) }
    })
    .filter((unit) => defined(unit.people.value) > 0)
    .sort((a, b) => defined(b.people.value) - defined(a.people.value))

  /** A unit is rated as a contract of its own would be. Scores that were typed in are those of the whole contract. */
  function ratingOfUnit(filter: Filter): Pick<StarsPanel['units'][number], 'rating' | 'tells'> {
    const unitView = withFilters(view, [...view.filters, filter])
    const ownMembers = ratedMembers(unitView, input, params.everybody)
    const scored = scoresOf({ view: unitView, input, table, members: ownMembers }, sources, params)
    const terms = termsOf(view, input, ownMembers, scored, params)
    return {
      rating: ratingOf(table, mainRatingName(table), starsByCode(scored), terms),
      tells: minimumPeopleTold(scored)
    }
  }
}

const noRating = { rating: undefined, tells: undefined }
