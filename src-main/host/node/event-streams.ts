import type { ServerResponse } from 'node:http'
import type { EventName, Events } from '#shared/contract/contract.ts'
import { dynamicHeaders } from '../../api/response-headers.ts'

/** Events to every open page: one line of JSON each, `[number, name, value]`, and an empty line as a sign of life. */
export interface EventStreams {
  /**
   * Turns a response into a stream of events. `lastId` is the number of the event that the page heard last before it was
   * cut off.
   */
  open(response: ServerResponse, lastId: string | undefined, headers?: Readonly<Record<string, string>>): void
  emit<E extends EventName>(name: E, value: Events[E]): void
  close(): void
}

const heartbeatMs = 5_000
/** A window that was cut off for a moment gets what it missed, up to this many events. */
const keptEvents = 64
/** A window that does not read for this long a backlog is cut off; it will connect again. */
const maxBacklogBytes = 1024 * 1024

/** The event streams of all pages of this process (Server-Sent Events); none is open at first. */
export function createEventStreams(): EventStreams {
  const streams = new Set<ServerResponse>()
  const recent: { readonly id: number; readonly text: string }[] = []
  let lastEvent = 0

  function send(stream: ServerResponse, text: string): void {
    if (stream.writableLength > maxBacklogBytes) stream.destroy()
    else stream.write(text)
  }

  const heartbeat = setInterval(() => {
    for (const stream of streams) send(stream, '\n')
  }, heartbeatMs)
  heartbeat.unref()

  return {
    open(response, lastId, headers = {}) {
      response.writeHead(200, { ...dynamicHeaders('application/x-ndjson'), ...headers })
      // The first bytes send the headers off.
      send(response, '\n')
      const heard = lastId === undefined || !/^\d{1,15}$/.test(lastId) ? lastEvent : Number(lastId)
      for (const { id, text } of recent) if (id > heard) send(response, text)
      streams.add(response)
      response.on('close', () => streams.delete(response))
    },
    emit(name, value) {
      lastEvent += 1
      const text = `${JSON.stringify([lastEvent, name, value])}\n`
      recent.push({ id: lastEvent, text })
      if (recent.length > keptEvents) recent.shift()
      for (const stream of streams) send(stream, text)
    },
    close() {
      clearInterval(heartbeat)
      for (const stream of streams) stream.end()
      streams.clear()
    }
  }
}
