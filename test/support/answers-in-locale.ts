import { pathToFileURL } from 'node:url'
import { shippedRegistries } from '../unit/registries/shipped-registries.ts'
import { loadFolder } from '../integration/panels/loaded-folder.ts'
import { panelAnswers } from './panel-answers.ts'
import { runPopulus } from './populus-command.ts'

/** Values that JSON has no form for. */
function plain(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array)
  if (value instanceof Map || value instanceof Set) return [...value]
  return typeof value === 'bigint' ? String(value) : value
}

/**
 * What panels and measures say of the people in a folder, in the language of this process, as JSON.
 * @param folder of NDJSON
 * @param content folder of measures
 */
export async function answersInLocale(folder: string, content: string): Promise<string> {
  const store = await loadFolder(folder)
  const asOf = Math.floor(Date.UTC(2026, 9, 31) / 86_400_000)
  const panels = panelAnswers(store, store, shippedRegistries, { asOf, filters: [] })
    // A search looks through words of the language.
    .filter(([asked]) => !/"query":"[^"]/.test(asked))
  const { code, out } = await runPopulus(['measure', content, '--data', folder, '--json'])
  const measures = out
    .trim()
    .replaceAll(/"seconds":[\d.]+/g, '"seconds":0')
    .split('\n')
  return JSON.stringify({ panels, code, measures }, plain)
}

// As a program of its own: prints the answers.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder, content] = process.argv.slice(2)
  process.stdout.write(await answersInLocale(folder!, content!))
}
