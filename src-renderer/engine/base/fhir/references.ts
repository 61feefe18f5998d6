import { isResourceType } from './resource-types.ts'

/** A reference taken apart. */
export interface ParsedReference {
  /**
   * `relative` `Type/id`; `absolute` a URL; `urn` `urn:uuid:…` or `urn:oid:…`; `contained` `#id`;
   * `conditional` `Type?identifier=system|value`.
   */
  readonly kind: 'relative' | 'absolute' | 'urn' | 'contained' | 'conditional'
  /** Resource type, where the text tells it. */
  readonly type: string | undefined
  /**
   * Resource id; for `urn` the UUID in lower case or the OID, for `contained` the id without `#` ('' means the container
   * itself), for `conditional` the identifier's value, for a URL that does not end in `Type/id` the whole URL.
   */
  readonly id: string
  /** Version id of `/_history/n`. */
  readonly version: string | undefined
  /** `conditional`: the identifier's system; undefined when the query names none (`identifier=value`). */
  readonly system: string | undefined
  /** `absolute`: base URL of the server of a URL that ends in `Type/id`, without a slash at the end. */
  readonly base?: string
}

const SLASH = 47
const DASH = 45
const DOT = 46
const UNDERSCORE = 95

const tail = /^(?:(.*)\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-._]+)(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/
const absolute = /^[a-z][a-z0-9+.-]*:\/\//i
const conditional = /^(?:.*\/)?([A-Z][A-Za-z]+)\?identifier=([^&]+)$/

/**
 * Takes a `Reference.reference` apart (FHIR R4 §2.3.0.1 literal references; conditional references §3.1.0.11.2, which
 * exporters also leave in bulk data).
 * @returns undefined when the text is none of the known forms
 */
export function parseReference(text: string): ParsedReference | undefined {
  const plain = slashOfPlain(text)
  if (plain > 0) {
    const type = text.slice(0, plain)
    return isResourceType(type) ? reference('relative', type, text.slice(plain + 1)) : undefined
  }
  if (text.startsWith('#')) return reference('contained', undefined, text.slice(1))
  if (text.startsWith('urn:uuid:')) return reference('urn', undefined, text.slice(9).toLowerCase())
  if (text.startsWith('urn:oid:')) return reference('urn', undefined, text.slice(8))
  const isAbsolute = absolute.test(text)
  if (text.includes('?')) return parseConditional(text)
  const match = tail.exec(text)
  const base = match?.[1]
  if (match !== null && isResourceType(match[2]!) && (base === undefined || base === '' || isAbsolute)) {
    const parsed = reference(isAbsolute ? 'absolute' : 'relative', match[2], match[3]!, match[4])
    return isAbsolute && base !== undefined ? { ...parsed, base } : parsed
  }
  return isAbsolute ? reference('absolute', undefined, text) : undefined
}

/** Index of the slash in `Type/id`, the form of nearly all references; -1 for any other form. */
function slashOfPlain(text: string): number {
  let slash = -1
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    const isLetter = (char >= 97 && char <= 122) || (char >= 65 && char <= 90)
    if (isLetter) continue
    if (char === SLASH && slash < 0 && i > 0) slash = i
    else if (slash < 0 || !((char >= 48 && char <= 57) || char === DASH || char === DOT || char === UNDERSCORE))
      return -1
  }
  return slash < text.length - 1 ? slash : -1
}

function reference(
  kind: ParsedReference['kind'],
  type: string | undefined,
  id: string,
  version?: string,
  system?: string
) {
  return { kind, type, id, version, system }
}

function parseConditional(text: string): ParsedReference | undefined {
  const match = conditional.exec(text)
  const query = match === null ? undefined : decodeQuery(match[2]!)
  if (match === null || query === undefined || !isResourceType(match[1]!)) return undefined
  // FHIR R4 §3.1.1.4.0.1: `|`, `,` and `$` inside a value are written with a backslash.
  const bar = /(?:^|[^\\])\|/.exec(query)
  const split = bar === null ? -1 : bar.index + bar[0].length - 1
  const unescaped = (part: string) => part.replace(/\\([|,$\\])/g, '$1')
  const value = unescaped(query.slice(split + 1))
  if (value === '') return undefined
  return reference('conditional', match[1], value, undefined, split < 0 ? undefined : unescaped(query.slice(0, split)))
}

/** Undoes percent-encoding; undefined when it is broken. */
function decodeQuery(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
