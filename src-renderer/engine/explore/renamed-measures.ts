/** Measures that were renamed, by their earlier names. Saved views and statements may still name those. */
const presentNames: Readonly<Record<string, string>> = { latest_haemoglobin_a1c: 'latest_hemoglobin_a1c' }

const earlierName = new RegExp(`\\b(?:${Object.keys(presentNames).join('|')})\\b`, 'gi')

/** Replaces the earlier names of measures by those they have now, in an id or a statement. */
export function withPresentNames(text: string): string {
  return text.replace(earlierName, (name) => presentNames[name.toLowerCase()] ?? name)
}
