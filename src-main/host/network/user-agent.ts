import { findInstallation } from '../process/installation.ts'

/** Names the program and its version to every server, so that administrators find its requests in their logs. */
export const userAgent = `Populus/${findInstallation(import.meta.dirname).version}`
