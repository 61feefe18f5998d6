import { uiFormatMessages as m } from '#messages/ui/format.ts'
import type { Noun } from '#shared/messages/message.ts'
import { nounFor } from '#shared/messages/plural.ts'

const formats = new Map<string, Intl.NumberFormat>()

function decimal(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale}|${digits}`
  let format = formats.get(key)
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    formats.set(key, format)
  }
  return format
}

/** A number with a fixed count of decimals, grouped by locale, with a true minus sign (U+2212) and no negative zero. */
export function formatDecimal(value: number, digits: number, locale: string): string {
  const text = decimal(locale, digits).format(value)
  return /[1-9]/.test(text) ? text.replace('-', '\u2212') : text.replace('-', '')
}

/** A whole number, e.g. "48,212". */
export function formatCount(value: number, locale: string): string {
  return formatDecimal(value, 0, locale)
}

/** Decimals of a percentage: one, two below 1%, none for exactly 0 or 100%. @param share 0..1 */
export function percentDigits(share: number): number {
  const size = Math.abs(share)
  return size === 0 || size === 1 ? 0 : size < 0.01 ? 2 : 1
}

/** A share as a percentage, e.g. 0.1241 as "12.4%". */
export function formatPercent(share: number, locale: string): string {
  return `${formatDecimal(share * 100, percentDigits(share), locale)}%`
}

/** A size in decimal units, e.g. "19.4 GB". */
export function formatBytes(bytes: number, locale: string): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${formatDecimal(value, step === 0 || value >= 100 ? 0 : 1, locale)} ${units[step]}`
}

/** A span of time in words, e.g. "41 s", "11 min", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds < 0.95 ? '<1' : Math.round(seconds)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return m.minutesMin(minutes)
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : m.minutesMinInText(minutes % 60)}`
}

/** "1 person", "1,204 people": a count with its noun. */
export function formatQuantity(value: number, noun: Noun, locale: string): string {
  return `${formatCount(value, locale)} ${nounFor(value, noun)}`
}
