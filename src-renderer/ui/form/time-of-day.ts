/** Reads a time of day of 24 hours as people write it: `2:05`, `02:05`, `0205`. @returns `HH:MM`; `undefined` for anything else */
export function readTime(text: string): string | undefined {
  const found = /^\s*(\d{1,2})\s*[:.h]?\s*(\d{2})\s*$/.exec(text)
  if (found === null) return undefined
  const [hours, minutes] = [Number(found[1]), Number(found[2])]
  if (hours > 23 || minutes > 59) return undefined
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}
