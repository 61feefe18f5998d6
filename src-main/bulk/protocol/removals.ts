/**
 * Reads the keys `Type/id` of removed resources from the text of a `deleted` file: Bundles of DELETE entries
 * (Bulk Data IG, "Response - Output Manifest", deleted).
 * @returns keys, and how many lines or entries were no removals
 */
export function readRemovals(text: string): { readonly keys: readonly string[]; readonly unclear: number } {
  const keys: string[] = []
  let unclear = 0
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const entries = entriesOf(line)
    if (entries === undefined) {
      unclear += 1
      continue
    }
    for (const entry of entries) {
      const { method, url } = (entry as { request?: { method?: unknown; url?: unknown } } | null)?.request ?? {}
      const key = typeof url === 'string' ? /([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(url)?.[1] : undefined
      if (method === 'DELETE' && key !== undefined) keys.push(key)
      else unclear += 1
    }
  }
  return { keys, unclear }
}

function entriesOf(line: string): unknown[] | undefined {
  try {
    const bundle: unknown = JSON.parse(line.replace(/^\uFEFF/, ''))
    const entry: unknown = typeof bundle === 'object' && bundle !== null ? Reflect.get(bundle, 'entry') : undefined
    return Array.isArray(entry) ? entry : undefined
  } catch {
    return undefined
  }
}
