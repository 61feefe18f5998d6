/**
 * Whether a terminal would obey a character in place of showing it: control characters but for the end of a line and the
 * tab, and marks that turn the direction of writing.
 */
function isObeyed(character: string): boolean {
  const code = character.charCodeAt(0)
  if (code < 0x20) return character !== '\n' && character !== '\t'
  return (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
}

/**
 * A name or value from outside as it may be shown on a terminal: what a terminal would obey, such as escape sequences,
 * is shown as a replacement character.
 */
export function terminalText(text: string): string {
  return text.replace(/\p{C}/gu, (character) => (isObeyed(character) ? '\ufffd' : character))
}

/** What this program itself takes a line of progress away with. */
const eraseLine = '\r\u001b[K'

/** As {@link terminalText}, for a whole message that may start a line over. */
export function terminalMessage(text: string): string {
  const lines = (part: string): string => part.split('\r').map(terminalText).join('\r')
  return text.split(eraseLine).map(lines).join(eraseLine)
}
