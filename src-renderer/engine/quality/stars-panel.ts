import { AppError } from '#shared/app-error.ts'
import type { Figure, Provenance } from '../figure.ts'
import { countBits, type Bitset } from '../kernels/bitset.ts'
import { countFigure, filterOn, peopleRows } from '../panels/figures.ts'
import type { KeyFigure } from '../panels/shapes.ts'
import type { View } from '../panels/view.ts'
import { peopleByValue } from './measure-panel.ts'
import type { QualityParams } from './panels.ts'
import type { StarCount, StarPath, StarRow, StarsPanel, StarSummary } from './stars-result.ts'
import type { QualityInput } from './quality-input.ts'
import { ratesOf } from './rate.ts'
import { rateDefinition, scoreFigure } from './rate-figures.ts'
import { tallyRate } from './rate-tally.ts'
import { closableCases, fewestRated, medicareFilter, ratedPeople, tooFew } from './rated-people.ts'
import { starCounts, starSource, type StarSource } from './star-source.ts'
import { guardrailBand } from './stars/guardrail.ts'
import { cheapestPath, type PathQuestion } from './stars/star-path.ts'
import { mainRating, rate as ratingOf, summarise } from './stars/star-rating.ts'
import { peopleToScore, roundScore, scoreOfCounts, starsOf, withClosures, type StarCounts } from './stars/star-score.ts'
import { starTableInfo } from './stars/star-table-info.ts'
import type { StarMeasure, StarTable } from './stars/star-table.ts'
import { unitDimension } from './unit-dimensions.ts'

type Params = QualityParams<'stars'>

/** Finds a table; the first one without an id. @throws AppError `not-found` */
export function starTable(input: QualityInput, id: string): StarTable {
  const table = id === '' ? input.stars[0] : input.stars.find((one) => one.id === id)
  if (table === undefined) throw new AppError('not-found', `There are no cut points "${id}". Choose another year.`)
  return table
}

/** The measures of a table that a rate stands for, by code; the first rate counts, and one that duplicates another last. */
function sourcesOf(input: QualityInput, table: StarTable): ReadonlyMap<string, StarSource> {
  const sources = new Map<string, StarSource>()
  const rates = ratesOf(input).toSorted(
    (a, b) => Number(a.countedInstead !== undefined) - Number(b.countedInstead !== undefined) || a.index - b.index
  )
  for (const rate of rates) {
    const source = starSource(input, table, rate)
    if (source !== undefined && !sources.has(source.measure.code)) sources.set(source.measure.code, source)
  }
  return sources
}

/** What a measure's score is made of, for some people. */
interface Scored {
  readonly measure: StarMeasure
  readonly source: StarSource | undefined
  readonly counts: StarCounts | undefined
  readonly score: number | undefined
  readonly entered: boolean
  /** Cases that can still be changed for the better. */
  readonly closable: number
}

/** Typed scores are those of a contract; others need enough cases. */
function isRated({ score, entered, counts }: Scored): boolean {
  return score !== undefined && (entered || (counts?.denominator ?? 0) >= fewestRated)
}

interface Scope {
  readonly view: View
  readonly input: QualityInput
  readonly table: StarTable
  readonly sources: ReadonlyMap<string, StarSource>
}

function scoresOf(
  { view, input, table, sources }: Scope,
  people: Bitset,
  { scores }: Pick<Params, 'scores'>
): readonly Scored[] {
  return table.measures.map((measure) => {
    const source = sources.get(measure.code)
    const typed = scores[measure.code]
    if (typed !== undefined) {
      return {
        measure,
        source,
        counts: undefined,
        score: roundScore(typed, measure.decimals),
        entered: true,
        closable: 0
      }
    }
    const computes = source?.rate.cannotCompute === undefined
    const tally = source && computes && tallyRate(source.rate.group, source.rate.definition, people)
    const counts = source && tally && tally.eligible > 0 ? starCounts(source, tally) : undefined
    const closable = counts === undefined ? 0 : closableCases(view, input, source!.rate, people)
    return { measure, source, counts, score: counts && scoreOfCounts(counts, measure), entered: false, closable }
  })
}

function starsByCode(scored: readonly Scored[]): ReadonlyMap<string, StarCount> {
  return new Map(
    scored.flatMap((one) => (isRated(one) ? [[one.measure.code, starsOf(one.score!, one.measure)] as const] : []))
  )
}

/** The scores after the closures that are tried out. */
function tried(scored: readonly Scored[], { closures }: Pick<Params, 'closures'>): readonly Scored[] {
  return scored.map((one) => {
    const { measure, counts } = one
    const people = Math.min(one.closable, closures[measure.code] ?? 0)
    if (counts === undefined || people <= 0) return one
    const after = withClosures(counts, measure, people)
    return { ...one, counts: after, score: scoreOfCounts(after, measure) }
  })
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
      `that the data cannot tell, and denominators of fewer than ${fewestRated}. Medicare members only, unless everybody ` +
      'is asked for: CMS rates Medicare contracts. Paths use gaps alone that can still be closed in the period.',
    sources: [table.source]
  })
}

