import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import {
  definitionLimit,
  readFileBytes,
  readFileText,
  requireReadable,
  type FileLimit
} from '../../../src-renderer/state/files/chosen-file.ts'
import { readDrop } from '../../../src-renderer/state/session/dropped-files.ts'

const gone = new DOMException('The requested file could not be read.', 'NotReadableError')
const sentence =
  'cohort.json could not be read. It may have been moved, changed or deleted after it was chosen, or its drive is not connected. Choose it again.'

/** A file that was moved after it was chosen: its name and size are known, and no byte of it can be had. */
class GoneFile extends File {
  override async arrayBuffer(): Promise<ArrayBuffer> {
    throw gone
  }
  override async text(): Promise<string> {
    throw gone
  }
  override slice(): Blob {
    return new GoneFile([], this.name)
  }
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause
  )
  if (!(error instanceof AppError)) throw new Error('it did not fail with a sentence', { cause: error })
  return error
}

describe('a file that was chosen', () => {
  it('is read as bytes and as text, without the mark at its beginning', async () => {
    const file = new File(['\uFEFF{"título": 1}'], 'cohort.json')
    expect(await readFileText(file, definitionLimit)).toBe('{"título": 1}')
    expect(await readFileText(file, definitionLimit)).toBe(await file.text())
    expect(Buffer.from(await readFileBytes(file, definitionLimit))).toEqual(Buffer.from(await file.arrayBuffer()))
    await requireReadable(file.name, file)
  })

  it('that is gone is named, with what to do', async () => {
    const file = new GoneFile(['{}'], 'cohort.json')
    for (const work of [readFileText(file, definitionLimit), readFileBytes(file, definitionLimit)])
      expect(await failureOf(work)).toMatchObject({ code: 'unreadable-file', message: sentence, cause: gone })
    expect(await failureOf(requireReadable('cohort.json', file))).toMatchObject({ message: sentence, cause: gone })
  })

  it('over the limit is not read, and the sentence has the limit', async () => {
    const limited = (limit: FileLimit) =>
      failureOf(
        readFileText(
          { name: 'all.ndjson', size: limit.maxBytes + 1, arrayBuffer: () => Promise.reject(new Error('was read')) },
          limit
        )
      )
    expect(await limited({ maxBytes: 50_000_000 })).toMatchObject({
      code: 'invalid-input',
      message: 'all.ndjson is larger than 50 MB. Check that it is the right file.'
    })
    expect((await limited({ maxBytes: 20_000, advice: 'Split it.' })).message).toBe(
      'all.ndjson is larger than 20 kB. Split it.'
    )
  })

  it('of just the size of the limit is read', async () => {
    expect(await readFileText(new File(['12345'], 'a.csv'), { maxBytes: 5 })).toBe('12345')
  })
})

describe('a drop', () => {
  const entry = (name: string, open: Partial<FileSystemFileEntry & FileSystemDirectoryEntry>): FileSystemEntry =>
    Object.assign(Object.create(null) as FileSystemEntry, {
      name,
      isFile: 'file' in open,
      isDirectory: !('file' in open),
      ...open
    })
  const drop = (dropped: FileSystemEntry) =>
    readDrop({
      items: [{ webkitGetAsEntry: () => dropped, getAsFile: () => null }]
    } as unknown as DataTransfer)
  const folder = (...children: FileSystemEntry[]): FileSystemEntry => {
    const batches = [children, []]
    const readEntries = (done: (batch: FileSystemEntry[]) => void): void => done(batches.shift()!)
    return entry('export', { createReader: () => ({ readEntries }) })
  }

  it('gives the files of its folders', async () => {
    const file = new File(['{}'], 'Patient.ndjson')
    expect(await drop(folder(entry('Patient.ndjson', { file: (done) => done(file) })))).toEqual([
      { name: 'export/Patient.ndjson', file }
    ])
  })

  it('with a file that cannot be opened says which one', async () => {
    const lost = entry('Patient.ndjson', { file: (_, failed) => failed?.(gone) })
    expect(await failureOf(drop(folder(lost)))).toMatchObject({
      code: 'unreadable-file',
      message: expect.stringMatching(/^export\/Patient\.ndjson could not be read\. /) as string,
      cause: gone
    })
  })
})
