import * as v from 'valibot'
import { method } from './method.ts'
import { Id, Natural, None } from '../basic-schemas.ts'

/** Most bytes of one pack as it is sent and kept, compressed. */
export const maxPackBytes = 64 * 1024 * 1024
/** Most bytes of a pack's JSON. */
export const maxPackTextBytes = 512 * 1024 * 1024

const Short = v.pipe(v.string(), v.maxLength(500))
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** What is said about a pack of measure content in lists, without opening it. Content is not about any person. */
export const PackFacts = v.object({
  title: v.pipe(Short, v.minLength(1)),
  /** SHA-256 of its JSON text, hexadecimal. */
  hash: Hash,
  /** Bytes of its JSON text. */
  textBytes: v.pipe(Natural, v.maxValue(maxPackTextBytes)),
  measures: v.array(v.object({ url: Short, version: v.optional(Short), title: Short })),
  libraries: Natural,
  valueSets: Natural,
  /** Codes for installed lists, and codes that crosswalks map. */
  codes: v.optional(Natural),
  mapped: v.optional(Natural),
  /** `import`: files of somebody else. `editor`: written here. */
  source: v.picklist(['built-in', 'import', 'editor'])
})
export type PackFacts = v.InferOutput<typeof PackFacts>

/** Of a pack that is sent. What comes with the program counts as approved, so nothing that is sent may claim to. */
const SentPackFacts = v.object({ ...PackFacts.entries, source: v.picklist(['import', 'editor']) })
export type SentPackFacts = v.InferOutput<typeof SentPackFacts>

/** A pack in the list. */
export const PackEntry = v.object({
  id: Id,
  /** Milliseconds since 1970; 0 for what came with the program. */
  installedAt: Natural,
  /** Account that installed it; absent for what came with the program. */
  by: v.optional(Short),
  /** Bytes on the disk. */
  keptBytes: Natural,
  /** The organization presets it; nobody can remove it. */
  isPreset: v.optional(v.literal(true)),
  /** It is another one than was installed: somebody changed its file, or the disk damaged it. Nothing of it is used. */
  isChanged: v.optional(v.literal(true)),
  facts: PackFacts
})
export type PackEntry = v.InferOutput<typeof PackEntry>

/** Files that the user chose, to be read by the page. */
const ContentListing = v.object({
  importId: Id,
  label: v.string(),
  files: v.array(v.object({ name: v.string(), bytes: Natural })),
  skipped: v.array(v.object({ name: v.string(), reason: v.string() }))
})

/** Calls about installed measure content and stored results. */
export const measureMethods = {
  /** The built-in pack first, then the newest. */
  'content.list': method(None, v.array(PackEntry), { anyOf: ['figures', 'content'] }),
  /** The packs that the user installed, the newest first, without reading the built-in one. */
  'content.imported': method(None, v.array(PackEntry), { anyOf: ['figures', 'content'] }),
  /** Native dialog; `undefined` when the user cancels. `not-supported` where `nativeDialogs` is false. */
  'content.choose': method(v.object({ what: v.picklist(['folder', 'files']) }), v.optional(ContentListing), 'content', {
    read: 'content.chosen',
    facts: (_, listing) =>
      listing === undefined ? undefined : { files: listing.files.length, skipped: listing.skipped.length }
  }),
  /** One-time URL of a pack's JSON, gzipped. */
  'content.open': method(v.object({ id: Id }), v.object({ url: v.string() }), { anyOf: ['figures', 'content'] }),
  /** One-time URL that takes the gzipped JSON by POST. It is installed by the commit that follows. */
  'content.upload': method(v.object({ facts: SentPackFacts }), v.object({ draft: Id, url: v.string() }), 'content'),
  /** Installs what was sent. A pack that is there already stays as it is, and is the answer. */
  'content.commit': method(v.object({ draft: Id }), PackEntry, 'content', {
    effect: 'content.installed',
    before: () => ({}),
    after: (_, { id, facts }) => ({
      pack: id,
      hash: facts.hash,
      measures: facts.measures.length,
      valueSets: facts.valueSets,
      ...(facts.codes === undefined ? {} : { codes: facts.codes }),
      ...(facts.mapped === undefined ? {} : { mapped: facts.mapped })
    })
  }),
  'content.remove': method(v.object({ id: Id }), None, 'content', {
    effect: 'content.removed',
    before: ({ id }) => ({ pack: id })
  }),
  /** One-time URL of the results that are stored with a snapshot; `undefined` where there are none. */
  'measures.results': method(v.object({ snapshot: Id }), v.object({ url: v.optional(v.string()) }), 'figures', {
    read: 'data.read',
    facts: ({ snapshot }, { url }) => (url === undefined ? undefined : { what: 'results', snapshot })
  }),
  /** One-time URL that takes a snapshot's results by POST, whole; they take the place of the old ones, sealed. */
  'measures.keepResults': method(v.object({ snapshot: Id }), v.object({ url: v.string() }), 'figures'),
  /** Notes in the audit log that measures were evaluated, and on which content. */
  'measures.ran': method(
    v.object({
      measures: v.pipe(Natural, v.minValue(1)),
      periods: v.pipe(Natural, v.minValue(1)),
      evaluated: Natural,
      patients: Natural,
      problems: Natural,
      seconds: v.pipe(v.number(), v.minValue(0)),
      /** Hashes of the packs. */
      packs: v.array(Hash)
    }),
    None,
    'figures',
    { read: 'measures.ran', facts: ({ packs, ...counts }) => ({ ...counts, packs: packs.join(' ') }) }
  )
} as const

/** Events about measure content. */
export interface MeasureEvents {
  /** A pack was installed or removed: ask for the list again. */
  readonly 'content.changed': Record<string, never>
}
