import type { ReleaseViews } from './plan.ts'

/** Raised with every change of the columns or of how they are written. */
const VERSION = 3

/**
 * What columns have to be made by to be used again: the version of their form and a SHA-256 of the views, in hexadecimal.
 * Another one means that the columns are made anew from the raw files.
 */
export async function cacheVersion(views: ReleaseViews): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([VERSION, views.r4, views.r5]))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  return `${VERSION}-${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
