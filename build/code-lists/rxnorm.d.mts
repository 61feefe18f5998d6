import type { RxNormConcept } from './expand.mjs'

/** The dose form group that a product's name tells, or undefined. */
export function doseForm(name: string): string | undefined

/** Strengths such as `40 MG` of an ingredient as the name of a component or product writes them. */
export function strengthsOf(name: string, ingredient: string): readonly string[]

/** Reads RXNCONSO.RRF and RXNREL.RRF of a folder: concepts by RXCUI. */
export function readRxNorm(folder: string): ReadonlyMap<string, RxNormConcept>
