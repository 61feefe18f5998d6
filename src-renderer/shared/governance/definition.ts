import { commonMessages as common } from '#messages/common.ts'
import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'

/** Kinds of definitions that figures rest on. */
export const definitionKinds = [
  'measure',
  'value-set',
  'code-list',
  'crosswalk',
  'registry',
  'view',
  'cut-points',
  'risk-tables',
  'model',
  'cohort',
  'board'
] as const
const DefinitionKind = v.picklist(definitionKinds)
export type DefinitionKind = v.InferOutput<typeof DefinitionKind>

/** Each kind in a sentence or a table. */
export const definitionKindNames: Readonly<Record<DefinitionKind, string>> = {
  measure: m.measure,
  'value-set': common.valueSet,
  'code-list': m.addedCodes,
  crosswalk: m.crosswalk,
  registry: m.registry,
  view: m.viewDefinition,
  'cut-points': m.starCutPoints,
  'risk-tables': m.riskTables,
  model: m.model,
  cohort: m.cohort,
  board: m.board
}

/** Whether a version of a definition may be relied on. */
export const definitionStates = ['draft', 'in-review', 'approved', 'retired'] as const
const DefinitionState = v.picklist(definitionStates)
export type DefinitionState = v.InferOutput<typeof DefinitionState>

/** Each state in a sentence. */
export const definitionStateNames: Readonly<Record<DefinitionState, string>> = {
  draft: m.draft,
  'in-review': m.inReview,
  approved: m.approved,
  retired: m.retired
}

const Text = v.pipe(v.string(), v.maxLength(500))
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** Names one version of a definition: its kind, its id among those of the kind, and the SHA-256 of its content. */
export const DefinitionPin = v.object({ kind: DefinitionKind, id: v.pipe(Text, v.minLength(1)), hash: Hash })
export type DefinitionPin = v.InferOutput<typeof DefinitionPin>

/** A version of a definition that is installed. */
export const FoundDefinition = v.object({
  ...DefinitionPin.entries,
  name: Text,
  /** As its author calls it. */
  version: v.optional(Text),
  /** Who keeps it: the steward or publisher, or the account that made it. */
  owner: v.optional(Text),
  /** `built-in`: came with the program, unchanged. `import`: files of somebody else. `editor`: written here. */
  source: v.picklist(['built-in', 'import', 'editor']),
  /** Where it comes from, such as the title of its pack. */
  origin: Text,
  license: v.optional(v.pipe(v.string(), v.maxLength(4000))),
  /** Account that installed or saved it; absent for what came with the program. */
  by: v.optional(Text),
  /** When it was installed or saved, ISO 8601; absent for what came with the program. */
  at: v.optional(v.string())
})
export type FoundDefinition = v.InferOutput<typeof FoundDefinition>

/** A definition that something rests on; without a hash, the version in use. */
export const UsedDefinition = v.object({ ...DefinitionPin.entries, hash: v.optional(Hash) })
export type UsedDefinition = v.InferOutput<typeof UsedDefinition>

/** What somebody decides about a version. */
export const DefinitionDecision = v.object({
  ...DefinitionPin.entries,
  state: DefinitionState,
  reason: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(300), v.title(common.reason))
})
export type DefinitionDecision = v.InferOutput<typeof DefinitionDecision>

const Signed = { at: v.string(), by: v.string() }

/** A line of the change log: a new version appeared, or somebody decided about one. Nothing is ever changed or taken away. */
export const DefinitionEvent = v.variant('event', [
  v.object({ event: v.literal('version'), ...v.omit(FoundDefinition, ['at', 'by']).entries, ...Signed }),
  v.object({ event: v.literal('state'), ...Signed, ...DefinitionDecision.entries })
])
export type DefinitionEvent = v.InferOutput<typeof DefinitionEvent>

/** A version that is installed, with its state and its history. */
export const DefinitionEntry = v.object({
  ...FoundDefinition.entries,
  state: DefinitionState,
  /** Who put it into this state, when and why; absent where nobody did. */
  decided: v.optional(v.object({ ...Signed, reason: v.string() })),
  /** Everything that happened to this definition, in any version; oldest first. */
  log: v.array(DefinitionEvent)
})
export type DefinitionEntry = v.InferOutput<typeof DefinitionEntry>

/** All definitions in use. */
export const DefinitionList = v.object({
  /** Of the journal with decisions. `locked`: the key is needed. `damaged`: it was changed outside Populus. */
  journal: v.picklist(['none', 'open', 'locked', 'damaged']),
  definitions: v.array(DefinitionEntry),
  /** Somebody else than the author has to approve. */
  twoPersons: v.boolean(),
  /** Nothing leaves that rests on a definition which is not approved. */
  approvedOnly: v.boolean()
})
export type DefinitionList = v.InferOutput<typeof DefinitionList>

/** A pin with what the registry says of it. */
export const PinnedDefinition = v.object({
  ...DefinitionPin.entries,
  name: Text,
  version: v.optional(Text),
  /** `unknown`: the registry has no such version. */
  state: v.picklist([...definitionStates, 'unknown'])
})
export type PinnedDefinition = v.InferOutput<typeof PinnedDefinition>
