import { diseases, type Disease } from '../base/disease.ts'
import type { Random } from '../base/random.ts'

/** Chance at one visit that a disease which has begun is found. */
const findable: Partial<Record<Disease, number>> = {
  prediabetes: 0.25,
  obesity: 0.35,
  diabetes: 0.5,
  hypertension: 0.4,
  hyperlipidemia: 0.35,
  kidneyDisease: 0.3,
  depression: 0.45,
  osteoporosis: 0.3,
  copd: 0.35,
  sleepApnea: 0.25,
  retinopathy: 0.15,
  neuropathy: 0.25,
  dementia: 0.4,
  stroke: 0.9
}

/** Share of people whose disease never comes into the record. */
const overlookedShare: Partial<Record<Disease, number>> = { obesity: 0.22, prediabetes: 0.5 }

/** Routine visits per year of somebody who has such a disease. */
const visitsPerYear = 1.5

/** Chance at one visit that a disease which has begun is found. */
export function chanceToFind(disease: Disease): number {
  return findable[disease] ?? 0.6
}

/** Mean days from onset to the first record. The same before and after the data begin, so that new cases come evenly. */
export function meanDaysToRecord(disease: Disease): number {
  return 365 / (chanceToFind(disease) * visitsPerYear)
}

/** Complications that are recorded only where the disease itself is. */
const follows: Partial<Record<Disease, Disease>> = { retinopathy: 'diabetes', neuropathy: 'diabetes' }

/** The record can hold a disease: it is none of those that are never found, and what it follows from is known. */
export function canBeFound(
  { overlooked, known }: { readonly overlooked: ReadonlySet<Disease>; readonly known: ReadonlyMap<Disease, unknown> },
  disease: Disease
): boolean {
  const cause = follows[disease]
  return !overlooked.has(disease) && (cause === undefined || known.has(cause))
}

/** Draws the diseases of one person that will never be recorded. */
export function drawOverlooked(random: Random): ReadonlySet<Disease> {
  return new Set(diseases.filter((disease) => random.chance(overlookedShare[disease] ?? 0.04)))
}