function keyFigures(
  table: StarTable,
  now: StarSummary,
  path: StarsPanel['path'],
  scored: readonly Scored[],
  provenance: Provenance
): readonly KeyFigure[] {
  const main = now[mainRating(table)]
  const stars = (value: number | undefined): Figure => ({ value, unit: 'stars', provenance })
  const measured = scored.filter(isRated).length
  const goal = main === undefined || main.rating >= 5 ? undefined : main.rating + 0.25
  return [
    {
      id: 'mean',
      label: 'Weighted mean of stars',
      figure: stars(main?.mean),
      note: `${measured} measures, before reward and CAI`,
      trend: []
    },
    {
      id: 'rating',
      label: 'Rounded to half star',
      figure: stars(main?.rating),
      note: main === undefined ? 'no measure is rated' : `with reward factor ${main.rewardFactor.toFixed(1)}`,
      trend: []
    },
    {
      id: 'distance',
      label: goal === undefined ? 'Distance to the next half star' : `Distance to ${(goal + 0.25).toFixed(1)}`,
      figure: stars(goal === undefined || main === undefined ? undefined : goal - main.sum),
      note: goal === undefined ? 'nothing above' : `rounds up at ${goal.toFixed(2)}`,
      trend: []
    },
    {
      id: 'people',
      label: 'People to the next half star',
      figure: { value: path?.people, unit: 'people', route: '/measures/what-if', provenance },
      note:
        path === undefined
          ? 'no closures reach it'
          : `cheapest path, ${path.steps.length} ${path.steps.length === 1 ? 'measure' : 'measures'}`,
      trend: []
    },
    {
      id: 'computed',
      label: 'Measures rated',
      figure: { value: measured, unit: 'number', provenance },
      note: `of ${table.measures.length} in the table, n ≥ ${fewestRated}`,
      trend: []
    }
  ]
}

/** Stars of the people in view by one year's cut points, with what may be tried out. */
export function starsPanel(view: View, input: QualityInput, params: Params): StarsPanel {
  const table = starTable(input, params.table)
  const categories = params.categories ?? {}
  const sources = sourcesOf(input, table)
  const people = ratedPeople(view, input, params.everybody)
  const scope = { view, input, table, sources }
  const scored = scoresOf(scope, people, params)
  const after = tried(scored, params)
  const stars = starsByCode(scored)
  const now = summarise(table, stars, categories)
  const counts = new Map(
    scored.flatMap((one) => (one.counts === undefined || !isRated(one) ? [] : [[one.measure.code, one.counts]]))
  )
  const closable = new Map(scored.map((one) => [one.measure.code, one.closable]))
  const question = { table, stars, closable, counts, categories, rateOf: (code: string) => sources.get(code)?.rate.key }
  const [path, ...alternatives] = pathsOf(question)
  const scores = new Map(scored.flatMap((one) => (isRated(one) ? [[one.measure.code, one.score!]] : [])))
  const provenance = provenanceOf(view, table)
  return {
    tables: input.stars.map(starTableInfo),
    table: starTableInfo(table),
    rows: scored.map((one, at) => rowOf(view, people, [one, after[at]!], params)),
    now,
    members: params.everybody === true ? 'everybody' : 'medicare',
    computed: computedOf(input),
    tried: summarise(table, starsByCode(after), categories),
    path,
    alternatives,
    guardrail: guardrailBand(table, scores, categories),
    units: params.by === undefined ? [] : unitsOf(scope, people, params, provenance),
    keyFigures: keyFigures(table, now, path, scored, provenance),
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
function computedOf(input: QualityInput): StarsPanel['computed'] {
  const rates = ratesOf(input)
  return { measures: rates.filter(({ cannotCompute }) => cannotCompute === undefined).length, of: rates.length }
}

function unitsOf(scope: Scope, rated: Bitset, params: Params, provenance: Provenance): StarsPanel['units'] {
  const { view, input, table } = scope
  const medicare = params.everybody === true ? [] : [medicareFilter(input)]
  const id = unitDimension(input, params.by!)
  const { values } = view.population.dimension(id)
  return peopleByValue(view, id)
    .map((all, code) => {
      const people = all.map((word, at) => word & rated[at]!)
      const { value, label } = values[code]!
      // Scores that were typed in are those of the whole contract.
      const stars = starsByCode(scoresOf(scope, people, params))
      const rating = ratingOf(table, mainRating(table), stars, params.categories)
      const filter = filterOn(id, value)
      const rows = peopleRows(view.asOf, [...view.filters, ...medicare, filter])
      return { value, label, filter, people: countFigure(countBits(people), 'people', rows, provenance), rating }
    })
    .filter((unit) => unit.people.value! > 0)
    .sort((a, b) => b.people.value! - a.people.value!)
}
