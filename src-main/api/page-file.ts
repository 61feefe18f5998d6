import { isAbsolute, relative, resolve } from 'node:path'

/** Names that the build gives to files; no percent signs, backslashes, colons, NUL bytes or hidden files get this far. */
const plainPath = /^\/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/

/**
 * The file of the built page for a URL path exactly as it was requested (not decoded).
 *
 * @param root absolute folder of the built page
 * @returns an absolute path inside `root`, or `undefined` when the path does not name a file in it
 */
export function pageFile(root: string, path: string): string | undefined {
  const name = path === '/' ? '/index.html' : path
  if (!plainPath.test(name)) return undefined
  const file = resolve(root, `.${name}`)
  const inside = relative(root, file)
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? undefined : file
}
