import { defined } from '#shared/language/defined.ts'
import type { Day } from '../../base/figures/filter.ts'
import { allPeople, type AllPeople } from '../../population/people/all-people.ts'
import type { PopulationView } from '../../population/selection/population.ts'
import { askEach } from '../../store/model/ask-each.ts'
import type { Discharge } from '../discharge/discharge-scores.ts'
import type { DiagnosisBasis } from '../hcc/eligible-diagnoses.ts'
import type { HccImports, HccPopulation, MemberScore } from '../hcc/hcc-population.ts'
import type { NotScored } from '../hcc/hcc-members.ts'
import type { PaymentFactors } from '../hcc/score-hcc.ts'
import type { SuspectRow } from '../hcc/suspects.ts'
import type { RecaptureRow } from '../hcc/recapture.ts'
import type { IndexGroups } from '../indices/score-index.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import type { RiskDefinitions } from '../model/load-risk.ts'
import type { IndexDefinition } from '../model/index-definition.ts'
import { riskOf, type RiskView, type WeightedIndex } from '../view/risk-view.ts'
import { risingPeople, type RisingRow, type RisingWindow } from './rising-risk.ts'
import { placeRows, type PersonRow } from './person-rows.ts'

/** The score of a member, without the records behind it. */
export type ScoredMember = Pick<MemberScore, 'patient' | 'score' | 'assumed'>

/** Risk scores of everybody for one payment year. */
export interface ScoredPeople extends Pick<
  HccPopulation,
  'model' | 'serviceYear' | 'paymentYear' | 'basis' | 'factors'
> {
  /** In the order of people. */
  readonly members: readonly ScoredMember[]
  readonly notScored: ReadonlyMap<NotScored, readonly number[]>
}

/** A category of last year to look for; the diagnoses behind it are asked of the person's shard. */
export type OpenCategory = Pick<RecaptureRow, 'patient' | 'hcc' | 'coefficient'>

/** A discharge with its scores, without its record. */
export type ScoredDischarge = Omit<Discharge, 'table' | 'row'>

/** The risk of everybody in a population, by the numbers of people in it: each shard scores its people. */
export interface PeopleRisk extends Pick<RiskView, 'definitions' | 'weighted' | 'key'> {
  readonly population: AllPeople
  /** Asks every shard the same about its people, in rows with their numbers in the population. */
  rows<A extends readonly unknown[], R extends PersonRow>(
    read: (view: RiskView, ...question: A) => readonly R[],
    ...question: A
  ): readonly R[]
  /** A value of everybody. */
  values(read: (view: RiskView, asOf: Day) => Float64Array, asOf: Day): Float64Array
  /** The risk of the people of a shard. */
  inShard(shard: PopulationView): RiskView
  groups(index: IndexDefinition, asOf: Day): IndexGroups
  /** NaN for people without a score. */
  scores(weighted: WeightedIndex, asOf: Day): Float64Array
  hcc(model: HccDefinition, serviceYear: number, asOf: Day): ScoredPeople
  recapture(model: HccDefinition, asOf: Day): readonly OpenCategory[]
  suspects(model: HccDefinition, asOf: Day): readonly SuspectRow[]
  /** Discharges of the 12 months up to a date. */
  dischargesIn(asOf: Day): readonly ScoredDischarge[]
  /** As that of a shard, see {@link RiskView.dischargeBand}. */
  dischargeBand(score: 'lace' | 'hospital', discharge: ScoredDischarge): string
  /** Everybody with a reason, those with the most reasons first. */
  rising(asOf: Day, window: RisingWindow): readonly RisingRow[]
}

/** @param views of all shards, in their order */
export function peopleRiskOf(views: readonly RiskView[]): PeopleRisk {
  const [first] = views as readonly [RiskView, ...RiskView[]]
  const population = allPeople(first.population)
  const ofShard = new Map(views.map((view) => [view.population, view]))
  const rows = <A extends readonly unknown[], R extends PersonRow>(
    read: (view: RiskView, ...question: A) => readonly R[],
    ...question: A
  ): readonly R[] => placeRows(askEach(views, read, ...question))
  return {
    population,
    definitions: first.definitions,
    weighted: first.weighted,
    key: (model) => first.key(model),
    rows,
    values: (read, asOf) => population.place(askEach(views, read, asOf)),
    inShard: (shard) => defined(ofShard.get(shard)),
    groups: (index, asOf) => joinGroups(population, askEach(views, groupsIn, index.id, asOf)),
    scores: ({ weights }, asOf) => population.place(askEach(views, scoresIn, weights.id, asOf)),
    hcc(model, serviceYear, asOf) {
      const parts = askEach(views, hccIn, model.id, serviceYear, asOf)
      const notScored = new Map<NotScored, number[]>()
      for (const { reason, patient } of placeRows(parts.map((part) => part.notScored))) {
        const others = notScored.get(reason)
        if (others === undefined) notScored.set(reason, [patient])
        else others.push(patient)
      }
      const { basis, factors } = parts[0]!
      const members = placeRows(parts.map((part) => part.members))
      return { model, serviceYear, paymentYear: serviceYear + 1, basis, factors, members, notScored }
    },
    recapture: (model, asOf) => rows(recaptureIn, model.id, asOf),
    suspects(model, asOf) {
      const order = first.definitions.suspects.flatMap(({ rules }) => rules.map(({ id }) => id))
      const found = rows(suspectsIn, model.id, asOf)
      return order.flatMap((id) => found.filter(({ rule }) => rule.id === id))
    },
    dischargesIn: (asOf) => rows(dischargesIn, asOf),
    dischargeBand: (score, discharge) => first.dischargeBand(score, discharge),
    rising: (asOf, window) =>
      rows(risingIn, asOf, window).toSorted((left, right) => right.weight - left.weight || left.patient - right.patient)
  }
}

