import type { PackEntry, PackFacts, Signer } from '#shared/contract/measures.ts'

/** What the calls need of the installed content. */
export interface Content {
  /** The built-in pack first, then the newest. */
  list(): Promise<PackEntry[]>
  /** Packs that the user installed, the newest first. */
  imported(): Promise<PackEntry[]>
  /** The gzipped JSON of a pack. @throws AppError `not-found` */
  read(id: string): Promise<Uint8Array>
  /**
   * @param signers who signed every file that it was read from
   * @returns the id of a draft that {@link take} fills and {@link commit} installs
   */
  announce(facts: PackFacts, signers?: readonly Signer[]): string
  /** @throws AppError `unreadable-file` when the bytes are not what was announced */
  take(draft: string, chunks: AsyncIterable<Uint8Array>): Promise<void>
  commit(draft: string): Promise<PackEntry>
  /** @throws AppError `not-found`, `not-allowed` for the built-in pack */
  remove(id: string): Promise<void>
}

/** What the calls need of the results that are stored with snapshots. */
export interface StoredResults {
  /** @throws AppError `not-found`, `not-allowed` while the keyring is locked */
  has(snapshot: string): Promise<boolean>
  read(snapshot: string): Promise<ReadableStream<Uint8Array>>
  /** Takes the place of the old ones when it is whole and on the disk. */
  replace(snapshot: string, chunks: AsyncIterable<Uint8Array>): Promise<void>
}
