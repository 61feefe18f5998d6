import type { CodeList } from '#engine/measures/content/code-lists.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import type { CqlTranslation } from '#engine/cql/translate/translate-cql.ts'
import type { ImportRemarks } from '#engine/measures/content/import-content.ts'
import type { SentPackFacts } from '#shared/contract/measures.ts'
import type { LoadSource } from '../ingest/load-source.ts'

/** What became of the files of a pack, in plain words. */
export interface ContentReport extends ImportRemarks {
  readonly facts: SentPackFacts
}

/** What the page asks of the content worker. A pack stays in the worker until it is sent. */
export interface ContentApi {
  /**
   * Reads the files of a pack, translates the CQL among them and joins them. Codes for installed lists go to those that they
   * name; the others wait until {@link assign} says which.
   * @param lists that codes can be added to
   * @throws AppError `invalid-input` when there is no measure, no value set and no code in them
   */
  assemble(title: string, sources: readonly LoadSource[], lists: readonly CodeList[]): Promise<ContentReport>
  /** Adds the codes that name no list to some, by id; those that wait are left out when there are none. */
  assign(lists: readonly string[]): Promise<SentPackFacts>
  /** Takes a pack that is made already. */
  hold(document: ContentDocument, source: SentPackFacts['source']): Promise<SentPackFacts>
  /** Sends the pack to a one-time URL. */
  send(url: string): Promise<void>
  /**
   * Translates CQL text.
   * @param libraries texts of the libraries that it may include, by name
   */
  translate(text: string, libraries: Readonly<Record<string, string>>): Promise<CqlTranslation>
}

/** What the content worker asks of the page. */
export interface ContentHost {
  /** A fresh one-time URL for a file of an import. */
  open(request: { importId: string; file: number }): Promise<string>
  /** How many files are read. */
  reading(done: number, total: number): void
}
