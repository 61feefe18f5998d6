/** A number as it is typed: `0.7`, `70%`, `1,200`. @returns undefined for what is no number */
export function readAmount(text: string): number | undefined {
  const typed = text.trim().replaceAll(',', '').replace(/^\$/, '')
  const isPercent = typed.endsWith('%')
  const value = Number(isPercent ? typed.slice(0, -1) : typed)
  return typed === '' || !Number.isFinite(value) ? undefined : isPercent ? value / 100 : value
}
