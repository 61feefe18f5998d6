import { AppError } from '#shared/app-error.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import { countBits, type Bitset } from '../../base/kernels/bitset.ts'
import { countFigure, filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import type { View } from '../../population/panels/base/view.ts'
import { peopleByValue } from '../units/people-by-value.ts'
import type { MeasurePanelParams } from '../results/panels.ts'
import type { StarPath, StarRow, StarsPanel } from '../results/stars-result.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { ratesOfRun } from '../rates/rate.ts'
import { rateDefinition, scoreFigure } from '../rates/rate-figures.ts'
import { tallyRate } from '../rates/rate-tally.ts'
import { minRated, medicareFilter, ratedPeople, tooFew } from '../gaps/rated-people.ts'
import { starKeyFigures } from './star-key-figures.ts'
import { isRated, scoresOf, starSources, starsByCode, tried, type StarScope, type Scored } from './star-scores.ts'
import type { StarSource } from './star-source.ts'
import { guardrailBand } from './guardrail.ts'
import { cheapestPath, type PathQuestion } from './star-path.ts'
import { mainRatingName, rate as ratingOf, summarise } from './star-rating.ts'
import { peopleToScore, starsOf } from './star-score.ts'
import { starTableInfo } from './star-table-info.ts'
import type { StarTable } from '../star-tables/star-table.ts'
import { unitDimension } from '../units/unit-dimensions.ts'

type Params = MeasurePanelParams<'stars'>

/** Finds a table; the first one without an id. @throws AppError `not-found` */
export function starTable(input: MeasureInput, id: string): StarTable {
  const table = id === '' ? input.stars[0] : input.stars.find((item) => item.id === id)
  if (table === undefined) throw new AppError('not-found', `There are no cut points "${id}". Choose another year.`)
  return table
}

function rowOf(view: View, people: Bitset, [before, after]: readonly [Scored, Scored], params: Params): StarRow {
  const { measure, source, counts, score, entered } = before
  const stars = isRated(before) ? starsOf(score!, measure) : undefined
  const nextCut = stars === undefined || stars === 5 ? undefined : measure.cutPoints[stars - 1]!
  const needed =
    nextCut === undefined || counts === undefined ? undefined : peopleToScore(counts, measure, nextCut, before.closable)
  const available = before.closable
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
    source: entered ? 'entered' : counts === undefined ? 'none' : 'measure',
    rate: source?.rate.key,
    rateTitle: source?.rate.title,
    figure: source && figureOf(view, source, people),
    score,
    stars,
    unrated: score === undefined ? source?.rate.cannotCompute : stars === undefined ? tooFew : undefined,
    closures: Math.min(available, params.closures[measure.code] ?? 0),
    available,
    triedScore: after.score,
    triedStars: isRated(after) ? starsOf(after.score!, measure) : undefined,
    next: nextCut === undefined || needed === undefined ? undefined : { score: nextCut, people: needed },
    note: source?.link.note
  }
}

function figureOf(view: View, { rate }: StarSource, people: Bitset): Figure {
  const tally = tallyRate(rate.group, rate.definition, people)
  return scoreFigure(view, rate, tally, view.provenance(rateDefinition(rate)))
}

function provenanceOf(view: View, table: StarTable): Provenance {
  return view.provenance({
    id: `quality/stars/${table.id}`,
    version: String(table.year),
    title: table.title,
    text:
      'Scores are rounded half up, then compared with the cut points. Rating: weighted mean of the stars, reward factor ' +
      'for steady performance, adjustment index where a category is chosen, rounded to half a star. Stars of survey ' +
      'measures depend also on significance tests, which are not made here. Left out: measures without a score, those ' +
      `that the data cannot tell, and denominators of fewer than ${minRated}. Medicare members only, unless everybody ` +
      'is asked for: CMS rates Medicare contracts. Paths use gaps alone that can still be closed in the period.',
    sources: [table.source]
  })
}

/** Stars of the people in view by one year's cut points, with what may be tried out. */
export function starsPanel(view: View, input: MeasureInput, params: Params): StarsPanel {
  const table = starTable(input, params.table)
  const categories = params.categories ?? {}
  const sources = starSources(input, table)
  const people = ratedPeople(view, input, params.everybody)
  const scope = { view, input, table, sources }
  const scored = scoresOf(scope, people, params)
  const after = tried(scored, params)
  const stars = starsByCode(scored)
  const now = summarise(table, stars, categories)
  const counts = new Map(
    scored.flatMap((item) => (item.counts === undefined || !isRated(item) ? [] : [[item.measure.code, item.counts]]))
  )
  const closable = new Map(scored.map((item) => [item.measure.code, item.closable]))
  const question = { table, stars, closable, counts, categories, rateOf: (code: string) => sources.get(code)?.rate.key }
  const [path, ...alternatives] = pathsOf(question)
  const scores = new Map(scored.flatMap((item) => (isRated(item) ? [[item.measure.code, item.score!]] : [])))
  const provenance = provenanceOf(view, table)
  return {
    tables: input.stars.map(starTableInfo),
    table: starTableInfo(table),
    rows: scored.map((item, index) => rowOf(view, people, [item, after[index]!], params)),
    now,
    members: params.everybody === true ? 'everybody' : 'medicare',
    computed: computedOf(input),
    tried: summarise(table, starsByCode(after), categories),
    path,
    alternatives,
    guardrail: guardrailBand(table, scores, categories),
    units: params.by === undefined ? [] : unitsOf(scope, people, params, provenance),
    keyFigures: starKeyFigures(table, now, path, scored, provenance),
    provenance
  }
}

/** The cheapest way and up to two others, each without the step of the one before that most people are needed for. */
function pathsOf(question: PathQuestion): readonly StarPath[] {
  const paths: StarPath[] = []
  const counts = new Map(question.counts)
  while (paths.length < 3) {
    const path = cheapestPath({ ...question, counts })
    if (path === undefined || path.steps.length === 0) break
    paths.push(path)
    counts.delete(path.steps.reduce((most, step) => (step.people > most.people ? step : most)).code)
  }
  return paths
}

/** How many of the rates that were run the data can tell. */
function computedOf(input: MeasureInput): StarsPanel['computed'] {
  const rates = ratesOfRun(input)
  return { measures: rates.filter(({ cannotCompute }) => cannotCompute === undefined).length, of: rates.length }
}

function unitsOf(scope: StarScope, rated: Bitset, params: Params, provenance: Provenance): StarsPanel['units'] {
  const { view, input, table } = scope
  const medicare = params.everybody === true ? [] : [medicareFilter(input)]
  const id = unitDimension(input, params.by!)
  const { values } = view.population.dimension(id)
  return peopleByValue(view, id)
    .map((all, code) => {
      const people = all.map((word, index) => word & rated[index]!)
      const { value, label } = values[code]!
      // Scores that were typed in are those of the whole contract.
      const stars = starsByCode(scoresOf(scope, people, params))
      const rating = ratingOf(table, mainRatingName(table), stars, params.categories)
      const filter = filterOn(id, value)
      const rows = peopleRows(view.asOf, [...view.filters, ...medicare, filter])
      return { value, label, filter, people: countFigure(countBits(people), 'people', rows, provenance), rating }
    })
    .filter((unit) => unit.people.value! > 0)
    .sort((a, b) => b.people.value! - a.people.value!)
}
