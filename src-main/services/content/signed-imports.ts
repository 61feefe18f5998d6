import { servicesMessages as m } from '#messages/services.ts'
import { createHash } from 'node:crypto'
import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import type { AddedCode } from '#engine/base/codes/code-additions.ts'
import { listContentBlob, type ContentSources } from '#engine/base/source/content-sources.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { importContent, withListsFor, type ImportRemarks } from '#engine/measures/content/import-content.ts'
import { packFacts } from '#engine/measures/content/pack-facts.ts'
import { AppError } from '#shared/app-error.ts'
import {
  maxPackBytes,
  maxPackTextBytes,
  type SentPackFacts,
  type SignedFile,
  type SignedReport,
  type Signer
} from '#shared/contract/measures.ts'
import type { RandomPort } from '../../ports/host.ts'
import { digestOfFile } from '../publishers/file-signature.ts'
import { requireTrusted, type SignatureRules } from '../publishers/signed-files.ts'
import { keyFingerprint } from '../publishers/trusted-publishers.ts'
import type { Content } from './content.ts'
import type { TranslateCql } from './cql-translator.ts'

/** A file of an import: its bytes are those that are checked, read and kept. */
interface ImportFile {
  readonly name: string
  readonly length: number
  readonly signature?: string | undefined
  bytes: Uint8Array<ArrayBuffer> | undefined
}

/** A list that codes can be added to. */
type NamedList = { readonly id: string; readonly title: string }

/** What became of its files, as the contract has it. */
type WireRemarks = Pick<SignedReport, keyof ImportRemarks>

/** What an import came to. */
export interface AssembledImport {
  /** Draft of the content service, which a commit installs. */
  readonly draft: string
  readonly facts: SentPackFacts
  readonly remarks: WireRemarks
  readonly files: SignedFile[]
}

/**
 * Imports of measure content and code lists that are signed, or would have to be. The services check the bytes that they hold, read those
 * bytes and keep what they read: nothing that somebody else made of the files is taken.
 */
export interface SignedImports {
  /**
   * Begins an import; the one before is given up.
   * @param files their lengths in bytes and the texts of their signatures
   * @returns its id
   * @throws AppError `invalid-input` for more than 512 MB
   */
  begin(label: string, files: readonly Omit<ImportFile, 'bytes'>[]): string
  /** Takes the bytes of a file. @param file index @throws AppError `not-found`, `invalid-input` for another length */
  take(id: string, file: number, chunks: AsyncIterable<Uint8Array>): Promise<void>
  /**
   * Checks every file, then reads all of them as one pack.
   * @throws AppError `invalid-input` for a file that has not arrived, a signature that is wrong, or files without content; PolicyRefusal
   *   where the policies ask for the signature of a trusted publisher
   */
  assemble(id: string, lists: readonly NamedList[]): Promise<AssembledImport>
  /** Adds the codes that named no list to some, by id. @throws AppError `not-found` */
  assign(id: string, lists: readonly string[]): Promise<Pick<AssembledImport, 'draft' | 'facts' | 'files'>>
}

/** Dependencies of {@link createSignedImports}. */
export interface SignedImportDependencies {
  readonly content: Pick<Content, 'announce' | 'take'>
  readonly random: RandomPort
  /** Whose signatures count, and whether files need one. */
  readonly rules: () => Promise<SignatureRules>
  readonly translate: TranslateCql
}

const zip = promisify(gzip)