/**
 * The risk of the people of each shard by a set of definitions.
 * @param imports what imports tell of the people of each shard
 */
export function riskOfShards(
  population: PopulationView,
  definitions: RiskDefinitions,
  imports: readonly HccImports[] = []
): readonly RiskView[] {
  return population.shards.map((shard, index) => riskOf(shard, definitions, imports[index]))
}

function modelIn({ definitions }: RiskView, id: string): HccDefinition {
  return defined(definitions.models.find((model) => model.id === id))
}

/** Rows with the numbers of their people in the population. */
function numbered<R extends PersonRow>({ population }: RiskView, rows: readonly R[]): readonly R[] {
  return rows.map((row) => ({ ...row, patient: population.shard.personNumber(row.patient) }))
}

function groupsIn(view: RiskView, id: string, asOf: Day): IndexGroups {
  return view.groups(defined(view.definitions.indices.find((index) => index.id === id)), asOf)
}

function joinGroups(population: AllPeople, parts: readonly IndexGroups[]): IndexGroups {
  const { words, missing } = parts[0]!
  const applies = population.place(parts.map((part) => part.applies))
  if (words === 1) return { present: population.place(parts.map(({ present }) => present)), words, applies, missing }
  const present = new Uint32Array(population.count * words)
  for (let word = 0; word < words; word++) {
    const ofWord = population.place(parts.map((part) => part.present.filter((_, place) => place % words === word)))
    ofWord.forEach((bits, person) => {
      present[person * words + word] = bits
    })
  }
  return { present, words, applies, missing }
}

function scoresIn(view: RiskView, weights: string, asOf: Day): Float64Array {
  return view.scores(defined(view.weighted.find((each) => each.weights.id === weights)), asOf)
}

/** What a shard tells of the scores of its people. */
interface ScoredInShard {
  readonly basis: DiagnosisBasis
  readonly factors: PaymentFactors | undefined
  readonly members: readonly ScoredMember[]
  readonly notScored: readonly (PersonRow & { readonly reason: NotScored })[]
}

function hccIn(view: RiskView, model: string, serviceYear: number, asOf: Day): ScoredInShard {
  const { basis, factors, members, notScored } = view.hcc(modelIn(view, model), serviceYear, asOf)
  return {
    basis,
    factors,
    members: numbered(
      view,
      members.map(({ patient, score, assumed }) => ({ patient, score, assumed }))
    ),
    notScored: numbered(
      view,
      [...notScored].flatMap(([reason, people]) => people.map((patient) => ({ patient, reason })))
    )
  }
}

function recaptureIn(view: RiskView, model: string, asOf: Day): readonly OpenCategory[] {
  const rows = view.recapture(modelIn(view, model), asOf)
  return numbered(
    view,
    rows.map(({ patient, hcc, coefficient }) => ({ patient, hcc, coefficient }))
  )
}

function suspectsIn(view: RiskView, model: string, asOf: Day): readonly SuspectRow[] {
  const { shard } = view.population
  return numbered(
    view,
    view.suspects(modelIn(view, model), asOf).map((row) => ({
      ...row,
      findings: row.findings.map((finding) => ({
        ...finding,
        resource: shard.resourceNumber(finding.resourceType, finding.resource)
      }))
    }))
  )
}

function dischargesIn(view: RiskView, asOf: Day): readonly ScoredDischarge[] {
  const found = view.dischargesIn(asOf)
  return numbered(
    view,
    found.map(({ patient, admitted, discharged, outcome, lace, hospital }) => ({
      patient,
      admitted,
      discharged,
      outcome,
      lace,
      hospital
    }))
  )
}

function risingIn(view: RiskView, asOf: Day, window: RisingWindow): readonly RisingRow[] {
  return numbered(view, risingPeople(view, asOf, window))
}
