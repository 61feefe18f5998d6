import type { ImportListing } from '#shared/contract/imports.ts'
import type { Imports } from './imports.ts'

/**
 * What the program was started with or was handed by the system.
 * It stays on offer until the page closes it or something newer comes, so that a reload of the page finds it again.
 */
export interface PendingImport {
  /** @param paths absolute paths; replaces what was on offer before */
  offer(paths: readonly string[]): void
  /**
   * @returns `undefined` when nothing is on offer
   * @throws AppError when it cannot be opened; it is then no longer on offer
   */
  open(): Promise<ImportListing | undefined>
  /** Takes an import off the offer when it is the one on offer. */
  forget(importId: string): void
}

/** Remembers what the program was started with, until a page asks for it. */
export function createPendingImport(imports: Pick<Imports, 'open'>): PendingImport {
  let paths: readonly string[] = []
  let listing: ImportListing | undefined
  return {
    offer(offered) {
      paths = offered
      listing = undefined
    },
    async open() {
      if (listing !== undefined || paths.length === 0) return listing
      const taken = paths
      paths = []
      const opened = await imports.open(taken)
      // Something newer may have come meanwhile; it is then opened by the next call.
      if (paths.length === 0) listing = opened
      return opened
    },
    forget(importId) {
      if (listing?.importId === importId) listing = undefined
    }
  }
}