/** Imports of signed content, one at a time. */
export function createSignedImports({ content, random, rules, translate }: SignedImportDependencies): SignedImports {
  let current:
    | {
        readonly id: string
        readonly label: string
        readonly files: readonly ImportFile[]
        /** What was read, while codes of it have no list yet. */
        read?: {
          readonly document: ContentDocument
          readonly unassigned: readonly AddedCode[]
          readonly checked: SignedFile[]
        }
      }
    | undefined

  function importOf(id: string): NonNullable<typeof current> {
    if (current?.id !== id) throw new AppError('not-found', m.importingTheseFilesWasGivenUp)
    return current
  }

  /** Hands a pack to the content service as one that these publishers signed. */
  async function hold(
    document: ContentDocument,
    files: readonly SignedFile[]
  ): Promise<Pick<AssembledImport, 'draft' | 'facts'>> {
    const text = Buffer.from(JSON.stringify(document))
    const bytes = await zip(text)
    if (text.length > maxPackTextBytes || bytes.length > maxPackBytes)
      throw new AppError('invalid-input', m.signedFilesMayHaveTogether)
    const hash = createHash('sha256').update(text).digest('hex')
    const facts = packFacts(document, { hash, textBytes: text.length, source: 'import' })
    const draft = content.announce(facts, signersOf(files))
    await content.take(draft, oneChunk(bytes))
    return { draft, facts }
  }

  return {
    begin(label, files) {
      if (files.reduce((sum, { length }) => sum + length, 0) > maxPackTextBytes)
        throw new AppError('invalid-input', m.signedFilesMayHaveTogether)
      const id = random.token(16)
      current = { id, label, files: files.map((file) => ({ ...file, bytes: undefined })) }
      return id
    },

    async take(id, file, chunks) {
      const target = importOf(id).files[file]
      if (target === undefined) throw new AppError('not-found', m.importingTheseFilesWasGivenUp)
      const parts: Uint8Array[] = []
      let length = 0
      for await (const chunk of chunks) {
        length += chunk.length
        if (length > target.length) break
        parts.push(chunk)
      }
      if (length !== target.length) throw new AppError('invalid-input', m.theFileDidNotArriveWhole(target.name))
      target.bytes = new Uint8Array(Buffer.concat(parts))
    },

    async assemble(id, lists) {
      const pending = importOf(id)
      const signatures = await rules()
      const checked = pending.files.map(({ name, bytes, signature }): SignedFile => {
        if (bytes === undefined) throw new AppError('invalid-input', m.theFileDidNotArriveWhole(name))
        const digest = digestOfFile(bytes)
        const verdict = requireTrusted(digest, signature, m.theFileOfContent(name), signatures)
        const { sha256 } = digest
        return verdict.state === 'unsigned'
          ? { name, sha256, verdict }
          : { name, sha256, verdict, fingerprint: keyFingerprint(verdict.key) }
      })
      const { document, remarks } = await importContent(await sourcesOf(pending.files), {
        title: pending.label,
        lists,
        translate
      })
      pending.read = { document, unassigned: remarks.unassigned, checked }
      return { ...(await hold(document, checked)), remarks: wireRemarks(remarks), files: checked }
    },

    async assign(id, lists) {
      const { read } = importOf(id)
      if (read === undefined) throw new AppError('not-found', m.importingTheseFilesWasGivenUp)
      const { document, unassigned, checked } = read
      return { ...(await hold(withListsFor(document, unassigned, lists), checked)), files: checked }
    }
  }
}

/** The remarks as the contract has them, which knows no members that are undefined. */
function wireRemarks({ notes, skipped, unassigned, valueSetCodes, cql }: ImportRemarks): WireRemarks {
  return {
    notes: [...notes],
    skipped: [...skipped],
    unassigned: [...unassigned],
    valueSetCodes: [...valueSetCodes],
    cql: cql.map(({ name, problems }) => ({
      name,
      problems: problems.map(({ severity, message, from, to, library }) => ({
        severity,
        message,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        ...(library === undefined ? {} : { library })
      }))
    }))
  }
}

/** Those who signed, each once; nobody where a file has no signature of a trusted publisher. */
function signersOf(files: readonly SignedFile[]): readonly Signer[] {
  const signers = new Map<string, string>()
  for (const { verdict } of files) {
    if (verdict.state !== 'trusted') return []
    signers.set(verdict.key, verdict.publisher)
  }
  return [...signers].map(([key, publisher]) => ({ publisher, key, fingerprint: keyFingerprint(key) }))
}

async function sourcesOf(files: readonly ImportFile[]): Promise<ContentSources> {
  const listed = await Promise.all(
    files.map(({ name, bytes }) => listContentBlob(name, new Blob(bytes === undefined ? [] : [bytes])))
  )
  return { files: listed.flatMap((each) => each.files), skipped: listed.flatMap((each) => each.skipped) }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}
