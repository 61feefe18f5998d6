import type { Transport } from '#shared/contract/contract.ts'
import type { App } from './app.ts'

/** A file that the page has begun to save: whether it is, is decided in a dialog of the host. */
export class StartedDownload {
  /** Where it is saved from, by which the host names it. */
  readonly url: string
  /** What is in it, where the page has it. */
  readonly content: Blob | undefined

  constructor(url: string, content?: Blob) {
    this.url = url
    this.content = content
  }
}

/** What following a file needs of the page; without `info` nothing is known of what becomes of it, as in a browser. */
export type SavingApp = Pick<App, 'transport'> & Partial<Pick<App, 'info'>>

/** What left the page, and whether it did. */
export interface Saved {
  readonly left: unknown
  /** `false` where a file was not saved to its end, or `false` was given. */
  readonly isLeft: boolean
}

/**
 * Saves something, and waits for what becomes of a file where the host tells it.
 * @param save gives the file that it begins to save, `false` where nothing leaves, or anything else
 * @throws what `save` throws
 */
export async function savedByHost({ transport, info }: SavingApp, save: () => unknown): Promise<Saved> {
  const downloads = info?.host === 'electron' ? followDownloads(transport) : undefined
  try {
    const left = await save()
    if (!(left instanceof StartedDownload)) return { left, isLeft: left !== false }
    return { left, isLeft: (await downloads?.isSaved(left)) ?? true }
  } finally {
    downloads?.stop()
  }
}

/** What becomes of files from now on. */
interface FollowedDownloads {
  isSaved(file: StartedDownload): Promise<boolean>
  stop(): void
}

function followDownloads(transport: Pick<Transport, 'subscribe'>): FollowedDownloads {
  const ended = new Map<string, boolean>()
  const waiting = new Map<string, (saved: boolean) => void>()
  const stop = transport.subscribe('download.ended', ({ url, saved }) => {
    ended.set(url, saved)
    waiting.get(url)?.(saved)
  })
  return {
    isSaved({ url }) {
      const known = ended.get(url)
      if (known !== undefined) return Promise.resolve(known)
      const { promise, resolve } = Promise.withResolvers<boolean>()
      waiting.set(url, resolve)
      return promise
    },
    stop
  }
}
