import { screensSqlMessages as m } from '#messages/screens/sql.ts'
import { AppError } from '#shared/app-error.ts'
import type { StartedDownload } from '../../state/started-download.ts'
import { saveBlob } from '../../ui/copy/save-blob.ts'

/** A file that is written in parts and appears only when it is whole. */
export interface SavedFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** @returns the download that it is; undefined where the file is there */
  close(): Promise<StartedDownload | undefined>
  abort(): Promise<void>
}

/** The file picker of the File System Access API, which not every browser has. */
type Picker = (options: {
  readonly suggestedName: string
  readonly types: readonly {
    readonly description: string
    readonly accept: Readonly<Record<string, readonly string[]>>
  }[]
}) => Promise<FileSystemFileHandle>

function isDismissed(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

/** @throws AppError with what can be done about it */
function failed(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === 'QuotaExceededError')
    throw new AppError('out-of-space', m.thereIsNoRoomForThe, { cause })
  throw new AppError('not-allowed', m.theBrowserCouldNotWriteThe, { retryable: true, cause })
}

/** Parts that the browser holds, on its disk where they are many, and saves as a download at the end. */
function download(name: string, type: string): SavedFile {
  const parts: Blob[] = []
  return {
    async write(bytes) {
      parts.push(new Blob([bytes]))
    },
    async close() {
      return saveBlob(name, new Blob(parts, { type }))
    },
    async abort() {
      parts.length = 0
    }
  }
}

/**
 * Lets the user choose where a file is saved, and writes to it as bytes come. Where the browser has no such dialog, the
 * parts become a download at the end. Call it in answer to a press.
 * @param picks whether the host lets pages write to chosen files
 * @returns undefined when the user dismissed the dialog
 */
export async function openSavedFile(name: string, type: string, picks: boolean): Promise<SavedFile | undefined> {
  const picker = (globalThis as { readonly showSaveFilePicker?: Picker }).showSaveFilePicker
  if (!picks || picker === undefined) return download(name, type)
  const ending = name.slice(name.lastIndexOf('.'))
  try {
    const handle = await picker({ suggestedName: name, types: [{ description: m.fhir, accept: { [type]: [ending] } }] })
    const stream = await handle.createWritable()
    return {
      write: (bytes) => stream.write(bytes).catch(failed),
      async close() {
        await stream.close().catch(failed)
        return undefined
      },
      abort: () => stream.abort()
    }
  } catch (error) {
    if (isDismissed(error)) return undefined
    // Dialogs or writing are turned off by a policy of the browser: downloads have a switch of their own.
    return download(name, type)
  }
}
