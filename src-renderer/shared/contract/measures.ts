import * as v from 'valibot'
import { definedFacts } from './audit-facts.ts'
import { method } from './method.ts'
import { Id, Natural, None } from '../basic-schemas.ts'
import { maxSignatureLength, PublisherKey, SignatureVerdict, signatureEnding } from '../governance/file-signature.ts'

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

/** Who signed the files that a pack was read from. */
const Signer = v.object({
  publisher: v.string(),
  key: PublisherKey,
  /** RFC 7638 thumbprint of the key, in hexadecimal digits. */
  fingerprint: Hash
})
export type Signer = v.InferOutput<typeof Signer>

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
  /** Who signed all of its files, as the audit log has it; absent where that is not on record, or one of them is trusted no more. */
  signers: v.optional(v.array(Signer)),
  /**
   * Nothing of it is used. `changed`: it is another one than was installed, since somebody changed its file, or the disk damaged it.
   * `unsigned`: the policies ask for signatures, and the audit log knows of none of a publisher who is trusted now.
   */
  unusable: v.optional(v.picklist(['changed', 'unsigned'])),
  facts: PackFacts
})
export type PackEntry = v.InferOutput<typeof PackEntry>

/** A file of an import, as the services checked it. */
const SignedFile = v.object({
  name: v.string(),
  sha256: Hash,
  verdict: SignatureVerdict,
  /** RFC 7638 thumbprint of the key that signed it, in hexadecimal digits. */
  fingerprint: v.optional(Hash)
})
export type SignedFile = v.InferOutput<typeof SignedFile>

/** Files of a signed import that were chosen, held by the services. */
const SignedListing = v.object({ signed: Id, label: v.string() })

const UnlistedCode = v.object({
  list: v.string(),
  system: v.string(),
  code: v.string(),
  display: v.optional(v.string())
})
const Place = v.optional(v.object({ line: v.number(), column: v.number() }))

/** A signed import that was checked and read, before it is installed. */
const SignedContent = v.object({
  /** For the commit. */
  draft: Id,
  facts: SentPackFacts,
  files: v.array(SignedFile)
})

/** What became of its files, in plain words. */
const SignedReport = v.object({
  ...SignedContent.entries,
  notes: v.array(v.object({ name: v.string(), note: v.string() })),
  skipped: v.array(v.object({ name: v.string(), reason: v.string() })),
  /** Codes that name no list that is installed. */
  unassigned: v.array(UnlistedCode),
  /** Codes of the value sets, where there is nothing else. */
  valueSetCodes: v.array(UnlistedCode),
  cql: v.array(
    v.object({
      name: v.string(),
      problems: v.array(
        v.object({
          severity: v.picklist(['error', 'warning']),
          message: v.string(),
          from: Place,
          to: Place,
          library: v.optional(v.string())
        })
      )
    })
  )
})
export type SignedReport = v.InferOutput<typeof SignedReport>

/** What the audit log has of files that were checked: of the first ones each hash. */
function checkedFacts(files: readonly SignedFile[]): Readonly<Record<string, string | number | undefined>> {
  const states = new Set(files.map(({ verdict }) => verdict.state))
  const keys = new Set(files.flatMap(({ verdict }) => (verdict.state === 'unsigned' ? [] : [verdict.key])))
  const publishers = new Set(files.flatMap(({ verdict }) => (verdict.state === 'trusted' ? [verdict.publisher] : [])))
  return {
    what: 'measure-content',
    files: files.length,
    sha256: joined(files.map(({ sha256 }) => sha256)),
    state: joined(states),
    publisher: joined(publishers),
    key: joined(keys)
  }
}

/** Texts of a fact; undefined for none. */
function joined(texts: Iterable<string>): string | undefined {
  const some = [...texts]
  return some.length === 0 ? undefined : some.slice(0, 20).join(' ')
}

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
  /**
   * Native dialog; `undefined` when the user cancels. `not-supported` where `nativeDialogs` is false. Files with signatures next to them, and all
   * files where the policies ask for signatures, stay with the services.
   */
  'content.choose': method(
    v.object({ what: v.picklist(['folder', 'files']) }),
    v.optional(v.union([ContentListing, SignedListing])),
    'content',
    {
      read: 'content.chosen',
      facts: (_, listing) =>
        listing === undefined || 'signed' in listing
          ? undefined
          : { files: listing.files.length, skipped: listing.skipped.length }
    }
  ),
  /**
   * Begins an import of files that are signed, or would have to be: an address that takes the bytes of each file by POST, at `/0`, `/1` and so on,
   * until the import is checked or another one begins.
   */
  'content.receive': method(
    v.object({
      label: Short,
      files: v.pipe(
        v.array(
          v.object({
            name: v.pipe(
              Short,
              v.check((name) => !name.endsWith(signatureEnding))
            ),
            length: Natural,
            signature: v.optional(v.pipe(v.string(), v.maxLength(maxSignatureLength)))
          })
        ),
        v.minLength(1),
        v.maxLength(2000)
      )
    }),
    v.object({ signed: Id, url: v.string() }),
    'content'
  ),
  /**
   * Checks the signatures of the files that the services hold, then reads those very bytes as a pack for the commit. `not-allowed` where the policies
   * ask for the signature of a trusted publisher, `invalid-input` for one that is damaged or of other bytes. Recorded in each case.
   */
  'content.assemble': method(
    v.object({
      signed: Id,
      /** Lists that codes can be added to. */
      lists: v.pipe(v.array(v.object({ id: Short, title: Short })), v.maxLength(20_000))
    }),
    SignedReport,
    'content',
    { read: 'content.verified', facts: (_, { files }) => definedFacts(checkedFacts(files)) }
  ),
  /** Adds the codes that named no list to some, by id, in the place of the pack before. */
  'content.assign': method(
    v.object({ signed: Id, lists: v.pipe(v.array(Short), v.maxLength(1000)) }),
    SignedContent,
    'content'
  ),
  /** One-time URL of a pack's JSON, gzipped. */
  'content.open': method(v.object({ id: Id }), v.object({ url: v.string() }), { anyOf: ['figures', 'content'] }),
  /** One-time URL that takes the gzipped JSON by POST. It is installed by the commit that follows. */
  'content.upload': method(v.object({ facts: SentPackFacts }), v.object({ draft: Id, url: v.string() }), 'content'),
  /** Installs what was sent. A pack that is there already stays as it is, and is the answer. */
  'content.commit': method(v.object({ draft: Id }), PackEntry, 'content', {
    effect: 'content.installed',
    before: () => ({}),
    after: (_, { id, facts, signers = [] }) => ({
      pack: id,
      hash: facts.hash,
      measures: facts.measures.length,
      valueSets: facts.valueSets,
      ...(facts.codes === undefined ? {} : { codes: facts.codes }),
      ...(facts.mapped === undefined ? {} : { mapped: facts.mapped }),
      ...definedFacts({
        publisher: joined(signers.map(({ publisher }) => publisher)),
        key: joined(signers.map(({ key }) => key))
      })
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
  /** A pack was installed or removed, or whose signatures count changed: ask for the list again. */
  readonly 'content.changed': Record<string, never>
}
