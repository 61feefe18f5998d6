// Which packages are bundled, and the text that names them and their licenses.

/** Comes with a runtime or a notice of its own: Electron's package has the licenses of Electron and Chromium. */
const notBundled = new Set(['electron'])

/** The package of an import, or undefined for files of the project and modules of Node. */
function packageOf(specifier) {
  if (/^[.#/]|^node:/.test(specifier)) return undefined
  return specifier.startsWith('@') ? specifier.split('/', 2).join('/') : specifier.split('/', 1)[0]
}

/** Packages that a source imports for more than their types. */
function importedPackages(source) {
  const found = [...source.matchAll(/^\s*(?:import|export)\s+(?!type\b)[^'"]*?from\s*['"]([^'"]+)['"]/gm)]
  const bare = [
    ...source.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm),
    ...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
  ]
  return [...found, ...bare].map(([, specifier]) => packageOf(specifier)).filter((name) => name !== undefined)
}

/** Where npm put a package as one of another's dependencies: the nearest folder above. */
function locate(name, from, lock) {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (lock.packages[path] !== undefined) return path
    if (folder === '') return undefined
  }
}

/**
 * The packages that sources import and those that these depend on, by name.
 * @param {readonly string[]} sources
 * @param {{ packages: Record<string, { version?: string, license?: string, integrity?: string, dependencies?: Record<string, string> }> }} lock
 */
export function bundledPackages(sources, lock) {
  const found = new Map()
  const visit = (name, from, isRequired) => {
    if (notBundled.has(name)) return
    const path = locate(name, from, lock)
    if (path === undefined) {
      if (isRequired) throw new Error(`${name} is imported and not in package-lock.json.`)
      return
    }
    if (found.has(path)) return
    const { version, license, integrity, dependencies = {} } = lock.packages[path]
    found.set(path, { name, version, license, integrity, path })
    for (const dependency of Object.keys(dependencies)) visit(dependency, path, true)
  }
  // An import of Node without its prefix is no package, and is not in the lock file.
  for (const name of new Set(sources.flatMap(importedPackages))) visit(name, '', false)
  return [...found.values()].sort((left, other) => (left.name < other.name ? -1 : left.name > other.name ? 1 : 0))
}

/**
 * The notices as a text.
 * @param {readonly { name: string, version: string, license?: string, texts: readonly string[] }[]} packages
 * @throws where a package states no license at all: it must not be shipped
 */
export function noticesText(packages) {
  const unlicensed = packages.filter(({ license, texts }) => license === undefined && texts.length === 0)
  if (unlicensed.length > 0) throw new Error(`No license: ${unlicensed.map(({ name }) => name).join(', ')}.`)
  const line = '-'.repeat(78)
  const entries = packages.map(({ name, version, license, texts }) =>
    [line, `${name} ${version}`, `License: ${license ?? 'see below'}`, ...texts.flatMap((text) => ['', text])].join(
      '\n'
    )
  )
  return `Populus contains these works of others, under their own licenses.\n\n${entries.join('\n\n')}\n`
}
