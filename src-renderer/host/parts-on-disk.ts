import type { Transport } from '#shared/contract/contract.ts'

/** Parts of a snapshot: the name of their addresses, and their files. */
export interface OpenedShards {
  readonly id: string
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}

/** Room for the parts of a snapshot that was made from another one, whose parts are there to read. */
export interface RefreshedShards {
  readonly id: string
  readonly base: OpenedShards['files']
  /** Of each file of the snapshot before, the offsets of the lines that hold no longer. */
  readonly blanked: readonly (readonly number[])[]
}

/** Room on the disk for the parts of populations. */
export interface PartsOnDisk {
  /** @returns the name of their addresses */
  openShards(): Promise<string>
  /** Opens the parts of an opened snapshot. @throws AppError `not-found` where it has none, `unreadable-file`, `not-supported` */
  openSavedShards(snapshot: string): Promise<OpenedShards>
  /** Makes room for the parts of an opened snapshot. @throws AppError `not-found` where there are none of the one before, `unreadable-file` */
  openRefreshedShards(snapshot: string): Promise<RefreshedShards>
  /** Keeps the parts of a population in a snapshot that is being saved or was opened. */
  saveShards(request: { readonly id: string; readonly snapshot: string }): Promise<void>
  /** Reads all parts. @throws AppError `unreadable-file` where one is damaged */
  checkShards(id: string): Promise<void>
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
    async openSavedShards(snapshot) {
      const shards = await transport.call('shards.openSaved', { snapshot })
      opened.add(shards.id)
      return shards
    },
    async openRefreshedShards(snapshot) {
      const shards = await transport.call('shards.openRefresh', { snapshot })
      opened.add(shards.id)
      return shards
    },
    async saveShards(request) {
      await transport.call('shards.save', request)
    },
    async checkShards(id) {
      await transport.call('shards.check', { id })
    },
    async closeShards(id) {
      opened.delete(id)
      await transport.call('shards.close', { id })
    }
  }
}
