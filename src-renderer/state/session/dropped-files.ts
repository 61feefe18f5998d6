import { stateSessionMessages as m } from '#messages/state/session.ts'
import { clusterFilesOf } from '#shared/cluster/cluster-run.ts'
import { classifyName, skippedByName, type SkippedFile } from '#shared/source-name.ts'
import { unreadableFile } from '../files/chosen-file.ts'

/** A file that the user dropped or picked in the page. `name` is its path relative to what was chosen, with `/`. */
export interface PickedFile {
  readonly name: string
  readonly file: File
}

/** What was picked, and what was looked at and left out with the reason. */
export interface Picked {
  readonly label: string
  readonly files: readonly PickedFile[]
  readonly skipped: readonly SkippedFile[]
  /** The files are what a run of `populus cluster` wrote. */
  readonly isClusterRun: boolean
}

/** Sorts picked files into those that may hold FHIR data and those that are left out; of the output of a cluster what is opened. */
export function sortPicked(files: readonly PickedFile[]): Picked {
  const run = clusterFilesOf(files)
  if (run !== undefined) {
    const { status, results, parts, records, measures } = run
    const label = status.name.split('/').at(-2) ?? status.name
    return {
      label,
      files: [
        status,
        ...(results === undefined ? [] : [results]),
        ...parts,
        ...records.flatMap((part) => [part.records, part.places]),
        ...measures
      ],
      skipped: [],
      isClusterRun: true
    }
  }
  const chosen: PickedFile[] = []
  const skipped: SkippedFile[] = []
  for (const each of files) {
    const name = classifyName(each.name)
    if (name === 'hidden' || name === 'other') skipped.push(skippedByName(each.name, name))
    else chosen.push(each)
  }
  chosen.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const [folder, inside] = (files[0]?.name ?? '').split('/')
  const single = chosen.length === 1 ? chosen[0]?.name : undefined
  const label = inside === undefined ? (single ?? m.filesFiles(files.length)) : (folder ?? '')
  return { label, files: chosen, skipped, isClusterRun: false }
}

/** Files of an `<input type="file">`, also of one that picks a folder. */
export function readFileList(list: readonly File[]): PickedFile[] {
  return list.map((file) => ({ name: file.webkitRelativePath || file.name, file }))
}

/** Everything in a drop, with the contents of folders. @throws AppError `unreadable-file` when the browser cannot open one of them */
export async function readDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  // Entries and files have to be taken before the first await: the drop is gone after it.
  const dropped = [...transfer.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const files: PickedFile[] = []
  for (const { entry, file } of dropped) {
    if (entry !== null) await walk(entry, entry.name, files)
    else if (file !== null) files.push({ name: file.name, file })
  }
  return files
}

async function walk(entry: FileSystemEntry, name: string, files: PickedFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await opened<File>(name, (done, failed) => (entry as FileSystemFileEntry).file(done, failed))
    files.push({ name, file })
  } else if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    for (;;) {
      const batch = await opened<FileSystemEntry[]>(name, (done, failed) => reader.readEntries(done, failed))
      if (batch.length === 0) break
      for (const child of batch) await walk(child, `${name}/${child.name}`, files)
    }
  }
}

/** What a file or folder of a drop holds. @throws AppError `unreadable-file` */
async function opened<T>(
  name: string,
  open: (done: (content: T) => void, failed: (cause: DOMException) => void) => void
): Promise<T> {
  return new Promise<T>((done, failed) => open(done, (cause) => failed(unreadableFile(name, cause))))
}
