import { defined } from '#shared/language/defined.ts'
import { periodKey } from '../definition/period-key.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import { joinInPairs } from '../../base/kernels/join-in-pairs.ts'
import { lowerBound } from '../../base/kernels/lower-bound.ts'
import type { GroupRun, MeasureRun, PopulationMembers, StratumRun } from './measure-run.ts'
import { strataInOrder, stratumKey } from './strata-by-key.ts'

function union(sets: readonly Bitset[]): Bitset {
  const out = sets[0]!.slice()
  for (const set of sets.slice(1)) for (let i = 0; i < out.length; i++) out[i]! |= set[i]!
  return out
}

function sum(counts: readonly Uint16Array[]): Uint16Array {
  const out = counts[0]!.slice()
  for (const item of counts.slice(1)) for (let i = 0; i < out.length; i++) out[i]! += item[i]!
  return out
}

interface Values {
  readonly patient: Int32Array
  readonly value: Float64Array
}

/** Observations in the order of patients; those of one patient keep theirs. */
function mergeObservations(parts: readonly PopulationMembers[]): PopulationMembers['observations'] {
  const observed = parts.flatMap(({ observations }) => observations ?? [])
  return observed.length === 0 ? undefined : mergeValues(observed)
}

/** Joins values of disjoint sets of patients, each in the order of the patients, in time linear to them. */
function mergeValues(parts: readonly Values[]): Values {
  return joinInPairs(parts, mergeTwo)
}

function mergeTwo(left: Values, right: Values): Values {
  const leftFirst = (left.patient[0] ?? Infinity) <= (right.patient[0] ?? Infinity)
  const [first, second] = leftFirst ? [left, right] : [right, left]
  const count = first.patient.length + second.patient.length
  const merged = { patient: new Int32Array(count), value: new Float64Array(count) }
  // Parts are mostly of people one after the other: what stands before all of the second is copied in one piece.
  const before = lowerBound(first.patient, second.patient[0] ?? Infinity)
  merged.patient.set(first.patient.subarray(0, before))
  merged.value.set(first.value.subarray(0, before))
  let [a, b] = [before, 0]
  for (let index = before; index < count; index++) {
    const takesFirst = b === second.patient.length || first.patient[a]! < second.patient[b]!
    const from = takesFirst ? first : second
    const row = takesFirst ? a++ : b++
    merged.patient[index] = from.patient[row]!
    merged.value[index] = from.value[row]!
  }
  return merged
}

function mergePopulations(parts: readonly (readonly PopulationMembers[])[]): readonly PopulationMembers[] {
  return parts[0]!.map(({ id, code, counts }, index): PopulationMembers => {
    const matching = parts.map((populations) => populations[index]!)
    return {
      id,
      code,
      members: union(matching.map(({ members }) => members)),
      counts: counts === undefined ? undefined : sum(matching.flatMap((item) => item.counts ?? [])),
      observations: mergeObservations(matching)
    }
  })
}

function mergeStrata(parts: readonly StratumRun[]): readonly StratumRun[] {
  return strataInOrder(Map.groupBy(parts, stratumKey)).map((strata) => ({
    id: strata[0]!.id,
    value: strata[0]!.value,
    populations: mergePopulations(strata.map(({ populations }) => populations))
  }))
}

function mergeGroups(parts: readonly GroupRun[]): GroupRun {
  return {
    ...parts[0]!,
    populations: mergePopulations(parts.map(({ populations }) => populations)),
    strata: mergeStrata(parts.flatMap(({ strata }) => strata))
  }
}

/**
 * Joins the runs of one measure and period over disjoint sets of patients. The duration of the result is that of the
 * longest run.
 * @param parts at least one, with the same key
 */
export function mergeRuns(parts: readonly MeasureRun[]): MeasureRun {
  const first = parts[0]!
  const numbers = first.numbers?.map(({ id }, index) => ({
    id,
    ...mergeValues(parts.map((part) => defined(part.numbers)[index]!))
  }))
  return {
    ...first,
    ...(numbers === undefined ? {} : { numbers }),
    ranAt: Math.max(...parts.map(({ ranAt }) => ranAt)),
    seconds: Math.max(...parts.map(({ seconds }) => seconds)),
    groups: first.groups.map((_, index) => mergeGroups(parts.map(({ groups }) => groups[index]!))),
    problems: parts.flatMap(({ problems }) => problems)
  }
}

/** What some patients' part of an evaluation came to. */
export interface EvaluatedPart {
  readonly runs: readonly MeasureRun[]
  /** Measures that came to nothing, with the reason. */
  readonly failed: readonly { readonly measure: string; readonly reason: string }[]
}

/** A measure and period, to find them among the runs of other parts. */
function keyOf({ key: { measure, period } }: MeasureRun): string {
  return `${measure}|${periodKey(period)}`
}

/**
 * Joins the parts of an evaluation. A measure that failed in one of them has failed: its other parts are no result.
 * @returns with every run where it was found in each part
 */
export function mergeParts(parts: readonly EvaluatedPart[]): EvaluatedPart & { readonly places: readonly number[][] } {
  const [first, ...others] = parts
  const runs: MeasureRun[] = []
  const places: number[][] = []
  const indexes = others.map((part) => new Map(part.runs.map((run, index) => [keyOf(run), index])))
  for (const [index, run] of (first?.runs ?? []).entries()) {
    const found = indexes.map((map) => map.get(keyOf(run)))
    if (found.includes(undefined)) continue
    const place = [index, ...(found as number[])]
    places.push(place)
    runs.push(mergeRuns(parts.map((part, which) => part.runs[place[which]!]!)))
  }
  const failed = new Map(parts.flatMap((part) => part.failed.map((item) => [item.measure, item] as const)))
  return { runs, failed: [...failed.values()], places }
}
