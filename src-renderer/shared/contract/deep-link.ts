/** The scheme of the program, without its colon. */
export const linkScheme = 'populus'

/** Screens that a link may name: those that need nothing else to be said. */
export const linkedScreens = [
  'overview',
  'cost',
  'risk',
  'measures',
  'gaps',
  'patients',
  'cohorts',
  'boards',
  'explore',
  'views',
  'sql',
  'quality',
  'connections',
  'sources',
  'snapshots',
  'content',
  'sharing',
  'audit',
  'settings'
] as const

/** Where a link leads, or what it answers. */
export type DeepLink =
  | { readonly kind: 'screen'; readonly screen: (typeof linkedScreens)[number] }
  | { readonly kind: 'patient'; readonly id: string }
  /** The answer to a sign-in by a person, by the private-use scheme (RFC 8252 section 7.1). */
  | { readonly kind: 'sign-in'; readonly answer: string }

const maxLink = 16_384
const form = /^populus:\/\/(screen|patient|callback)(?:\/([A-Za-z0-9.-]{1,64}))?\/?(?:\?([\x21-\x7e]*))?$/

/**
 * Reads a link strictly: `populus://screen/NAME`, `populus://patient/ID` with the id of the resource and nothing else about
 * a person, and `populus://callback?…`. No other path, no query, no fragment, no user and no port is a link.
 * @returns `undefined` for anything else
 */
export function parseDeepLink(text: string): DeepLink | undefined {
  if (text.length > maxLink) return undefined
  const [, kind, name, query] = form.exec(text) ?? []
  if (kind === 'callback')
    return name === undefined && query !== undefined && !query.includes('#')
      ? { kind: 'sign-in', answer: query }
      : undefined
  if (name === undefined || query !== undefined) return undefined
  if (kind === 'patient') return { kind, id: name }
  const screen = linkedScreens.find((known) => known === name)
  return kind === 'screen' && screen !== undefined ? { kind, screen } : undefined
}

/** Whether a word of a command line means to be a link of the program. */
export function isDeepLink(word: string): boolean {
  return word.toLowerCase().startsWith(`${linkScheme}:`)
}
