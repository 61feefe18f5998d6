import { authMessages as m } from '#messages/auth.ts'

/** Usual bound of a text of a server, in characters. */
const defaultLength = 300

/** Control characters, direction marks and other invisible characters, which could rearrange a terminal or a sentence. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu
/** A JSON Web Token, as an assertion, an access token or a client ID may be one. */
const token = /\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g
/** Other long runs without a space that mix letters and digits, such as opaque tokens and keys. */
const opaque = /\b(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{48,}/g
/** What follows the name of a secret in a message. */
const assigned =
  /\b(client_secret|client_assertion|access_token|assertion|password|bearer|basic)(\s*[=:]\s*|\s+)["']?(?=[\w.+/=~-]*\d)[\w.+/=~-]{8,}["']?/gi

/**
 * What a server said, fit for a sentence on the screen or in a terminal: one line, bounded, without control characters,
 * and without anything that looks like a token or a secret. It may still hold health data, so it never goes into a log.
 *
 * @param text of an `error_description`, of an OperationOutcome, or of a description
 * @param length most characters
 */
export function serverText(text: string, length = defaultLength): string {
  const line = text
    .slice(0, 20_000)
    .replaceAll(invisible, ' ')
    .replaceAll(token, '[token]')
    .replaceAll(assigned, '$1 [removed]')
    .replaceAll(opaque, '[removed]')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (line.length <= length) return line
  // Half of a pair that the cut leaves behind would be no character at all.
  const cut = line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')
  return `${cut.trimEnd()}…`
}

/** What stands before the words of a server, and what takes them out of a text again. */
const lead = m.theServerSays
const quoted = /\s*The server says: "([^"]*)"\.?/

/** The words as a sentence that says whose they are; nothing without words. */
export function quotedServerText(text: string): string {
  const words = serverText(text).replaceAll('"', "'")
  return words === '' ? '' : `${lead}"${words}"`
}

/** A text with what {@link quotedServerText} put into it apart. */
export function splitServerText(text: string): { readonly text: string; readonly server: string | undefined } {
  const found = quoted.exec(text)
  return found === null ? { text, server: undefined } : { text: text.replace(quoted, '').trim(), server: found[1] }
}
