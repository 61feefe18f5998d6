import { describe, expect, it } from 'vitest'
import { shownGroups, type ShownGroup } from '../../../src-main/cli/measure/shown-results.ts'
import { exactBounds, type KnownBounds, type KnownSum } from '../../support/exact-program.ts'
import { budgeted, fc } from '../../support/property.ts'

const limit = 10
const isSmall = (count: number): boolean => count >= 1 && count <= limit

/** A number of people that can be told from where the logic of a measure puts them. */
interface PeopleSet {
  /** The code of a population, or what those are who are in none. */
  readonly name: string
  /** It is a sum of these kinds of people. */
  readonly kinds: readonly string[]
  readonly isPublished: boolean
  /** Whoever sees the score knows it: the digits of a quotient of counts this small tell both. */
  readonly isInScore: boolean
}

/** What a measure counts, by HL7's rules of scoring. */
interface Scoring {
  /** Kinds of people: nobody is of two. */
  readonly kinds: readonly string[]
  readonly sets: readonly PeopleSet[]
  readonly score: (countOf: (name: string) => number) => number | undefined
  /** Whether everybody knows which kinds there are none of. */
  readonly areZerosKnown: boolean
}

const quotient = (above: number, below: number): number | undefined => (below === 0 ? undefined : above / below)

function setsOf(
  published: Readonly<Record<string, readonly string[]>>,
  unpublished: Readonly<Record<string, readonly string[]>>,
  inScore: readonly string[]
): readonly PeopleSet[] {
  const sets = (from: Readonly<Record<string, readonly string[]>>, isPublished: boolean): readonly PeopleSet[] =>
    Object.entries(from).map(([name, kinds]) => ({ name, kinds, isPublished, isInScore: inScore.includes(name) }))
  return [...sets(published, true), ...sets(unpublished, false)]
}

/** A proportion with some of the populations that not all have. */
function proportion(hasExclusions: boolean, hasExceptions: boolean, hasNumeratorExclusions: boolean): Scoring {
  const excluded = hasExclusions ? ['excluded'] : []
  const excepted = hasExceptions ? ['excepted'] : []
  const numeratorExcluded = hasNumeratorExclusions ? ['numerator-excluded'] : []
  const eligible = ['open', 'met', ...numeratorExcluded]
  const denominator = [...excluded, ...excepted, ...eligible]
  return {
    kinds: ['outside', ...denominator],
    sets: setsOf(
      {
        'initial-population': ['outside', ...denominator],
        denominator,
        ...(hasExclusions ? { 'denominator-exclusion': excluded } : {}),
        ...(hasExceptions ? { 'denominator-exception': excepted } : {}),
        numerator: ['met', ...numeratorExcluded],
        ...(hasNumeratorExclusions ? { 'numerator-exclusion': numeratorExcluded } : {})
      },
      { outside: ['outside'], eligible, met: ['met'], unmet: ['open', ...numeratorExcluded], open: ['open'] },
      ['eligible', 'met']
    ),
    score: (countOf) => quotient(countOf('met'), countOf('eligible')),
    areZerosKnown: true
  }
}

/** The number of observed cases as a score, which is what tells most. */
const continuousVariable: Scoring = {
  kinds: ['outside', 'excluded', 'unobserved', 'observed'],
  sets: setsOf(
    {
      'initial-population': ['outside', 'excluded', 'unobserved', 'observed'],
      'measure-population': ['excluded', 'unobserved', 'observed'],
      'measure-population-exclusion': ['excluded'],
      'measure-observation': ['observed']
    },
    { outside: ['outside'], eligible: ['unobserved', 'observed'], unobserved: ['unobserved'] },
    ['measure-observation']
  ),
  score: (countOf) => countOf('measure-observation'),
  areZerosKnown: true
}

/** A numerator next to the denominator: any of its people may be in it. */
const ratio: Scoring = (() => {
  const kinds = ['none', 'counted', 'excluded'].flatMap((below) =>
    ['none', 'counted', 'excluded'].map((above) => `${below}/${above}`)
  )
  const below = (...states: readonly string[]): readonly string[] =>
    kinds.filter((kind) => states.includes(kind.split('/')[0]!))
  const above = (...states: readonly string[]): readonly string[] =>
    kinds.filter((kind) => states.includes(kind.split('/')[1]!))
  return {
    kinds,
    sets: setsOf(
      {
        'initial-population': kinds,
        denominator: below('counted', 'excluded'),
        'denominator-exclusion': below('excluded'),
        numerator: above('counted', 'excluded'),
        'numerator-exclusion': above('excluded')
      },
      { outside: below('none'), eligible: below('counted'), met: above('counted') },
      ['eligible', 'met']
    ),
    score: (countOf) => quotient(countOf('met'), countOf('eligible')),
    areZerosKnown: false
  }
})()

type Kinds = Readonly<Record<string, number>>

/** A measure's results: the people of each stratum, and those without a value of the stratifier. */
interface Results {
  readonly scoring: Scoring
  readonly strata: readonly Kinds[]
  readonly withoutValue: Kinds
}

const sizeOf = (kinds: Kinds, set: PeopleSet): number => set.kinds.reduce((sum, kind) => sum + kinds[kind]!, 0)

const together = ({ scoring, strata, withoutValue }: Results): Kinds =>
  Object.fromEntries(
    scoring.kinds.map((kind) => [kind, [...strata, withoutValue].reduce((sum, each) => sum + each[kind]!, 0)])
  )

function scoreOf({ sets, score }: Scoring, kinds: Kinds): number | undefined {
  return score((name) =>
    sizeOf(
      kinds,
      sets.find((set) => set.name === name)!
    )
  )
}

