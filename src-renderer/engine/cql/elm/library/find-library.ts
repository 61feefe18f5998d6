import type { ElmLibrary } from './elm-library.ts'

/** The library of an id, in the version asked for or, where that is not at hand, in another one. */
export function findLibrary(
  libraries: readonly ElmLibrary[],
  id: string,
  version: string | undefined
): ElmLibrary | undefined {
  const found = libraries.filter((item) => item.id === id)
  return found.find((item) => version === undefined || item.version === version) ?? found[0]
}

/** The library that a local name stands for in another: itself for none, undefined where it is not among the content. */
export function findInclude(
  libraries: readonly ElmLibrary[],
  library: ElmLibrary,
  localName: string | undefined
): ElmLibrary | undefined {
  if (localName === undefined) return library
  const wanted = library.includes.get(localName)
  return wanted === undefined ? undefined : findLibrary(libraries, wanted.id, wanted.version)
}
