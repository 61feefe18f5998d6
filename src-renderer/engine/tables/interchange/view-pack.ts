import { engineMessages as m } from '#messages/engine.ts'
import { configure, TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import type { ReleaseViews } from '../../store/model/plan.ts'
import type { ViewDefinition } from '../../views/view-definition.ts'

// zip.js would start workers from blob URLs, which the content security policy forbids.
configure({ useWebWorkers: false })

/**
 * The definitions of all tables as a zip archive: one ViewDefinition per file, by release, with a guide.
 * @param userViews views of the user's own, under their table names
 */
export async function viewPack(
  { r4, r5 }: ReleaseViews,
  userViews: ReadonlyMap<string, ViewDefinition>
): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipWriter(new Uint8ArrayWriter())
  await zip.add('GUIDE.md', new TextReader(guide(r4)))
  for (const [folder, views] of [
    ['r4', r4.map((view) => [view.name, view] as const)],
    ['r5', r5.map((view) => [view.name, view] as const)],
    ['own', [...userViews]]
  ] as const) {
    for (const [name, view] of views) {
      await zip.add(`${folder}/${name}.json`, new TextReader(`${JSON.stringify(view, undefined, 2)}\n`))
    }
  }
  return new Uint8Array(await zip.close())
}

function guide(views: readonly ViewDefinition[]): string {
  return m.runningTheseTablesElsewhereEveryFile(views.map(({ name }) => name).join(', '))
}
