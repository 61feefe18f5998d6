/** A bundled package, as `bundledPackages` finds it. */
export interface BundledComponent {
  readonly name: string
  readonly version?: string | undefined
  readonly license?: string | undefined
  /** SHA-512 of the package, as the lock file has it (`sha512-…`). */
  readonly integrity?: string | undefined
}

/** A bill of materials in CycloneDX 1.6, the same for the same input. */
export function cyclonedx(
  program: { readonly name: string; readonly version: string },
  components: readonly BundledComponent[]
): object
