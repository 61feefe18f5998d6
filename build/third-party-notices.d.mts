/** A package of the lock file that is bundled. */
export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** As the package declares it, in SPDX words. */
  readonly license?: string
  /** SHA-512 of the package, as the lock file has it. */
  readonly integrity?: string
  /** Its folder, relative to the project. */
  readonly path: string
}

/** What is read of package-lock.json. */
export interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      { version?: string; license?: string; integrity?: string; dependencies?: Readonly<Record<string, string>> }
    >
  >
}

/** The packages that sources import and those that these depend on, by name. @throws where one of these is not locked */
export function bundledPackages(sources: readonly string[], lock: LockFile): readonly BundledPackage[]

/** The notices as a text. @throws where a package states no license at all */
export function noticesText(
  packages: readonly (Omit<BundledPackage, 'path' | 'integrity'> & { readonly texts: readonly string[] })[]
): string
