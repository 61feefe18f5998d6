import { engineCohortsDefinitionMessages as m } from '#messages/engine/cohorts/definition.ts'
import * as v from 'valibot'
import type { Criterion } from './criteria.ts'
import { EventQuery, Window, criterionSchemas } from './criteria.ts'

/** Version of the form of definitions; a file of a later one is refused with a sentence. */
export const COHORT_FORMAT = 1

/** How the criteria of a group go together. */
export const groupTypes = ['all', 'any', 'none'] as const
export type GroupType = (typeof groupTypes)[number]

/** Several criteria together: all of them, any of them, or none of them. */
export interface CohortGroup {
  readonly type: GroupType
  /** Without criteria, everybody meets `all` and `none`, and nobody `any`. */
  readonly criteria: readonly CohortNode[]
}

/** A criterion or a group of them. */
export type CohortNode = Criterion | CohortGroup

/** Groups may lie this deep in each other. */
const MAXIMUM_DEPTH = 8

const Node: v.GenericSchema<CohortNode> = v.lazy(() =>
  v.variant('type', [
    ...criterionSchemas,
    ...groupTypes.map((type) => v.strictObject({ type: v.literal(type), criteria: v.array(Node) }))
  ] as never)
)

const Index = v.strictObject({
  /** Which of a person's events is the index event. */
  pick: v.picklist(['first', 'last']),
  event: EventQuery,
  when: v.optional(Window)
})

/** The event by which people enter a cohort. Its day is the index date. */
export type IndexEvent = v.InferOutput<typeof Index>

function depthOf(node: CohortNode): number {
  return 'criteria' in node ? 1 + Math.max(0, ...node.criteria.map(depthOf)) : 0
}

/** A cohort as people write it, save it and hand it on. */
export const CohortDefinition = v.pipe(
  v.strictObject({
    format: v.literal(COHORT_FORMAT),
    title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
    description: v.optional(v.pipe(v.string(), v.maxLength(2000))),
    /** Who is looked at first; the living by default. */
    people: v.optional(v.picklist(['living', 'all'])),
    index: v.optional(Index),
    /** In order: each is a step of the attrition funnel, and all must hold. */
    steps: v.pipe(v.array(Node), v.maxLength(50)),
    /** It is listed next to the registries. */
    registry: v.optional(v.boolean())
  }),
  v.check(
    ({ steps }) => steps.every((step) => depthOf(step) <= MAXIMUM_DEPTH),
    m.groupsLieMoreThanDeepIn(MAXIMUM_DEPTH)
  )
)

/** See {@link CohortDefinition}. The same definition gives the same people on the same data and date. */
export interface CohortDefinition {
  readonly format: typeof COHORT_FORMAT
  readonly title: string
  readonly description?: string | undefined
  readonly people?: 'living' | 'all' | undefined
  readonly index?: IndexEvent | undefined
  readonly steps: readonly CohortNode[]
  readonly registry?: boolean | undefined
}
