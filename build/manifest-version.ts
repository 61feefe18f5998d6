import type { Plugin } from 'vite'

/** Bundles nothing of the manifest of the program but its version. @param manifest absolute path of `package.json` */
export function manifestVersion(manifest: string, version: string): Plugin {
  return {
    name: 'manifest-version',
    enforce: 'pre',
    load: (id) =>
      id.replaceAll('\\', '/') === manifest.replaceAll('\\', '/') ? JSON.stringify({ version }) : undefined
  }
}
