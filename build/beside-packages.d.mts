/** Writes policy templates, bill of materials, licenses and checksums beside the packages. @returns names of the files */
export function putBesidePackages(places: {
  readonly root: string
  readonly output: string
  readonly version: string
}): Promise<string[]>
