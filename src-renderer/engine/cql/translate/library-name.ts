/** The name and version that a CQL text gives its library; undefined when it has no `library` line. */
export function cqlLibraryName(
  text: string
): { readonly name: string; readonly version: string | undefined } | undefined {
  const bare = text.replace(/\/\*[^]*?\*\//g, ' ').replace(/\/\/[^\n]*/g, ' ')
  const found = /^\s*library\s+(?:[A-Za-z_][\w-]*\.)*("(?:[^"\\]|\\.)+"|[A-Za-z_]\w*)(?:\s+version\s+'([^']*)')?/.exec(
    bare
  )
  return found === null ? undefined : { name: found[1]!.replace(/^"|"$/g, ''), version: found[2] }
}
