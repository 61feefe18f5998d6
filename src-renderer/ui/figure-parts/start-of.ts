/** Texts up to this length are shown as they are. */
const SHORT = 320
/** What is shown of a longer one at first. */
const START = 240

/** Whole sentences at the start of a text, and what follows; '' where the text is short. */
export function startOf(text: string): { readonly start: string; readonly rest: string } {
  if (text.length <= SHORT) return { start: text, rest: '' }
  const ends = [...text.matchAll(/[.;] (?=[A-Z])/g)].map(({ index }) => index + 1)
  const end = ends.findLast((each) => each <= START) ?? ends[0] ?? text.length
  return { start: text.slice(0, end), rest: text.slice(end).trim() }
}
