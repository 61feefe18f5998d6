import { describe, expect, it } from 'vitest'
import { callable, serve } from '#engine/base/threads/rpc.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import { AppError } from '#shared/app-error.ts'
import type { FileAccess } from '../../../src-main/cli/ingest/ingest-task.ts'
import { pulledBytes } from '../../../src-main/cli/ingest/pulled-bytes.ts'
import { serveFiles } from '../../../src-main/cli/ingest/served-files.ts'
import { fakeThread } from '../../support/fake-thread.ts'

const content = Uint8Array.from({ length: 600_000 }, (_, index) => index % 251)
const broken = new AppError('unreadable-file', 'The file could not be read.')

/** Pieces that are handed out as they are, and pieces that are copied into memory of the reader. */
const sources: Readonly<Record<string, (from: number) => ReadableStream<Uint8Array>>> = {
  'its own memory': (from) => new Blob([content.subarray(from)]).stream().pipeThrough(new TransformStream()),
  'memory of the reader': (from) => new Blob([content.subarray(from)]).stream()
}

/** Files of this thread, as another one pulls them. */
function pulled(open: (file: number, from: number) => Promise<ReadableStream<Uint8Array>>) {
  const served = serveFiles(open)
  const { thread, port } = fakeThread()
  connectThread(thread, { host: served.api, failure: () => broken })
  const files = callable<FileAccess>(port)
  serve(port, {})
  return { served, open: (file: number, from: number) => pulledBytes(files, file, from)() }
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

describe('bytes of another thread', () => {
  it.each(Object.entries(sources))('are those of a source with %s, also from an offset on', async (_, source) => {
    const { open } = pulled(async (_file, from) => source(from))
    expect(Buffer.compare(await bytesOf(await open(0, 0)), content)).toBe(0)
    expect(Buffer.compare(await bytesOf(await open(0, 599_000)), content.subarray(599_000))).toBe(0)
  })

  it('end with the error of the source, whether it cannot be opened or not be read on', async () => {
    await expect(pulled(() => Promise.reject(broken)).open(0, 0)).rejects.toMatchObject({ code: 'unreadable-file' })
    const failing = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(broken) })
    const stream = await pulled(async () => failing).open(0, 0)
    await expect(stream.getReader().read()).rejects.toMatchObject({ message: broken.message })
  })

  it('close their source when they are not read to the end, and when their thread is done with', async () => {
    const closed: number[] = []
    const { open, served } = pulled(
      async (file) =>
        new ReadableStream({
          pull: (controller) => controller.enqueue(content.slice(0, 10)),
          cancel: () => void closed.push(file)
        })
    )
    const [first] = [await open(1, 0), await open(2, 0)]
    await first.cancel()
    expect(closed).toEqual([1])
    await served.close()
    expect(closed).toEqual([1, 2])
  })
})
