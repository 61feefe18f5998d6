/// <reference lib="webworker" />
import { serve } from '#engine/base/threads/rpc.ts'
import { createPanelPeer, type OpenShardFiles } from '#engine/population/threads/panel-peer.ts'
import { defined } from '#shared/language/defined.ts'
import { HostShardReader } from '../base/host-shard-file.ts'
import { ownPort } from '../base/web-thread.ts'

const openFiles: OpenShardFiles = (address) => {
  if (address.of !== 'services') throw new TypeError('these files are those of another process')
  const reader = new HostShardReader(address.id)
  return (file) => reader.open(file, defined(address.sizes.get(file)))
}

serve(ownPort(self), createPanelPeer(openFiles))
