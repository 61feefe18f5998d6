/** See the module. */
export function commandEnvironment(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform
): NodeJS.ProcessEnv | undefined
