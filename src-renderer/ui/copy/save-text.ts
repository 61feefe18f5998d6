import { StartedDownload } from '../../state/started-download.ts'

/**
 * Saves text as a file through the browser's own download.
 * @param name without personal data
 * @returns what is being saved
 */
export function saveText(name: string, text: string, type = 'text/csv;charset=utf-8'): StartedDownload {
  const blob = new Blob([text], { type })
  const url = URL.createObjectURL(blob)
  saveFrom(url, name)
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
  return new StartedDownload(url, blob)
}

/** Saves what an address of our own gives out, such as a one-time one. @param name without personal data */
export function saveFrom(url: string, name: string): StartedDownload {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  return new StartedDownload(link.href)
}

/** A file name from a title: lower case, words joined by hyphens. */
export function fileName(title: string, ending: string): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return `${words || 'table'}.${ending}`
}
