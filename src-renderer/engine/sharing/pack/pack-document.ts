import * as v from 'valibot'
import { CohortDefinition } from '../../cohorts/definition/cohort-definition.ts'
import { PinnedDefinition } from '#shared/governance/definition.ts'

/** Version of the form of packs with cohorts. */
export const PACK_FORMAT = 3
/** Version of packs without cohorts, which earlier versions of the program read, too. */
export const PACK_FORMAT_WITHOUT_COHORTS = 2
/** Versions that are read; another one is refused with a sentence. Packs of version 1 say nothing about approval. */
export const packFormats = [1, PACK_FORMAT_WITHOUT_COHORTS, PACK_FORMAT] as const

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Iso = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/))

/** How a count of a pack is published: as it is, as small, or withheld because a small one could be worked out from it. */
const PackCount = v.union([Count, v.literal('small'), v.literal('withheld')])
export type PackCount = v.InferOutput<typeof PackCount>

/** One aggregate: a number of people, among those of another one. */
const PackAggregate = v.strictObject({
  /** The same for the same question in every pack, e.g. `registry/diabetes/age=45-64`. */
  key: v.string(),
  /** The question in words, e.g. "Diabetes". */
  title: v.string(),
  /** The group in words, e.g. "Age 45–64"; empty for everybody. */
  group: v.string(),
  people: PackCount,
  /** Key of the aggregate that the people are a part of; absent for the people themselves. */
  of: v.optional(v.string())
})
export type PackAggregate = v.InferOutput<typeof PackAggregate>

/** What a pack says of itself, under one seal. */
export const PackDocument = v.strictObject({
  format: v.picklist(packFormats),
  /** Name of the series: packs of one name are about the same questions at different times. */
  series: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  /** Version of the program that counted. */
  engine: v.string(),
  asOf: Iso,
  /** Counts of 1 to so many people are withheld, with what would tell them. */
  smallCells: Count,
  /** Definitions with their code lists, as they were used; each with the SHA-256 of its canonical JSON. */
  definitions: v.array(
    v.strictObject({
      id: v.string(),
      sha256: v.string(),
      /** State in the registry of definitions of the site that counted; `unknown` where it could not be read. */
      approval: v.optional(PinnedDefinition.entries.state),
      definition: v.record(v.string(), v.unknown())
    })
  ),
  /** Cohorts by the same rule; each is named by the first 12 digits of its hash, also where another one names it. */
  cohorts: v.optional(
    v.array(
      v.strictObject({
        id: v.string(),
        sha256: v.string(),
        approval: PinnedDefinition.entries.state,
        definition: CohortDefinition
      })
    )
  ),
  aggregates: v.array(PackAggregate)
})
export type PackDocument = v.InferOutput<typeof PackDocument>

/** A pack with its seal. */
export interface SealedPack {
  readonly pack: PackDocument
  /** SHA-256 of the canonical JSON of the document, in hexadecimal digits. */
  readonly seal: string
}
