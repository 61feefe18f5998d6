/// <reference lib="webworker" />
import { serve } from '#engine/base/threads/rpc.ts'
import { webPort } from '../base/web-thread.ts'
import { createPanelPeer } from './panel-peer.ts'

serve(webPort(self), createPanelPeer())
