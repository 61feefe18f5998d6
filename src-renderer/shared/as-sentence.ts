/** A text as a sentence: with a full stop, unless it ends one already. For texts that others wrote, such as error messages. */
export function asSentence(text: string): string {
  const trimmed = text.trimEnd()
  return trimmed === '' || /[.!?…:][”"')\]]*$/.test(trimmed) ? trimmed : `${trimmed}.`
}
