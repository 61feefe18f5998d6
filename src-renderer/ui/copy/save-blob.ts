/**
 * Saves bytes as a file through the browser's own download.
 * @param name without personal data
 * @returns what was saved
 */
export function saveBlob(name: string, blob: Blob): Blob {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
  return blob
}
