import { servicesUpdatesMessages as m } from '#messages/services/updates.ts'
import { createReadStream } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import type { NetPort } from '../../ports/host.ts'

/** Where a feed and its packages are: next to each other, at an address or in a folder. */
export interface FeedPlace {
  /**
   * The bytes of the feed, of its signature, or of a package.
   * @param name of a file next to the feed; the feed itself when absent
   * @returns undefined where there is none
   * @throws AppError `network` when no answer came, `invalid-input` for an answer that leads elsewhere, `unreadable-file`
   */
  open(name?: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** Name of the feed's own file. */
  readonly feedName: string
}

/** A feed at an https address, or at one of this computer itself. @param signal ends what is being asked and read */
export function feedAtAddress(address: string, net: NetPort, signal?: AbortSignal): FeedPlace {
  const feed = new URL(address)
  return {
    feedName: basename(feed.pathname),
    async open(name) {
      const url = name === undefined ? feed : new URL(name, feed)
      const response = await net.send({ method: 'GET', url: url.href, ...(signal === undefined ? {} : { signal }) })
      const { status } = response
      if (status === 200) return response.body
      response.close()
      if (status === 404 || status === 410) return undefined
      throw status >= 300 && status < 400
        ? new AppError('invalid-input', m.theFeedLeadsElsewhere(feed.host))
        : new AppError('network', m.theServerOfTheFeedAnswered(feed.host, status), { retryable: true })
    }
  }
}

/** A feed in a folder, such as of a share. @param path absolute @param signal ends what is being read, also while the share does not answer */
export function feedInFolder(path: string, signal?: AbortSignal): FeedPlace {
  return {
    feedName: basename(path),
    async open(name) {
      const file = createReadStream(name === undefined ? path : join(dirname(path), name), {
        ...(signal === undefined ? {} : { signal })
      })
      try {
        await new Promise<void>((resolve, reject) => {
          file.once('open', () => resolve())
          file.once('error', reject)
        })
      } catch (cause) {
        if (errorCode(cause) === 'ENOENT') return undefined
        throw new AppError('unreadable-file', m.theFileOfTheFeedCannotBeRead, { cause })
      }
      return file as AsyncIterable<Uint8Array>
    }
  }
}

/** Whether a feed is on another computer by its path alone, as `\\server\share\feed.json` is. */
export function isAtAnotherComputer(feed: string): boolean {
  return feed.startsWith('\\\\') || feed.startsWith('//')
}