function shown(results: Results): ShownGroup {
  const { scoring, strata } = results
  const result = (kinds: Kinds) => ({
    populations: Object.fromEntries(
      scoring.sets.filter(({ isPublished }) => isPublished).map((set) => [set.name, sizeOf(kinds, set)])
    ),
    score: scoreOf(scoring, kinds)
  })
  const group = {
    id: 'rate',
    ...result(together(results)),
    strata: strata.map((kinds, place) => ({ id: 'by', value: String(place), ...result(kinds) }))
  }
  return shownGroups([group], { missing: {}, unapplied: {} }, limit)[0]!
}

/** What an attacker knows of each set of people in the group, each stratum and the rest, and how all of them add up. */
function knowledge(results: Results, out: ShownGroup | undefined) {
  const { scoring, strata, withoutValue } = results
  const known: KnownBounds[] = []
  const counts: { readonly count: number; readonly isSet: boolean }[] = []
  const sums: KnownSum[] = []
  const add = (count: number, isSet: boolean, bounds: KnownBounds): number => {
    known.push(bounds)
    return counts.push({ count, isSet }) - 1
  }
  const places = [together(results), ...strata, withoutValue].map((kinds, index) => {
    const isRest = index > strata.length
    const seen = isRest ? undefined : index === 0 ? out : out?.strata?.[index - 1]
    const parts = new Map(
      scoring.kinds.map((kind) => {
        const isNone = kinds[kind] === 0 && scoring.areZerosKnown
        return [kind, add(kinds[kind]!, false, { low: 0, high: isNone ? 0 : undefined })]
      })
    )
    for (const set of scoring.sets) {
      const count = sizeOf(kinds, set)
      const isTold =
        typeof seen?.populations[set.name] === 'number' ||
        (set.isInScore && typeof seen?.score === 'number') ||
        (count === 0 && set.isPublished && !isRest)
      const unseen = isSmall(count) ? { low: 1, high: limit } : { low: limit + 1, high: undefined }
      const total = add(
        count,
        true,
        isTold ? { low: count, high: count } : set.isPublished && !isRest ? unseen : { low: 0, high: undefined }
      )
      sums.push({ total, parts: set.kinds.map((kind) => parts.get(kind)!) })
    }
    return parts
  })
  for (const kind of scoring.kinds)
    sums.push({ total: places[0]!.get(kind)!, parts: places.slice(1).map((parts) => parts.get(kind)!) })
  return { known, counts, sums }
}

/** Results with any number of people of each kind. */
function resultsOf(scorings: fc.Arbitrary<Scoring>, count: fc.Arbitrary<number>, most: number): fc.Arbitrary<Results> {
  return scorings.chain((scoring) => {
    const kinds = fc.record(Object.fromEntries(scoring.kinds.map((kind) => [kind, count])))
    const none = fc.constant(Object.fromEntries(scoring.kinds.map((kind) => [kind, 0])))
    return fc.record({
      scoring: fc.constant(scoring),
      strata: fc.array(kinds, { maxLength: most }),
      withoutValue: fc.oneof(none, kinds)
    })
  })
}

const proportions = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()).map((has) => proportion(...has))
const others = fc.constantFrom(continuousVariable, ratio)

/** Fails where what is shown tells more of few people than that they are few. */
function attack(results: Results): void {
  const { known, counts, sums } = knowledge(results, shown(results))
  const unavoidable = knowledge(results, undefined).known
  counts.forEach(({ count, isSet }, place) => {
    if (!isSet || !isSmall(count)) return
    const [found, best] = [known, unavoidable].map((bounds) => exactBounds(bounds, sums, place))
    expect(found!.low).toBeLessThanOrEqual(Math.max(1, best!.low))
    expect(found!.high ?? limit).toBeGreaterThanOrEqual(Math.min(limit, best!.high ?? limit))
  })
}

describe('an attacker who knows a group, its strata, their scores and the rules of scoring', () => {
  const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 11, max: 200 }))

  it('finds no more about few people of a proportion than without any count', () => {
    fc.assert(fc.property(resultsOf(proportions, count, 2), attack), { numRuns: budgeted(40) })
  })

  it('finds no more about few people of other scorings than without any count', () => {
    fc.assert(fc.property(resultsOf(others, count, 2), attack), { numRuns: budgeted(80) })
  })

  it('finds no exclusions of a stratum by those of the other one and of the group', () => {
    const scoring = proportion(true, false, false)
    attack({
      scoring,
      strata: [
        { outside: 0, excluded: 5, open: 75, met: 70 },
        { outside: 0, excluded: 20, open: 90, met: 90 }
      ],
      withoutValue: { outside: 0, excluded: 0, open: 0, met: 0 }
    })
  })

  it('finds no exclusions from the numerator by the score', () => {
    const scoring = proportion(false, false, true)
    const none = { outside: 0, open: 0, met: 0, 'numerator-excluded': 0 }
    attack({ scoring, strata: [], withoutValue: { ...none, open: 50, met: 47, 'numerator-excluded': 3 } })
  })

  it('is shown everything where there are few people nowhere', () => {
    const none = fc.oneof(fc.constant(0), fc.integer({ min: 11, max: 200 }))
    fc.assert(
      fc.property(resultsOf(fc.oneof(proportions, fc.constant(continuousVariable)), none, 4), (results) => {
        const out = shown(results)
        const kinds = [together(results), ...results.strata]
        for (const [place, result] of [out, ...(out.strata ?? [])].entries()) {
          expect(result.score).toBe(scoreOf(results.scoring, kinds[place]!) ?? null)
          expect(Object.values(result.populations).filter((each) => typeof each !== 'number')).toEqual([])
        }
      })
    )
  })
})
