/** Names that keep their capital wherever they stand. */
const properNames = /^(?:Medicare|Medicaid|Alzheimer|Parkinson|Charlson|Elixhauser|Star|Stars|Populus)(?!\p{L})/u

/**
 * A name as it stands within a sentence: `Blood pressure` as `blood pressure`; `HbA1c test`, `PCP` and `Medicare Advantage` as
 * they are. A language in which names keep their capitals returns them as they are.
 */
export function inSentence(name: string): string {
  return /^\p{Lu}\p{Ll}+(?![\p{L}\p{N}])/u.test(name) && !properNames.test(name)
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : name
}

/** A text as it stands at the beginning of a sentence, or alone: `skilled nursing` as `Skilled nursing`. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
