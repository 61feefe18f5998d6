import type { Transport } from '#shared/contract/contract.ts'

/** Room on the disk for the parts of populations. */
export interface PartsOnDisk {
  /** @returns the name of their addresses */
  openShards(): Promise<string>
  closeShards(id: string): Promise<void>
}

/**
 * Opens and closes the parts of populations for a page. What is still open when the page goes away is closed then: nobody could use it.
 * @param page where the page tells that it goes away
 */
export function partsOnDisk(transport: Pick<Transport, 'call'>, page: EventTarget = window): PartsOnDisk {
  const opened = new Set<string>()
  page.addEventListener('pagehide', (event) => {
    // A page that may come back goes on with what it has.
    if ((event as PageTransitionEvent).persisted) return
    const how = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, keepalive: true }
    for (const id of opened) void fetch(`/upload/${id}/close`, how)
  })
  return {
    async openShards() {
      const { id } = await transport.call('shards.open', undefined)
      opened.add(id)
      return id
    },
    async closeShards(id) {
      opened.delete(id)
      await transport.call('shards.close', { id })
    }
  }
}
