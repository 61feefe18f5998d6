/// <reference lib="webworker" />
import { serve } from '../base/rpc.ts'
import { createPanelPeer } from './panel-peer.ts'

serve(self, createPanelPeer())
