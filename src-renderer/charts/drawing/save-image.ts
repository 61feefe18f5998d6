/** Saves a picture through the browser's own download. @param name without personal data */
export function saveImage(name: string, dataUrl: string): void {
  const link = document.createElement('a')
  link.href = dataUrl
  link.download = name
  link.click()
}
