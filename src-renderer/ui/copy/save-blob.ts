import { StartedDownload } from '../../state/started-download.ts'
import { saveFrom } from './save-text.ts'

/**
 * Saves bytes as a file through the browser's own download.
 * @param name without personal data
 * @returns what is being saved
 */
export function saveBlob(name: string, blob: Blob): StartedDownload {
  const url = URL.createObjectURL(blob)
  saveFrom(url, name)
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
  return new StartedDownload(url, blob)
}
